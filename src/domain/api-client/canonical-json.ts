/**
 * JSON in one spelling, after RFC 8785: keys sorted by UTF-16 code units, no white space, numbers and texts as
 * `JSON.stringify` writes them (which is what the RFC took over from ECMAScript).
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

/** A GraphQL request as its signature covers it. */
export type SignedRequest = {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: unknown;
};

/** The text whose SHA-256 a request token carries; what is absent is written as empty. */
export function signedText({ query, operationName, variables }: SignedRequest): string {
  return canonicalJson({ operationName: operationName ?? '', query, variables: variables ?? {} });
}
