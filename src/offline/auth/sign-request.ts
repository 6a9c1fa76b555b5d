import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '../../standards/sha256.ts';
import type { IssuedCredentials } from './credential-store.ts';

export interface RequestToSign {
  /** Path without a query. */
  readonly path: string;
  readonly body: string;
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The headers with which a role posts JSON to the API: host, date, session token and signature. */
export async function signAppsyncRequest(
  { accessKeyId, secretAccessKey, sessionToken }: IssuedCredentials,
  { path, body, region, at }: RequestToSign,
  host: string,
): Promise<Readonly<Record<string, string>>> {
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey, sessionToken },
    region,
    service: 'appsync',
    sha256: Sha256,
    applyChecksum: false,
  });
  const request = { method: 'POST', protocol: 'http:', hostname: 'localhost', path, headers: { host }, body };
  const { headers } = await signer.sign(request, { signingDate: new Date(at) });
  return headers;
}
