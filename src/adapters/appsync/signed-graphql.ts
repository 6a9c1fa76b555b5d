import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '../../standards/sha256.ts';

export type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};

export type SignedGraphqlOptions = {
  readonly url: string;
  readonly region: string;
  /** Read for every request: a function's credentials change while it lives. */
  readonly credentials: () => Credentials;
  readonly timeoutMs?: number;
};

const DEFAULT_TIMEOUT_MS = 5_000;

/** The credentials Lambda gives a function, from its environment. */
export function credentialsFrom(environment: Readonly<Record<string, string | undefined>>): Credentials {
  const accessKeyId = environment['AWS_ACCESS_KEY_ID'];
  const secretAccessKey = environment['AWS_SECRET_ACCESS_KEY'];
  const sessionToken = environment['AWS_SESSION_TOKEN'];
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw new Error('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set; a Lambda function always has them.');
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

/** Posts one GraphQL operation signed with SigV4, and returns the answer's body. */
export async function postSignedGraphql(
  options: SignedGraphqlOptions,
  operation: { readonly query: string; readonly variables: Readonly<Record<string, unknown>> },
): Promise<unknown> {
  // The offline sandbox announces its address with an upper-case scheme; URL makes it lower case.
  const url = new URL(options.url);
  const body = JSON.stringify(operation);
  const signer = new SignatureV4({
    credentials: options.credentials(),
    region: options.region,
    service: 'appsync',
    sha256: Sha256,
  });
  const signed = await signer.sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    path: url.pathname,
    query: {},
    headers: { host: url.host, 'content-type': 'application/json' },
    body,
  });
  // fetch sets the host header itself, to the same value.
  const headers = new Headers(signed.headers);
  headers.delete('host');
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body,
    signal: AbortSignal.timeout(options.timeoutMs ?? DEFAULT_TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`The GraphQL endpoint answered ${response.status}.`);
  return response.json();
}
