import { Lexer, Source, TokenKind } from 'graphql';

/** graphql-java's own bound, on which AppSync runs: `ParserOptions.MAX_QUERY_TOKENS`. */
const MAX_TOKENS = 15_000;
/** The parser and the rules of validation call themselves for each level. */
const MAX_DEPTH = 500;
/** Rules of validation compare each use of a name with each other one. */
const MAX_USES_OF_NAME = 1000;

/**
 * Why a document is not worth parsing, found in one pass over its tokens: work that grows faster than the text is
 * bounded before it begins. Undefined when it may be parsed; text that has no tokens is left to the parser's words.
 */
export function documentExcess(query: string): string | undefined {
  const lexer = new Lexer(new Source(query));
  const uses = new Map<string, number>();
  let depth = 0;
  for (let count = 1; ; count += 1) {
    let kind: string;
    try {
      const token = lexer.advance();
      kind = token.kind;
      if (kind === TokenKind.NAME) {
        const used = (uses.get(token.value ?? '') ?? 0) + 1;
        uses.set(token.value ?? '', used);
        if (used > MAX_USES_OF_NAME)
          return `The name '${token.value ?? ''}' is used more than ${MAX_USES_OF_NAME} times.`;
      }
    } catch {
      return undefined;
    }
    if (kind === TokenKind.EOF) return undefined;
    if (count > MAX_TOKENS) return `The document has more than ${MAX_TOKENS} tokens.`;
    if (kind === TokenKind.BRACE_L || kind === TokenKind.BRACKET_L || kind === TokenKind.PAREN_L) depth += 1;
    if (kind === TokenKind.BRACE_R || kind === TokenKind.BRACKET_R || kind === TokenKind.PAREN_R) depth -= 1;
    if (depth > MAX_DEPTH) return `The document nests more than ${MAX_DEPTH} levels.`;
  }
}
