import type { data } from './resource.ts';

type DataResources = ReturnType<(typeof data)['getInstance']>['resources'];

/** Deepest selection a client of ours needs (template → versions → items → template → field), doubled. */
const QUERY_DEPTH_LIMIT = 12;

/** Keeps every model table recoverable, and undeletable unless the whole backend is disposable. */
export function hardenData(resources: DataResources, options: { readonly isDisposable: boolean }): void {
  for (const table of Object.values(resources.cfnResources.amplifyDynamoDbTables)) {
    table.pointInTimeRecoveryEnabled = true;
    table.deletionProtectionEnabled = !options.isDisposable;
  }
  resources.cfnResources.cfnGraphqlApi.queryDepthLimit = QUERY_DEPTH_LIMIT;
}
