import { SignatureV4 } from '@smithy/signature-v4';
import { importPKCS8, SignJWT, type CryptoKey } from 'jose';
import { randomUUID } from 'node:crypto';
import { signedText, TOKEN_SCHEME, type SignedRequest } from '../domain/api-client/index.ts';
import { sha256, Sha256 } from '../standards/sha256.ts';
import { BonghwaError } from './errors.ts';

/** A registered API client with a key of its own: an Ed25519 private key (PKCS #8, PEM), or the secret of an HS256 key. */
export type TokenAuth = {
  readonly kind: 'TOKEN';
  readonly clientId: string;
  readonly keyId: string;
  readonly key: { readonly privateKey: string } | { readonly secret: string };
};

/** Keys of an AWS identity, as the AWS SDK's credential providers return them. */
export type AwsCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};

/** A server with an AWS identity; credentials are asked for with every request, because they change. */
export type SigV4Auth = {
  readonly kind: 'SIGV4';
  readonly region: string;
  readonly credentials: () => Promise<AwsCredentials> | AwsCredentials;
};

/** What is signed, and the time that is signed with it, in milliseconds. */
export type Unsigned = {
  readonly url: URL;
  readonly request: SignedRequest;
  /** The request as it is sent. */
  readonly body: string;
  readonly at: number;
};

/** Gives the headers that prove who sends a request, and that it is this one. */
export type SignRequest = (unsigned: Unsigned) => Promise<Record<string, string>>;

/** Seconds a token is good for: a request that takes longer to arrive is signed anew by its repetition. */
const TOKEN_SECONDS = 60;

/** What it cannot be read for is not repeated: it may be most of a key. */
async function readPrivateKey(pem: string): Promise<CryptoKey> {
  try {
    return await importPKCS8(pem, 'EdDSA');
  } catch {
    throw new BonghwaError(
      'NOT_SIGNED',
      'auth.key.privateKey cannot be read: it has to be the whole Ed25519 private key in PKCS #8, as PEM, with its first line ' +
        '(BEGIN PRIVATE KEY) and its line breaks.',
      { mayRepeat: false },
    );
  }
}

/** Signs with a token: issuer, time, a nonce, and the hash of the request. */
export async function createTokenSigner({ clientId, keyId, key }: TokenAuth): Promise<SignRequest> {
  const material: CryptoKey | Uint8Array =
    'secret' in key ? Buffer.from(key.secret, 'utf8') : await readPrivateKey(key.privateKey);
  const alg = 'secret' in key ? 'HS256' : 'EdDSA';
  return async ({ request, at }) => {
    const now = Math.floor(at / 1000);
    const rqh = sha256(signedText(request), 'base64url');
    const token = await new SignJWT({ iss: clientId, iat: now, exp: now + TOKEN_SECONDS, jti: randomUUID(), rqh })
      .setProtectedHeader({ alg, kid: keyId })
      .sign(material);
    return { authorization: `${TOKEN_SCHEME} ${token}` };
  };
}

/** Signs with AWS Signature Version 4. */
export function createSigV4Signer({ region, credentials }: SigV4Auth): SignRequest {
  return async ({ url, body, at }) => {
    const signer = new SignatureV4({ credentials: await credentials(), region, service: 'appsync', sha256: Sha256 });
    const unsigned = {
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port === '' ? {} : { port: Number(url.port) }),
      path: url.pathname,
      query: {},
      headers: { host: url.host, 'content-type': 'application/json' },
      body,
    };
    const signed = await signer.sign(unsigned, { signingDate: new Date(at) });
    // fetch sets the host header itself, to the same value.
    const { host: _, ...headers } = signed.headers;
    return headers;
  };
}
