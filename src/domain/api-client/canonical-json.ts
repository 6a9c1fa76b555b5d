/**
 * JSON in one spelling, after RFC 8785: keys sorted by UTF-16 code units, no white space, numbers and texts as
 * `JSON.stringify` writes them (which is what the RFC took over from ECMAScript).
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  // By UTF-16 code units, as `sort` compares texts by itself; pairs would be compared by a function.
  const members: Readonly<Record<string, unknown>> = { ...value };
  let text = '';
  for (const key of Object.keys(members).sort()) {
    const member = members[key];
    if (member !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
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
