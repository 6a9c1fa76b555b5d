import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Stack } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { acknowledge } from '../security/acknowledge.ts';
import { boundKeys } from './bound-keys.ts';
import { boundLists } from './bound-lists.ts';
import { addDueIndexes, CUSTOMER_INDEXES, DUE_CAMPAIGN_INDEXES, DUE_INDEXES } from './due-indexes.ts';
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
  const { SendJob: jobs, Campaign: campaigns, Customer: customers } = resources.nestedStacks;
  if (jobs === undefined) throw new Error('The schema has no model SendJob, but the sweeper needs its table.');
  addDueIndexes(jobs, 'SendJob', DUE_INDEXES);
  if (campaigns === undefined) throw new Error('The schema has no model Campaign, but the scheduler needs its table.');
  addDueIndexes(campaigns, 'Campaign', DUE_CAMPAIGN_INDEXES);
  if (customers === undefined) throw new Error('The schema has no model Customer, but the search needs its table.');
  addDueIndexes(customers, 'Customer', CUSTOMER_INDEXES);
  const table = resources.cfnResources.amplifyDynamoDbTables['SendJob'];
  // Direct sends end by themselves (src/adapters/dynamodb/jobs.ts).
  if (table !== undefined) table.timeToLiveAttribute = { attributeName: 'expiresAt', enabled: true };
  const api = resources.cfnResources.cfnGraphqlApi;
  api.queryDepthLimit = QUERY_DEPTH_LIMIT;
  api.resolverCountLimit = RESOLVER_COUNT_LIMIT;
  // The schema is no secret, but nobody needs it from a running system; the explorer of a sandbox does.
  api.introspectionConfig = options.isDisposable ? 'ENABLED' : 'DISABLED';
  api.xrayEnabled = true;
  acknowledge(
    api,
    'AwsSolutions-ASC3',
    'Requests are logged, without their verbose content on purpose: it holds message bodies, addresses and tokens.',
  );
  boundLists(resources.cfnResources.cfnResolvers);
  boundKeys(resources.cfnResources.cfnResolvers);
  hardenBuckets(resources);
}

/** The buckets into which Amplify puts the schema and its introspection: over TLS only. */
function hardenBuckets({ graphqlApi }: DataResources): void {
  for (const bucket of Stack.of(graphqlApi).node.findAll()) {
    if (!(bucket instanceof Bucket)) continue;
    acknowledge(
      bucket,
      'AwsSolutions-S1',
      'Holds build artefacts alone (schema, introspection), which a deployment writes and nobody reads in operation: an access log would stay empty.',
    );
    bucket.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:*'],
        resources: [bucket.bucketArn, bucket.arnForObjects('*')],
        conditions: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
  }
}
