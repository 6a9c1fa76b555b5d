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

/** The modules by specifier; `globals` is what `@aws-appsync/utils` exports. */
export function createModules(globals: object): object {
  return {
    '@aws-appsync/utils': globals,
    '@aws-appsync/utils/dynamodb': dynamodbModule,
    '@aws-appsync/utils/rds': unsupportedModule('@aws-appsync/utils/rds'),
    '@aws-appsync/utils/ai': unsupportedModule('@aws-appsync/utils/ai'),
  };
}
