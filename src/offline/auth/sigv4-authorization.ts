/** Reads where a request carries its signature: the Authorization header, or a presigned URL's query. */
export interface SignatureParameters {
  readonly location: 'header' | 'query';
  readonly accessKeyId: string;
  /** `YYYYMMDD` of the credential scope. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `YYYYMMDDTHHMMSSZ` of the request. */
  readonly timestamp: string;
  readonly signedAt: Date;
  readonly sessionToken: string | undefined;
  /** Seconds a presigned URL is valid. */
  readonly expires: number | undefined;
}

export type ParsedSignature =
  | { readonly kind: 'none' }
  | { readonly kind: 'malformed'; readonly message: string }
  | { readonly kind: 'signed'; readonly parameters: SignatureParameters };

export const SIGV4_ALGORITHM = 'AWS4-HMAC-SHA256';
/** A week: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
const MAX_EXPIRES_SECONDS = 604_800;

/** Parses the signature of a request without verifying it; the credential scope names the service it is meant for. */
export function parseSignature(request: {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}): ParsedSignature {
  const authorization = request.headers['authorization'];
  if (authorization?.startsWith(SIGV4_ALGORITHM) === true) return fromHeader(authorization, request.headers);
  const at = request.path.indexOf('?');
  if (at < 0) return { kind: 'none' };
  const query = new URLSearchParams(request.path.slice(at + 1));
  return query.get('X-Amz-Algorithm') === SIGV4_ALGORITHM ? fromQuery(query) : { kind: 'none' };
}

function fromHeader(authorization: string, headers: Readonly<Record<string, string>>): ParsedSignature {
  const fields = new Map<string, string>();
  for (const part of authorization.slice(SIGV4_ALGORITHM.length).split(',')) {
    const [name, value] = part.trim().split(/=(.*)/s);
    if (name !== undefined && value !== undefined) fields.set(name, value);
  }
  return assemble('header', {
    credential: fields.get('Credential'),
    signedHeaders: fields.get('SignedHeaders'),
    signature: fields.get('Signature'),
    timestamp: headers['x-amz-date'],
    sessionToken: headers['x-amz-security-token'],
    expires: undefined,
  });
}

function fromQuery(query: URLSearchParams): ParsedSignature {
  return assemble('query', {
    credential: query.get('X-Amz-Credential') ?? undefined,
    signedHeaders: query.get('X-Amz-SignedHeaders') ?? undefined,
    signature: query.get('X-Amz-Signature') ?? undefined,
    timestamp: query.get('X-Amz-Date') ?? undefined,
    sessionToken: query.get('X-Amz-Security-Token') ?? undefined,
    expires: query.get('X-Amz-Expires') ?? undefined,
  });
}

interface RawFields {
  readonly credential: string | undefined;
  readonly signedHeaders: string | undefined;
  readonly signature: string | undefined;
  readonly timestamp: string | undefined;
  readonly sessionToken: string | undefined;
  readonly expires: string | undefined;
}

function assemble(location: 'header' | 'query', raw: RawFields): ParsedSignature {
  const missing = (name: string): ParsedSignature => ({
    kind: 'malformed',
    message: `Authorization ${location} requires '${name}' parameter.`,
  });
  if (raw.credential === undefined) return missing('Credential');
  if (raw.signature === undefined) return missing('Signature');
  if (raw.signedHeaders === undefined) return missing('SignedHeaders');
  if (raw.timestamp === undefined || !/^\d{8}T\d{6}Z$/.test(raw.timestamp)) {
    return { kind: 'malformed', message: `Authorization ${location} requires a valid 'X-Amz-Date'.` };
  }
  const expires = raw.expires === undefined ? undefined : Number(raw.expires);
  if (expires !== undefined && !(Number.isInteger(expires) && expires > 0 && expires <= MAX_EXPIRES_SECONDS)) {
    return { kind: 'malformed', message: `X-Amz-Expires must be from 1 to ${MAX_EXPIRES_SECONDS} seconds.` };
  }
  const [accessKeyId, date, region, service, terminator, ...rest] = raw.credential.split('/');
  if (!accessKeyId || !date || !region || !service || terminator !== 'aws4_request' || rest.length > 0) {
    return {
      kind: 'malformed',
      message: 'Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.',
    };
  }
  return {
    kind: 'signed',
    parameters: {
      location,
      accessKeyId,
      date,
      region,
      service,
      signedHeaders: raw.signedHeaders.split(';'),
      signature: raw.signature,
      timestamp: raw.timestamp,
      signedAt: parseTimestamp(raw.timestamp),
      sessionToken: raw.sessionToken,
      expires,
    },
  };
}

/** `YYYYMMDDTHHMMSSZ` as a date; an invalid one of any other text. */
export function parseTimestamp(timestamp: string): Date {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(timestamp) ?? [];
  return new Date(Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)));
}
