import { meaningful, tokensOf, type Token } from './tokens.ts';

/** A statement that may run: a query, or one whose rows go to files. */
export interface ReadStatement {
  readonly query: string;
  readonly unload?: Unload;
}

/** Where UNLOAD writes. */
export interface Unload {
  readonly bucket: string;
  readonly prefix: string;
  readonly partitionedBy: readonly string[];
  readonly compression: string;
}

export type ReadOutcome =
  | { readonly ok: true; readonly statement: ReadStatement }
  /** INVALID: Athena refuses it too. UNSUPPORTED: Athena would run it. */
  | { readonly ok: false; readonly kind: 'INVALID' | 'UNSUPPORTED'; readonly problem: string };

const LITERAL =
  /^(?:'(?:[^']|'')*'|[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|(?:date|timestamp)\s*'[^']*'|true|false|null)$/i;

/** Reads one statement with its execution parameters, which are literals of SQL, in their places. */
export function readStatement(text: string, parameters: readonly string[]): ReadOutcome {
  const tokens = withoutEnd(tokensOf(text));
  const words = meaningful(tokens);
  const invalid = (problem: string): ReadOutcome => ({ ok: false, kind: 'INVALID', problem });
  if (words.length === 0) return invalid('the statement is empty');
  if (words.some(isSign(';'))) return invalid('Only one sql statement is allowed.');
  const foreign = foreignSyntax(words);
  if (foreign !== undefined) return invalid(foreign);
  const bad = parameters.find((parameter) => !LITERAL.test(parameter.trim()));
  if (bad !== undefined)
    return invalid(`the execution parameter ${JSON.stringify(bad)} is not a literal; a text stands in single quotes`);
  const places = words.filter(isSign('?')).length;
  if (places !== parameters.length)
    return invalid(`Incorrect number of parameters: expected ${places} but found ${parameters.length}`);
  let used = 0;
  const filled = tokens.map((token): Token => {
    if (!isSign('?')(token)) return token;
    used += 1;
    return { kind: 'TEXT', text: `(${parameters[used - 1]?.trim() ?? 'NULL'})` };
  });
  const first = words[0]?.text.toLowerCase();
  if (first === 'unload') return readUnload(filled);
  if (first !== 'select' && first !== 'with' && first !== '(')
    return {
      ok: false,
      kind: 'UNSUPPORTED',
      problem: `of statements, queries (SELECT, WITH) and UNLOAD run offline, not ${words[0]?.text.toUpperCase() ?? ''}`,
    };
  return { ok: true, statement: { query: textOf(filled) } };
}

const textOf = (tokens: readonly Token[]): string =>
  // A comment may hide what follows it on its line.
  tokens
    .map(({ kind, text }) => (kind === 'COMMENT' ? ' ' : text))
    .join('')
    .trim();

const isSign =
  (sign: string) =>
  ({ kind, text }: Token): boolean =>
    kind === 'SIGN' && text === sign;

function withoutEnd(tokens: readonly Token[]): readonly Token[] {
  const last = meaningful(tokens).at(-1);
  return last !== undefined && isSign(';')(last) ? tokens.filter((token) => token !== last) : tokens;
}

/** What DuckDB understands and Trino does not. */
function foreignSyntax(words: readonly Token[]): string | undefined {
  for (const [index, word] of words.entries()) {
    const before = words[index - 1];
    const after = words[index + 1];
    if (isSign(':')(word) && after !== undefined && isSign(':')(after))
      return "mismatched input '::'. Use CAST(value AS type)";
    if (isSign('[')(word)) {
      const isSubscript =
        before !== undefined &&
        ((before.kind === 'WORD' && !KEYWORDS.has(before.text.toLowerCase())) ||
          before.kind === 'NAME' ||
          isSign(')')(before) ||
          isSign(']')(before));
      if (!isSubscript) return "mismatched input '['. Use ARRAY[...]";
    }
    if (isSign('{')(word) || isSign('$')(word)) return `mismatched input '${word.text}'`;
  }
  return undefined;
}

const KEYWORDS = new Set([
  'select',
  'where',
  'and',
  'or',
  'on',
  'in',
  'by',
  'then',
  'else',
  'when',
  'not',
  'from',
  'as',
]);

/** `UNLOAD (query) TO 's3://bucket/prefix/' WITH (format = 'PARQUET', ...)` */
function readUnload(tokens: readonly Token[]): ReadOutcome {
  const unsupported = (problem: string): ReadOutcome => ({ ok: false, kind: 'UNSUPPORTED', problem });
  const whole = textOf(tokens)
    .replace(/^unload/i, '')
    .trim();
  const end = closingBracket(whole);
  if (end === undefined) return { ok: false, kind: 'INVALID', problem: 'UNLOAD needs a query in brackets' };
  const query = whole.slice(1, end);
  const target = /^\s*to\s*'s3:\/\/([^/']+)\/([^']*)'\s*with\s*\(([^]*)\)$/i.exec(whole.slice(end + 1));
  if (target === null) return { ok: false, kind: 'INVALID', problem: "UNLOAD needs TO 's3://...' WITH (format = ...)" };
  const [, bucket = '', prefix = '', properties = ''] = target;
  const of = (name: string): string | undefined =>
    new RegExp(`(?:^|,)\\s*${name}\\s*=\\s*'([^']*)'`, 'i').exec(properties)?.[1];
  if (of('format')?.toUpperCase() !== 'PARQUET') return unsupported("of UNLOAD, format = 'PARQUET' runs offline");
  const columns = /(?:^|,)\s*partitioned_by\s*=\s*array\s*\[([^\]]*)\]/i.exec(properties)?.[1] ?? '';
  return {
    ok: true,
    statement: {
      query,
      unload: {
        bucket,
        prefix: prefix.endsWith('/') || prefix === '' ? prefix : `${prefix}/`,
        partitionedBy: [...columns.matchAll(/'([^']*)'/g)].map(([, name = '']) => name),
        compression: (of('compression') ?? 'GZIP').toUpperCase(),
      },
    },
  };
}

function closingBracket(text: string): number | undefined {
  if (!text.startsWith('(')) return undefined;
  let depth = 0;
  let at = 0;
  for (const token of tokensOf(text)) {
    if (isSign('(')(token)) depth += 1;
    else if (isSign(')')(token)) depth -= 1;
    if (depth === 0) return at;
    at += token.text.length;
  }
  return undefined;
}
