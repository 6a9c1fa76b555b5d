import type { DuckDBConnection } from '@duckdb/node-api';
import * as z from 'zod';
import { isRecord } from '../aws-response.ts';
import { literal } from '../duckdb/open-duckdb.ts';
import { KNOWN_FUNCTIONS } from './known-functions.ts';

/** A table that a query names. */
export interface NamedTable {
  readonly database: string | undefined;
  readonly name: string;
}

export type CheckOutcome =
  | { readonly ok: true; readonly tables: readonly NamedTable[] }
  /** INVALID: no query at all. FAILS: Athena would take it, and it fails. */
  | { readonly ok: false; readonly kind: 'INVALID' | 'FAILS'; readonly problem: string };

const answer = z.union([
  z.object({ error: z.literal(true), error_message: z.string() }),
  z.object({ error: z.literal(false), statements: z.array(z.unknown()) }),
]);

/** Everything that a FROM clause of Trino can be. */
const SOURCES = new Set(['BASE_TABLE', 'SUBQUERY', 'JOIN', 'TABLE_FUNCTION', 'EMPTY', 'EXPRESSION_LIST', 'CTE']);
const FOREIGN_SOURCES = new Set(['SHOW_REF', 'PIVOT', 'COLUMN_DATA', 'DELIM_GET', 'BOUND_TABLE_REF']);
const JOINS = new Set(['REGULAR', 'CROSS', 'NATURAL']);

/**
 * Looks through a query, as DuckDB's own parser reads it, before anything of it runs: one query and nothing else, which reads
 * the tables of the catalog, by functions that both engines have. A file name in quotes is no table, and a function that
 * reads files is none that Athena has.
 */
export async function checkQuery(connection: DuckDBConnection, query: string): Promise<CheckOutcome> {
  const result = await connection.runAndReadAll(`SELECT json_serialize_sql(${literal(query)})`);
  const parsed = answer.parse(JSON.parse(String(result.getRows()[0]?.[0])));
  if (parsed.error) return { ok: false, kind: 'INVALID', problem: parsed.error_message };
  if (parsed.statements.length !== 1)
    return { ok: false, kind: 'INVALID', problem: 'Only one sql statement is allowed.' };
  const found: Found = { tables: [], ctes: new Set() };
  const problem = look(parsed.statements[0], found);
  if (problem !== undefined) return { ok: false, ...problem };
  return {
    ok: true,
    tables: found.tables.filter(({ database, name }) => database !== undefined || !found.ctes.has(name.toLowerCase())),
  };
}

interface Found {
  readonly tables: NamedTable[];
  readonly ctes: Set<string>;
}

type Problem = { readonly kind: 'INVALID' | 'FAILS'; readonly problem: string } | undefined;

function look(node: unknown, found: Found): Problem {
  if (Array.isArray(node)) return firstOf(node, found);
  if (!isRecord(node)) return undefined;
  return judge(node, found) ?? firstOf(Object.values(node), found);
}

function firstOf(nodes: readonly unknown[], found: Found): Problem {
  for (const node of nodes) {
    const problem = look(node, found);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const isFilled = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined && value !== false;

function judge(node: Readonly<Record<string, unknown>>, found: Found): Problem {
  const invalid = (problem: string): Problem => ({ kind: 'INVALID', problem });
  const type = text(node['type']);
  if (isRecord(node['cte_map'])) for (const name of cteNames(node['cte_map'])) found.ctes.add(name);
  if (isFilled(node['qualify'])) return invalid("mismatched input 'QUALIFY'");
  if (isFilled(node['sample'])) return invalid('TABLESAMPLE does not run offline');
  if ('aggregate_handling' in node && node['aggregate_handling'] !== 'STANDARD_HANDLING')
    return invalid("mismatched input 'ALL'. Name what to group by");
  if (
    node['class'] === 'STAR' &&
    ['exclude_list', 'replace_list', 'rename_list', 'qualified_exclude_list'].some((key) => isFilled(node[key]))
  )
    return invalid("mismatched input after '*'");
  if (node['class'] === 'STAR' && node['columns'] === true) return invalid('COLUMNS is not a function of Athena');
  if (node['class'] === 'LAMBDA') return invalid('lambda expressions do not run offline');
  if (node['class'] === 'PARAMETER') return invalid('a parameter without a value');
  if (node['class'] === 'POSITIONAL_REFERENCE') return invalid("mismatched input '#'");
  if (FOREIGN_SOURCES.has(type)) return invalid(`${type} is not a query`);
  if (type === 'JOIN' && !JOINS.has(text(node['ref_type'])))
    return invalid(`mismatched input '${text(node['ref_type'])}'`);
  if (type === 'ARRAY_EXTRACT' && isText(node['children']))
    return {
      kind: 'FAILS',
      problem: 'a bare map subscript fails in Athena for each row that lacks the key. Use element_at(map, key)',
    };
  if (type === 'BASE_TABLE') return nameTable(node, found);
  if (type === 'TABLE_FUNCTION') {
    const name = isRecord(node['function']) ? text(node['function']['function_name']).toLowerCase() : '';
    if (name !== 'unnest') return unknownFunction(name);
  }
  const called = node['function_name'];
  if (typeof called === 'string' && !KNOWN_FUNCTIONS.has(called.toLowerCase())) return unknownFunction(called);
  if (typeof called === 'string' && text(node['schema']) !== '')
    return unknownFunction(`${text(node['schema'])}.${called}`);
  if (
    'alias' in node &&
    'query_location' in node &&
    type.endsWith('_REF') &&
    !SOURCES.has(type) &&
    type !== 'COLUMN_REF'
  )
    return invalid(`${type} does not run offline`);
  return undefined;
}

function nameTable(node: Readonly<Record<string, unknown>>, found: Found): Problem {
  const catalog = text(node['catalog_name']);
  if (catalog !== '') return { kind: 'INVALID', problem: `offline a table is named without its catalog (${catalog})` };
  if (isFilled(node['at_clause'])) return { kind: 'INVALID', problem: "mismatched input 'AT'" };
  const database = text(node['schema_name']);
  found.tables.push({ database: database === '' ? undefined : database, name: text(node['table_name']) });
  return undefined;
}

function cteNames(map: Readonly<Record<string, unknown>>): readonly string[] {
  const entries = Array.isArray(map['map']) ? map['map'] : [];
  return entries.flatMap((entry) =>
    isRecord(entry) && typeof entry['key'] === 'string' ? [entry['key'].toLowerCase()] : [],
  );
}

function unknownFunction(name: string): Problem {
  return {
    kind: 'FAILS',
    problem: `FUNCTION_NOT_FOUND: Function '${name}' not registered (or not one that Athena and the sandbox share)`,
  };
}

function isText(children: unknown): boolean {
  const key: unknown = Array.isArray(children) ? children[1] : undefined;
  if (!isRecord(key) || !isRecord(key['value']) || !isRecord(key['value']['type'])) return false;
  return key['value']['type']['id'] === 'VARCHAR';
}
