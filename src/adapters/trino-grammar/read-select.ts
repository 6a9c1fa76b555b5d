import { TrinoSQL } from 'dt-sql-parser/dist/parser/trino/index.js';
import * as grammar from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser.js';
import type { SelectReader } from '../../app/insight/ports.ts';
import { LAKE_TABLES } from '../../domain/lake/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import { ALLOWED_FUNCTIONS, ALLOWED_TYPES } from './allowed-words.ts';

/** A node of the parser's tree; a leaf has a symbol, which is a token of the text. */
interface Node {
  readonly children?: readonly Node[] | null;
  readonly symbol?: { readonly tokenIndex: number };
  getText(): string;
}

/**
 * Everything of Trino's grammar that a SELECT over the lake needs. What is not here is refused, whatever it is called:
 * statements, `TABLE x`, table functions, parameters, lambdas, names of sessions and users, JSON paths, row patterns.
 */
const ALLOWED_NODES: ReadonlySet<unknown> = new Set([
  grammar.RootQueryContext,
  grammar.QueryStatementContext,
  grammar.StatementDefaultContext,
  grammar.WithContext,
  grammar.NamedQueryContext,
  grammar.ColumnAliasesContext,
  grammar.QueryNoWithContext,
  grammar.LimitRowCountContext,
  grammar.RowCountContext,
  grammar.QueryTermDefaultContext,
  grammar.SetOperationContext,
  grammar.QueryPrimaryDefaultContext,
  grammar.SubqueryContext,
  grammar.InlineTableContext,
  grammar.SortItemContext,
  grammar.QuerySpecificationContext,
  grammar.WhereClauseContext,
  grammar.HavingClauseContext,
  grammar.SelectListContext,
  grammar.SelectItemContext,
  grammar.SelectAllWithoutTableContext,
  grammar.TableAllColumnsContext,
  grammar.SelectLiteralColumnNameContext,
  grammar.SelectExpressionColumnNameContext,
  grammar.GroupByContext,
  grammar.GroupingElementContext,
  grammar.SingleGroupingSetContext,
  grammar.MultipleGroupingSetsContext,
  grammar.RollupContext,
  grammar.CubeContext,
  grammar.GroupingSetContext,
  grammar.GroupingTermContext,
  grammar.GroupingOperationContext,
  grammar.PartitionByContext,
  grammar.SetQuantifierContext,
  grammar.RelationDefaultContext,
  grammar.JoinRelationContext,
  grammar.JoinTypeContext,
  grammar.JoinCriteriaContext,
  grammar.JoinColumnEqualityContext,
  grammar.JoinColumnReferenceContext,
  grammar.SampledRelationContext,
  grammar.PatternRecognitionContext,
  grammar.AliasedRelationContext,
  grammar.ExpressionSourceTableContext,
  grammar.ParenthesizedRelationContext,
  grammar.RelationSourceTableContext,
  grammar.TableNameContext,
  grammar.TableOrViewNameContext,
  grammar.TableRefContext,
  grammar.SubqueryRelationContext,
  grammar.UnnestContext,
  grammar.LateralContext,
  grammar.ColumnListContext,
  grammar.ExpressionContext,
  grammar.BooleanExpressionContext,
  grammar.LogicalNotContext,
  grammar.PredicatedContext,
  grammar.OrContext,
  grammar.AndContext,
  grammar.ComparisonContext,
  grammar.ComparisonOperatorContext,
  grammar.ComparisonQuantifierContext,
  grammar.QuantifiedComparisonContext,
  grammar.LikeContext,
  grammar.InSubqueryContext,
  grammar.InListContext,
  grammar.DistinctFromContext,
  grammar.NullPredicateContext,
  grammar.BetweenContext,
  grammar.ExistsContext,
  grammar.ValueExpressionDefaultContext,
  grammar.ConcatenationContext,
  grammar.ArithmeticBinaryContext,
  grammar.ArithmeticUnaryContext,
  grammar.DereferenceContext,
  grammar.TypeConstructorContext,
  grammar.CurrentDateContext,
  grammar.CurrentTimestampContext,
  grammar.SubstringContext,
  grammar.TrimContext,
  grammar.TrimsSpecificationContext,
  grammar.CastContext,
  grammar.ParenthesizedExpressionContext,
  grammar.IntervalLiteralContext,
  grammar.IntervalContext,
  grammar.IntervalFieldContext,
  grammar.NumericLiteralContext,
  grammar.IntegerLiteralContext,
  grammar.DecimalLiteralContext,
  grammar.DoubleLiteralContext,
  grammar.BooleanLiteralContext,
  grammar.BooleanValueContext,
  grammar.NullLiteralContext,
  grammar.StringLiteralContext,
  grammar.BasicStringLiteralContext,
  grammar.SimpleCaseContext,
  grammar.SearchedCaseContext,
  grammar.WhenClauseContext,
  grammar.CoalesceContext,
  grammar.ColumnReferenceContext,
  grammar.ColumnRefContext,
  grammar.ColumnNameContext,
  grammar.ColumnNameCreateContext,
  grammar.RowConstructorContext,
  grammar.ArrayConstructorContext,
  grammar.SubscriptContext,
  grammar.SubqueryExpressionContext,
  grammar.ExtractContext,
  grammar.PositionContext,
  grammar.FunctionCallContext,
  grammar.FunctionNameContext,
  grammar.FilterContext,
  grammar.OverContext,
  grammar.NullTreatmentContext,
  grammar.WindowSpecificationContext,
  grammar.WindowDefinitionContext,
  grammar.WindowFrameContext,
  grammar.FrameExtentContext,
  grammar.BoundedFrameContext,
  grammar.UnboundedFrameContext,
  grammar.CurrentRowBoundContext,
  grammar.GenericTypeContext,
  grammar.DateTimeTypeContext,
  grammar.DoublePrecisionTypeContext,
  grammar.ArrayTypeContext,
  grammar.RowTypeContext,
  grammar.RowFieldContext,
  grammar.TypeParameterContext,
  grammar.QualifiedNameContext,
  grammar.UnquotedIdentifierContext,
  grammar.QuotedIdentifierContext,
  grammar.NonReservedContext,
]);

const MAX_LENGTH = 20_000;
/** The parser calls itself for every level, some dozen calls each. */
const MAX_DEPTH = 40;
/** A query in brackets may be an expression as well: the parser tries both, and both again in each one within. */
const MAX_QUERY_DEPTH = 6;
const PLAIN = /^[a-z_][a-z0-9_]{0,62}$/;
const TABLES: ReadonlySet<string> = new Set(Object.keys(LAKE_TABLES));

class RefusedSql extends Error {}

/** What an identifier names: quotes are taken off, letters are folded as Trino folds them. */
function nameOf(node: Node): string {
  const text = node.getText();
  return (text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text).toLowerCase();
}

function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

function childrenOf(node: Node): readonly Node[] {
  return node.children ?? [];
}

function isA(node: Node, kind: unknown): boolean {
  return node.constructor === kind;
}

/** Walks the tree of a query; `quoted` collects the words that are names, to be written in quotes. */
function checkNode(node: Node, scope: ReadonlySet<string>, names: Set<number>): void {
  if (node.symbol !== undefined) {
    if (node.getText().toUpperCase() === 'RECURSIVE') throw new RefusedSql('WITH RECURSIVE is not allowed.');
    return;
  }
  if (!ALLOWED_NODES.has(node.constructor)) throw new RefusedSql(`${shown(node.getText())} is not allowed here.`);
  if (isA(node, grammar.QueryStatementContext)) return checkQuery(node, scope, names);
  if (isA(node, grammar.TableRefContext)) checkTable(node, scope);
  if (isA(node, grammar.FunctionNameContext)) return checkWord(node, ALLOWED_FUNCTIONS, 'function');
  if (isA(node, grammar.GenericTypeContext) || isA(node, grammar.TypeConstructorContext)) {
    const [word, ...rest] = childrenOf(node);
    if (word !== undefined) checkWord(word, ALLOWED_TYPES, 'type');
    for (const child of rest) checkNode(child, scope, names);
    return;
  }
  if (isA(node, grammar.UnquotedIdentifierContext)) for (const index of tokensOf(node)) names.add(index);
  for (const child of childrenOf(node)) checkNode(child, scope, names);
}

function tokensOf(node: Node): number[] {
  return node.symbol === undefined ? childrenOf(node).flatMap(tokensOf) : [node.symbol.tokenIndex];
}

/** A name that WITH gives is known to what comes after it, and nowhere else. */
function checkQuery(node: Node, scope: ReadonlySet<string>, names: Set<number>): void {
  const known = new Set(scope);
  for (const child of childrenOf(node)) {
    if (!isA(child, grammar.WithContext)) {
      checkNode(child, known, names);
      continue;
    }
    for (const part of childrenOf(child)) {
      if (!isA(part, grammar.NamedQueryContext)) {
        checkNode(part, known, names);
        continue;
      }
      for (const inner of childrenOf(part)) checkNode(inner, known, names);
      const name = nameOf(childrenOf(part)[0] ?? part);
      if (!PLAIN.test(name))
        throw new RefusedSql(`WITH ${shown(name)}: use letters a to z, digits and _ for the name.`);
      if (TABLES.has(name)) throw new RefusedSql(`WITH ${name}: a table has this name. Choose another one.`);
      known.add(name);
    }
  }
}

function checkTable(node: Node, scope: ReadonlySet<string>): void {
  const name = nameOf(node);
  if (TABLES.has(name) || scope.has(name)) return;
  throw new RefusedSql(`There is no table ${shown(node.getText())}. There are ${[...TABLES].join(', ')}.`);
}

function checkWord(node: Node, allowed: ReadonlySet<string>, what: string): void {
  const word = node.getText().toLowerCase();
  if (!allowed.has(word)) throw new RefusedSql(`The ${what} ${shown(node.getText())} is not allowed.`);
}

function refused(why: string): Refused<'SQL_REFUSED'> {
  return refuse('SQL_REFUSED', `Nothing was run. One SELECT over the lake's tables is: ${why}`);
}

/** Texts, quoted names and comments, each as a whole; words; and brackets. Asking the parser for tokens parses. */
const PIECES = /'[^']*'|"[^"]*"|--[^\r\n]*|\/\*[\s\S]*?\*\/|\w+|[()[\]]/g;

/** What opens and closes a level; of other words only these two begin a query. */
const LEVELS: ReadonlyMap<string, 1 | -1> = new Map([
  ...(['(', '[', 'case'] as const).map((opens) => [opens, 1] as const),
  ...([')', ']', 'end'] as const).map((closes) => [closes, -1] as const),
]);
const QUERIES: ReadonlySet<string> = new Set(['select', 'with']);

/** Why a text is too deep to be read by the parser within a call, or null. */
function tooDeep(sql: string): string | null {
  let depth = 0;
  for (const [piece] of sql.matchAll(PIECES)) {
    const word = piece.toLowerCase();
    depth += LEVELS.get(word) ?? 0;
    if (depth > MAX_DEPTH) return `its brackets are more than ${MAX_DEPTH} deep.`;
    if (depth > MAX_QUERY_DEPTH && QUERIES.has(word)) {
      return `a SELECT stands in more than ${MAX_QUERY_DEPTH} brackets. Give it a name by WITH.`;
    }
  }
  return null;
}

/** Reads one SELECT; throws a `RefusedSql` where its tree has something else. */
function readTree(sql: string): ReturnType<SelectReader['read']> {
  let wrong: string | null = null;
  const parser = new TrinoSQL().createParser(sql, ({ message, startLine, startColumn }) => {
    wrong ??= `line ${startLine}, column ${startColumn}: ${message.slice(0, 200)}`;
  });
  const program: Node = parser.program();
  if (wrong !== null) return refused(wrong);
  const statements = childrenOf(program).filter((child) => isA(child, grammar.StatementsContext));
  const [single, ...further] = statements.flatMap((statement) => childrenOf(statement));
  if (single === undefined || further.length > 0) return refused('it must be exactly one statement.');
  if (!isA(single, grammar.SingleStatementContext)) return refused('it is no statement.');
  const [query, semicolon, ...more] = childrenOf(single);
  if (query === undefined || more.length > 0 || (semicolon !== undefined && semicolon.getText() !== ';')) {
    return refused('it must be exactly one statement.');
  }
  const names = new Set<number>();
  checkNode(query, new Set(), names);
  if (!/^(select|with|\()/i.test(query.getText())) return refused('it does not begin with SELECT or WITH.');
  const within = new Set(tokensOf(query));
  const tokens = new TrinoSQL().getAllTokens(sql);
  const words = tokens
    .filter(({ tokenIndex }) => within.has(tokenIndex))
    .map(({ tokenIndex, text }) => (names.has(tokenIndex) ? `"${(text ?? '').toLowerCase()}"` : (text ?? '')));
  return { ok: true, sql: words.join(' ') };
}

/**
 * Reads SQL by Trino's own grammar. What it hands on is written anew from the tokens that the grammar read: no comment
 * reaches an engine, names are in quotes, so that no engine reads it in another way than this one.
 */
export const readSelect: SelectReader = {
  read(sql) {
    if (sql.length > MAX_LENGTH) return refused(`it has more than ${MAX_LENGTH} characters.`);
    try {
      const why = tooDeep(sql);
      return why === null ? readTree(sql) : refused(why);
    } catch (error) {
      if (error instanceof RefusedSql) return refused(error.message);
      // The parser calls itself where no bracket shows it as well: NOT NOT, - -, 1 + 1 + 1.
      if (error instanceof RangeError) return refused('it is nested too deeply.');
      throw error;
    }
  },
};
