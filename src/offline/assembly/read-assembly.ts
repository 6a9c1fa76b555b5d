import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { readAssets } from './assets.ts';
import type { CloudEnvironment } from './environment.ts';
import { AssemblyError } from './errors.ts';
import { extractIdentityPools, extractUserPools } from './extract/cognito.ts';
import { extractEmailConfigurationSets } from './extract/email.ts';
import { extractEventRules } from './extract/event-rules.ts';
import { extractEventSources } from './extract/event-sources.ts';
import { extractFirewalls } from './extract/firewalls.ts';
import { extractFunctionUrls } from './extract/function-urls.ts';
import { extractFunctions } from './extract/functions.ts';
import { extractGraphqlApis } from './extract/graphql-apis.ts';
import { takeInventory, type Inventory } from './extract/inventory.ts';
import { extractQueues } from './extract/queues.ts';
import { reportOtherTriggers } from './extract/other-triggers.ts';
import { extractRoles } from './extract/roles.ts';
import { extractSchedules } from './extract/schedules.ts';
import { extractSecrets } from './extract/secrets.ts';
import { extractCatalogTables, extractDashboards, extractDeliveryStreams, extractWorkGroups } from './extract/lake.ts';
import { extractBuckets, extractParameters, extractPinpointApps } from './extract/storage.ts';
import { extractTables } from './extract/tables.ts';
import { findRootTemplate, loadStacks } from './load-stacks.ts';
import { createResolver } from './create-resolver.ts';
import type { Resolver } from './resolver.ts';
import type { CloudApp } from './resources.ts';
import type { Stack } from './stack.ts';

export interface ReadAssemblyOptions {
  /** `http://127.0.0.1:PORT`: where queue URLs and the GraphQL URL point. */
  readonly endpointUrl: string;
  readonly region?: string;
  readonly accountId?: string;
  /** Values of `secret()`, by name. */
  readonly secrets?: Readonly<Record<string, string>>;
}

/** Outputs are for people and clients; one that needs an unsupported attribute is shown as skipped instead of ending the start. */
function resolveOutputs(root: Stack, resolver: Resolver, inventory: Inventory): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const [name, output] of Object.entries(root.template.Outputs)) {
    const scope = resolver.scopeOf(root, `output ${name}`);
    if (output.Condition !== undefined && !scope.condition(output.Condition)) continue;
    try {
      const value = scope.resolve(output.Value);
      if (value !== undefined) outputs[name] = typeof value === 'string' ? value : JSON.stringify(value);
    } catch (error) {
      if (!(error instanceof AssemblyError) || error.code !== 'UNKNOWN_ATTRIBUTE') throw error;
      inventory.skip(`Output ${name}`);
    }
  }
  return outputs;
}

/** Reads a synthesized cloud assembly into plain data: nested stacks joined, every intrinsic function resolved. */
export function readAssembly(folder: string, options: ReadAssemblyOptions): CloudApp {
  const root = findRootTemplate(folder);
  const environment: CloudEnvironment = {
    region: options.region ?? 'ap-northeast-2',
    accountId: options.accountId ?? '000000000000',
    stackName: root.stackName,
    endpointUrl: options.endpointUrl,
    ...(options.secrets === undefined ? {} : { secrets: options.secrets }),
  };
  const resolver = createResolver(environment);
  const assets = readAssets(folder);
  const stack = loadStacks(root.file, assets, resolver);
  const inventory = takeInventory(stack, resolver, environment, assets);
  const functions = extractFunctions(inventory);
  const functionArns = functions.map((one) => one.arn);
  const queues = extractQueues(inventory);
  const tables = extractTables(inventory);
  const parameters = extractParameters(inventory);
  const catalogTables = extractCatalogTables(inventory);
  const eventSources = extractEventSources(inventory, { functionArns, queues, tables });
  const functionUrls = extractFunctionUrls(inventory, functionArns);
  reportOtherTriggers(inventory, functionArns, functionUrls);
  // Versions, aliases and permissions are read through the function they belong to.
  inventory.ofType('AWS::Lambda::Version', 'AWS::Lambda::Alias', 'AWS::Lambda::Permission', 'AWS::CDK::Metadata');
  return {
    // Nested templates and assets are named by their content in the root template, so its text stands for everything.
    hash: createHash('sha256').update(basename(root.file)).update(readFileSync(root.file)).digest('hex'),
    region: environment.region,
    accountId: environment.accountId,
    apis: extractGraphqlApis(inventory, { functionArns, tableNames: tables.map((table) => table.name) }),
    tables,
    functions,
    functionUrls,
    eventSources: eventSources.queues,
    streamSources: eventSources.streams,
    schedules: extractSchedules(inventory, functionArns),
    eventRules: extractEventRules(inventory, { functionArns, queues }),
    queues,
    userPools: extractUserPools(inventory),
    identityPools: extractIdentityPools(inventory),
    roles: extractRoles(inventory),
    buckets: extractBuckets(inventory, { functionArns, queues }),
    parameters,
    pinpointApps: extractPinpointApps(inventory),
    deliveryStreams: extractDeliveryStreams(inventory, catalogTables),
    catalogTables,
    workGroups: extractWorkGroups(inventory),
    dashboards: extractDashboards(inventory),
    emailConfigurationSets: extractEmailConfigurationSets(inventory),
    firewalls: extractFirewalls(inventory),
    outputs: resolveOutputs(stack, resolver, inventory),
    metadata: stack.template.Metadata,
    secrets: extractSecrets(functions, parameters),
    skipped: inventory.skipped(),
    missing: inventory.missing(),
  };
}
