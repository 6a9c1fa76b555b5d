import type { data } from './resource.ts';

type DataResources = ReturnType<(typeof data)['getInstance']>['resources'];

/** Deepest selection a client of ours needs (template → versions → items → template → field), doubled. */
const QUERY_DEPTH_LIMIT = 12;

/** A page of 100 rows with two relations each; aliases that repeat a field count one by one. */
const RESOLVER_COUNT_LIMIT = 250;

/** Keeps every model table recoverable, and undeletable unless the whole backend is disposable; bounds every request. */
export function hardenData(resources: DataResources, options: { readonly isDisposable: boolean }): void {
  for (const table of Object.values(resources.cfnResources.amplifyDynamoDbTables)) {
    table.pointInTimeRecoveryEnabled = true;
    table.deletionProtectionEnabled = !options.isDisposable;
  }
  const api = resources.cfnResources.cfnGraphqlApi;
  api.queryDepthLimit = QUERY_DEPTH_LIMIT;
  api.resolverCountLimit = RESOLVER_COUNT_LIMIT;
  // The schema is no secret, but nobody needs it from a running system; the explorer of a sandbox does.
  api.introspectionConfig = options.isDisposable ? 'ENABLED' : 'DISABLED';
  api.xrayEnabled = true;
}
