import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '../../standards/sha256.ts';
import type { SignatureParameters } from './sigv4-authorization.ts';
import type { SignedRequest } from './signed-request.ts';

/** What the signer would put in by itself: signed only where the caller signed it. */
const CHECKSUM = 'x-amz-content-sha256';
const DATE = 'x-amz-date';

/**
 * Signs a received request as its caller should have, with the signer that the AWS SDK itself uses: the same headers,
 * date and scope, under the caller's secret. Equal signatures mean that the caller has the secret and that nothing was
 * changed on the way.
 */
export async function signAgain(
  request: SignedRequest,
  parameters: SignatureParameters,
  payloadHash: string,
  secretAccessKey: string,
): Promise<string> {
  const { accessKeyId, region, service, signedHeaders, location } = parameters;
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey },
    region,
    service,
    sha256: Sha256,
    // S3 signs the path as it was sent; every other service normalises it and encodes it a second time.
    uriEscapePath: service !== 's3',
    applyChecksum: false,
  });
  const at = request.path.indexOf('?');
  const headers: Record<string, string> = { [CHECKSUM]: payloadHash };
  for (const name of signedHeaders) headers[name] = request.headers[name] ?? '';
  const toSign = {
    method: request.method.toUpperCase(),
    protocol: 'http:',
    hostname: 'localhost',
    path: at < 0 ? request.path : request.path.slice(0, at),
    query: readQuery(at < 0 ? '' : request.path.slice(at + 1)),
    headers,
  };
  const signing = {
    signingDate: parameters.signedAt,
    signableHeaders: new Set(signedHeaders),
    unsignableHeaders: new Set([CHECKSUM, DATE].filter((name) => !signedHeaders.includes(name))),
  };
  if (location === 'header') {
    const { headers: signed } = await signer.sign(toSign, signing);
    return /Signature=([0-9a-f]+)$/.exec(signed['authorization'] ?? '')?.[1] ?? '';
  }
  const presigned = await signer.presign(toSign, {
    ...signing,
    ...(parameters.expires === undefined ? {} : { expiresIn: parameters.expires }),
    unhoistableHeaders: new Set(Object.keys(headers)),
  });
  const signature = presigned.query?.['X-Amz-Signature'];
  return typeof signature === 'string' ? signature : '';
}

/** A query as the signer takes it: decoded, and what is said more than once as a list. */
function readQuery(query: string): Record<string, string | string[]> {
  const values = new Map<string, string[]>();
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const [name = '', value = ''] = pair.split(/=(.*)/s).map(decode);
    if (name !== 'X-Amz-Signature') values.set(name, [...(values.get(name) ?? []), value]);
  }
  return Object.fromEntries([...values].map(([name, all]) => [name, all.length === 1 ? (all[0] ?? '') : all]));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone `%` is not an escape: sign it as the character it is.
    return text;
  }
}
