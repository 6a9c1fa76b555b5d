/** Modules a resolver may import. */
import { UnsupportedFeatureError } from '../builtins/unsupported.ts';
import { batchDelete, batchGet, batchPut, transactGet, transactWrite } from './ddb/batch-requests.ts';
import { operations } from './ddb/operations.ts';
import { get, put, query, remove, scan, sync, update } from './ddb/requests.ts';
import { toBinarySet, toNumberSet, toStringSet } from './ddb/typed-values.ts';

const dynamodbModule = Object.freeze({
  ...{ get, put, update, remove, query, scan, sync, batchGet, batchPut, batchDelete, transactGet, transactWrite },
  ...{ operations, toStringSet, toNumberSet, toBinarySet },
});

/** Importing is allowed, so that a module which never calls it runs; every use fails by name. */
function unsupportedModule(name: string): object {
  return new Proxy(
    {},
    {
      get: (_target, member) => (): never => {
        throw new UnsupportedFeatureError(`${String(member)} of ${name}`);
      },
    },
  );
}

export const AVAILABLE_MODULES: ReadonlySet<string> = new Set([
  '@aws-appsync/utils',
  '@aws-appsync/utils/dynamodb',
  '@aws-appsync/utils/rds',
  '@aws-appsync/utils/ai',
]);

/**
 * Requests of RDS are only written down: the data source they are for refuses them by its own name, and the language
 * has nothing against them. What reads an answer of RDS has none to read, and fails by name.
 */
function rdsModule(): object {
  const name = '@aws-appsync/utils/rds';
  const record =
    (member: string) =>
    (...args: readonly unknown[]): object => ({ operation: `${member} of ${name}`, arguments: args });
  const types = ['UUID', 'DATE', 'TIME', 'TIMESTAMP', 'DECIMAL', 'JSON', 'BLOB'];
  const members = ['select', 'insert', 'update', 'remove', 'sql', 'createPgStatement', 'createMySQLStatement'];
  return Object.freeze({
    ...Object.fromEntries(members.map((member) => [member, record(member)])),
    agg: Object.freeze(Object.fromEntries(AGGREGATES.map((member) => [member, record(`agg.${member}`)]))),
    typeHint: Object.freeze(Object.fromEntries(types.map((type) => [type, record(`typeHint.${type}`)]))),
    toJsonObject: (): never => {
      throw new UnsupportedFeatureError(`toJsonObject of ${name}`);
    },
  });
}

const AGGREGATES = [
  'count',
  'countDistinct',
  'min',
  'minDistinct',
  'max',
  'maxDistinct',
  'sum',
  'sumDistinct',
  'avg',
  'avgDistinct',
];

/** The modules by specifier; `globals` is what `@aws-appsync/utils` exports. */
export function createModules(globals: object): object {
  return {
    '@aws-appsync/utils': globals,
    '@aws-appsync/utils/dynamodb': dynamodbModule,
    '@aws-appsync/utils/rds': rdsModule(),
    '@aws-appsync/utils/ai': unsupportedModule('@aws-appsync/utils/ai'),
  };
}
