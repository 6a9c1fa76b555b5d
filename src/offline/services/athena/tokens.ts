/** A piece of a statement: what it is decides whether a letter in it means anything. */
export interface Token {
  readonly kind: 'TEXT' | 'NAME' | 'COMMENT' | 'BLANK' | 'WORD' | 'SIGN';
  readonly text: string;
}

const PATTERN =
  /('(?:[^']|'')*')|("(?:[^"]|"")*")|(--[^\n]*|\/\*[^]*?\*\/)|(\s+)|([\p{L}_][\p{L}\p{N}_$]*|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|([^])/gu;
const KINDS = ['TEXT', 'NAME', 'COMMENT', 'BLANK', 'WORD', 'SIGN'] as const;

/** Cuts a statement into tokens; together they are the statement again. */
export function tokensOf(statement: string): readonly Token[] {
  return [...statement.matchAll(PATTERN)].map(([text, ...groups]) => {
    const kind = KINDS[groups.findIndex((group) => group !== undefined)];
    return { kind: kind ?? 'SIGN', text };
  });
}

/** Those that mean something. */
export function meaningful(tokens: readonly Token[]): readonly Token[] {
  return tokens.filter(({ kind }) => kind !== 'COMMENT' && kind !== 'BLANK');
}
