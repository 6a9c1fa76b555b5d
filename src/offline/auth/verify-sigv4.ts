import { timingSafeEqual } from 'node:crypto';
import { sha256 } from '../../standards/sha256.ts';
import type { Clock } from '../clock.ts';
import type { CredentialStore, IssuedCredentials } from './credential-store.ts';
import { signAgain } from './sign-again.ts';
import type { SignedRequest } from './signed-request.ts';
import { parseSignature, type SignatureParameters } from './sigv4-authorization.ts';

export type SigV4ErrorCode =
  | 'MissingAuthenticationTokenException'
  | 'IncompleteSignatureException'
  | 'UnrecognizedClientException'
  | 'InvalidSignatureException'
  | 'ExpiredTokenException';

export type SigV4Outcome =
  | { readonly ok: true; readonly credentials: IssuedCredentials; readonly service: string; readonly region: string }
  | {
      readonly ok: false;
      readonly error: { readonly code: SigV4ErrorCode; readonly message: string; readonly status: 400 | 403 };
    };

const MAX_SKEW_MS = 5 * 60_000;

/** Verifies the signature of a received request against the credentials the sandbox itself issued. */
export async function verifySigV4(
  request: SignedRequest,
  credentials: CredentialStore,
  clock: Clock,
  expectedService?: string,
): Promise<SigV4Outcome> {
  const parsed = parseSignature(request);
  if (parsed.kind === 'none') {
    return refuse('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
  }
  if (parsed.kind === 'malformed') return refuse('IncompleteSignatureException', parsed.message, 400);
  const { parameters } = parsed;

  const issued = credentials.find(parameters.accessKeyId);
  if (issued === undefined || !equal(parameters.sessionToken ?? '', issued.sessionToken)) {
    return refuse('UnrecognizedClientException', 'The security token included in the request is invalid.', 403);
  }
  if (issued.expiresAt !== undefined && issued.expiresAt <= clock.now()) {
    return refuse('ExpiredTokenException', 'The security token included in the request is expired', 403);
  }
  const scopeProblem = checkScope(parameters, expectedService) ?? checkTime(parameters, clock);
  if (scopeProblem !== undefined) return refuse('InvalidSignatureException', scopeProblem, 403);
  if (!parameters.signedHeaders.includes('host')) {
    return refuse('InvalidSignatureException', "'Host' must be a 'SignedHeader' in the AWS Authorization.", 403);
  }
  const payload = payloadHash(request, parameters);
  if (payload === undefined) {
    return refuse(
      'InvalidSignatureException',
      "The value of 'x-amz-content-sha256' is not the hash of the body received.",
      400,
    );
  }
  const expected = await signAgain(request, parameters, payload, issued.secretAccessKey);
  if (!equal(parameters.signature, expected)) {
    return refuse(
      'InvalidSignatureException',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
      403,
    );
  }
  return { ok: true, credentials: issued, service: parameters.service, region: parameters.region };
}

function checkScope(parameters: SignatureParameters, expectedService: string | undefined): string | undefined {
  if (expectedService !== undefined && parameters.service !== expectedService) {
    return `Credential should be scoped to correct service: '${expectedService}'.`;
  }
  if (!parameters.timestamp.startsWith(parameters.date)) {
    return `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${parameters.date}' != '${parameters.timestamp.slice(0, 8)}'.`;
  }
  return undefined;
}

/**
 * Whoever signs on this machine reads the machine's clock, which does not follow when the sandbox's is moved forward:
 * a request is fresh by either of the two. Nor is a request of a function stale because the clock was moved while it was
 * under way: in the cloud no clock is.
 */
function checkTime(parameters: SignatureParameters, clock: Clock): string | undefined {
  const signedAt = parameters.signedAt.getTime();
  const fresh = [clock.now(), Date.now(), ...(clock.beforeMoves?.() ?? [])].some((now) =>
    parameters.expires === undefined
      ? Math.abs(now - signedAt) <= MAX_SKEW_MS
      : signedAt - now <= MAX_SKEW_MS && now <= signedAt + parameters.expires * 1000,
  );
  if (fresh) return undefined;
  const edge = new Date(clock.now() - MAX_SKEW_MS).toISOString().replace(/[-:]|\.\d{3}/g, '');
  return `Signature expired: ${parameters.timestamp} is now earlier than ${edge}.`;
}

/** Only S3 lets a request leave its body unsigned; a declared hash must be the body's. */
function payloadHash(request: SignedRequest, parameters: SignatureParameters): string | undefined {
  if (parameters.service === 's3') {
    if (parameters.location === 'query') return 'UNSIGNED-PAYLOAD';
    const declared = request.headers['x-amz-content-sha256'];
    if (declared === 'UNSIGNED-PAYLOAD' || declared === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') return declared;
  }
  const actual = sha256(request.body, 'hex');
  const declared = request.headers['x-amz-content-sha256'];
  return declared === undefined || declared === actual ? actual : undefined;
}

function equal(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

function refuse(code: SigV4ErrorCode, message: string, status: 400 | 403): SigV4Outcome {
  return { ok: false, error: { code, message, status } };
}
