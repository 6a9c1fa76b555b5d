import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { CUSTOMER_INDEXES, DUE_CAMPAIGN_INDEXES, DUE_INDEXES } from '../../amplify/data/due-indexes.ts';
import { ROOT } from '../backends-under-test.ts';
import { ourResources, permissionsOf, type Resource } from './synthesized-stacks.ts';

const FUNCTIONS = readdirSync(join(ROOT, 'amplify/functions'), { withFileTypes: true })
  .filter((entry) => existsSync(join(entry.parentPath, entry.name, 'resource.ts')))
  .map(({ name }) => name);

/** Called by queues, schedules and URLs of their own, not by AppSync. */
const BEHIND_THE_API = [
  'build-rollups',
  'fill-lake',
  'open-occurrences',
  'put-events',
  'record-receipts',
  'sweep-jobs',
  'unsubscribe',
  'work-direct',
  'work-shard',
];
/** Takes notes that end when what they are for is done. */
const NOTING = ['record-receipts', 'unsubscribe', 'open-occurrences', 'manage-customers', 'put-events'];
/** Asked by AppSync for 20 s of its work, and every day for all of it. */
const WITH_A_BELL = ['notify-consents'];

let resources: readonly Resource[] = [];
const ofType = (type: string) => resources.filter(({ Type }) => Type === type);
const one = (type: string, idPart: string): Resource => {
  const found = ofType(type).filter(({ logicalId }) => logicalId.includes(idPart));
  const [resource] = found;
  if (resource === undefined || found.length !== 1) throw new Error(`${found.length} ${type} contain ${idPart}`);
  return resource;
};

beforeAll(async () => {
  resources = await ourResources();
});

describe('the queues of shards, direct sends and receipts', () => {
  it('are encrypted, refuse plain HTTP and hand what keeps failing to a dead letter queue', () => {
    const queues = ofType('AWS::SQS::Queue');
    expect(queues).toHaveLength(6);
    for (const { Properties } of queues) expect(Properties).toMatchObject({ SqsManagedSseEnabled: true });
    const policies = JSON.stringify(ofType('AWS::SQS::QueuePolicy'));
    expect(policies.match(/"aws:SecureTransport":"false"/g)).toHaveLength(6);
    const redriving = queues.filter(({ Properties }) => Properties['RedrivePolicy'] !== undefined);
    expect(redriving).toHaveLength(3);
    for (const { Properties } of redriving) expect(Properties['RedrivePolicy']).toMatchObject({ maxReceiveCount: 5 });
  });

  it('hides a message for six times as long as its consumer may run, and reports failures one by one', () => {
    for (const [name, queueId] of [
      ['workshard', 'Shards'],
      ['workdirect', 'Direct'],
      ['recordreceipts', 'Receipts'],
    ] as const) {
      const timeout = Number(one('AWS::Lambda::Function', `${name}lambda`).Properties['Timeout']);
      const queue = ofType('AWS::SQS::Queue').find(
        ({ logicalId, Properties }) => logicalId.startsWith(queueId) && Properties['RedrivePolicy'] !== undefined,
      );
      expect(queue?.Properties['VisibilityTimeout'], name).toBe(timeout * 6);
      expect(one('AWS::Lambda::EventSourceMapping', name).Properties).toMatchObject({
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      });
    }
    expect(one('AWS::Lambda::EventSourceMapping', 'workshard').Properties).toMatchObject({
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 32 },
    });
  });

  it('give direct sends workers of their own, which run the same code and which no campaign can fill', () => {
    const source = (name: string) => one('AWS::Lambda::EventSourceMapping', name).Properties;
    expect(source('workdirect')).toMatchObject({ BatchSize: 10, ScalingConfig: { MaximumConcurrency: 16 } });
    expect(source('workdirect')['MaximumBatchingWindowInSeconds'] ?? 0).toBe(0);
    expect(JSON.stringify(source('workdirect')['EventSourceArn'])).toMatch(/Direct/);
    expect(JSON.stringify(source('workshard')['EventSourceArn'])).not.toMatch(/Direct/);
    const [direct, bulk] = ['workdirectlambda', 'workshardlambda'].map((id) => one('AWS::Lambda::Function', id));
    expect(direct?.Properties['Code']).toEqual(bulk?.Properties['Code']);
  });

  it('can both be rung by whoever rings, and each worker lays aside beside its own', () => {
    const environmentOf = (name: string) =>
      JSON.stringify(one('AWS::Lambda::Function', `${name}lambda`).Properties['Environment']);
    for (const { Properties } of ofType('AWS::Lambda::Function')) {
      const text = JSON.stringify(Properties['Environment'] ?? {});
      expect(text.includes('"DIRECT_QUEUE_URL"')).toBe(text.includes('"SHARD_QUEUE_URL"'));
    }
    for (const name of ['workshard', 'workdirect', 'externalsend', 'sweepjobs', 'controljob', 'managecampaigns']) {
      expect(environmentOf(name), name).toContain('"DIRECT_QUEUE_URL"');
    }
    expect(environmentOf('workdirect')).toMatch(/"DEAD_LETTER_QUEUE_URL":\{"Ref":"[^"]*Direct[^"]*DeadLetters/);
    expect(environmentOf('workshard')).toMatch(/"DEAD_LETTER_QUEUE_URL":\{"Ref":"[^"]*Shards[^"]*DeadLetters/);
    expect(environmentOf('workshard')).toContain('"NODE_OPTIONS":"--max-semi-space-size=32 --max-old-space-size=768"');
  });
});

describe('receipts', () => {
  it('come from the providers by the event bus, only those of our own messages, into one queue', () => {
    const rules = ofType('AWS::Events::Rule').filter(({ Properties }) => Properties['EventPattern'] !== undefined);
    const patterns = rules.map(({ Properties }) => Properties['EventPattern']);
    expect(patterns).toContainEqual({
      source: ['aws.ses'],
      detail: { mail: { tags: { jobId: [{ exists: true }] } } },
    });
    expect(patterns).toContainEqual({ source: ['aws.sms-voice'], detail: { context: { jobId: [{ exists: true }] } } });
    expect(rules).toHaveLength(3);
    const [destination] = ofType('AWS::SES::ConfigurationSetEventDestination');
    expect(JSON.stringify(destination?.Properties)).toContain('event-bus/default');
  });
});

describe('tables', () => {
  it('can be restored to any second of the last 35 days', () => {
    const own = ofType('AWS::DynamoDB::Table');
    expect(own).toHaveLength(4);
    for (const { Properties } of own) {
      expect(Properties).toMatchObject({
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true },
        BillingMode: 'PAY_PER_REQUEST',
      });
    }
    const models = ofType('Custom::AmplifyDynamoDBTable');
    expect(models.map(({ Properties }) => String(Properties['tableName'] !== undefined))).toHaveLength(8);
    for (const { Properties } of models) {
      expect(Properties).toMatchObject({ pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true } });
    }
  });
});

describe('rows that end by themselves', () => {
  it('are those of our own tables and of jobs, by one attribute, and of no other model', () => {
    for (const { Properties } of ofType('AWS::DynamoDB::Table')) {
      expect(Properties).toMatchObject({ TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true } });
    }
    for (const { logicalId, Properties } of ofType('Custom::AmplifyDynamoDBTable')) {
      const isOfJobs = logicalId.startsWith('SendJob');
      expect(Properties['timeToLiveSpecification']).toEqual(
        isOfJobs ? { attributeName: 'expiresAt', enabled: true } : undefined,
      );
    }
  });
});

describe('the indexes of due work', () => {
  it.each([
    ['SendJob', ['sendJobsByCampaignIdAndCreatedAt'], DUE_INDEXES],
    ['Campaign', ['campaignsByName', 'gsi-Segment.campaigns'], DUE_CAMPAIGN_INDEXES],
    ['Customer', [], CUSTOMER_INDEXES],
  ] as const)(
    'are on the table of %s, beside those of the schema, with nothing but keys in them',
    (model, own, due) => {
      const table = ofType('Custom::AmplifyDynamoDBTable').find(({ logicalId }) =>
        logicalId.startsWith(`${model}Table`),
      );
      const { globalSecondaryIndexes, attributeDefinitions } = z
        .object({
          globalSecondaryIndexes: z.array(
            z.looseObject({ indexName: z.string(), keySchema: z.array(z.object({ attributeName: z.string() })) }),
          ),
          attributeDefinitions: z.array(z.object({ attributeName: z.string(), attributeType: z.string() })),
        })
        .parse(table?.Properties);
      expect(globalSecondaryIndexes.map(({ indexName }) => indexName)).toEqual([
        ...own,
        ...due.map(({ name }) => name),
      ]);
      for (const { keys } of due) {
        for (const [attributeName, attributeType] of keys) {
          expect(attributeDefinitions).toContainEqual({ attributeName, attributeType });
        }
      }
      const keys = globalSecondaryIndexes.flatMap(({ keySchema }) =>
        keySchema.map(({ attributeName }) => attributeName),
      );
      expect(attributeDefinitions.map(({ attributeName }) => attributeName).sort()).toEqual([...keys, 'id'].sort());
    },
  );
});

describe('sign-in', () => {
  it('is for people an admin created, staff in four groups and customers in one, and nobody else', () => {
    const [pool] = ofType('AWS::Cognito::UserPool');
    expect(pool?.Properties).toMatchObject({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } });
    const groups = ofType('AWS::Cognito::UserPoolGroup').map(({ Properties }) => Properties['GroupName']);
    expect(groups.sort()).toEqual(['admin', 'analyst', 'customer', 'marketer', 'viewer']);
    expect(ofType('AWS::Cognito::IdentityPool')[0]?.Properties).toMatchObject({
      AllowUnauthenticatedIdentities: false,
    });
  });

  it('gives the signed-in role no GraphQL permission: people come with their token, in their group', () => {
    const policies = ofType('AWS::IAM::Policy').concat(ofType('AWS::IAM::ManagedPolicy'));
    const holders = policies
      .filter(({ Properties }) => JSON.stringify(Properties['PolicyDocument']).includes('appsync:GraphQL'))
      .map(({ logicalId }) => logicalId.replace(/(lambdaServiceRole|DefaultPolicy).*/, ''));
    expect(holders.sort()).toEqual([
      'Serverslocal',
      'controljob',
      'importcustomers',
      'managecustomers',
      'openoccurrences',
      'putevents',
      'recordreceipts',
      'sweepjobs',
      'unsubscribe',
      'workdirect',
      'workshard',
    ]);
  });
});

describe('functions', () => {
  it('exist one for each folder, on one runtime, with logs that end', () => {
    const names = FUNCTIONS.map((name) => name.replaceAll('-', ''));
    for (const name of names) {
      const fn = one('AWS::Lambda::Function', `${name}lambda`);
      expect(fn.Properties).toMatchObject({ Runtime: 'nodejs22.x', Architectures: ['arm64'] });
      expect(fn.Properties['LoggingConfig']).toMatchObject({ LogFormat: 'JSON' });
    }
    const groups = ofType('AWS::Logs::LogGroup');
    expect(groups.length).toBeGreaterThanOrEqual(names.length);
    for (const { Properties } of groups) expect(Properties).toMatchObject({ RetentionInDays: 30 });
  });

  it('answer fields within the 30 seconds AppSync waits', () => {
    for (const name of FUNCTIONS.filter((candidate) => ![...BEHIND_THE_API, ...WITH_A_BELL].includes(candidate))) {
      const fn = one('AWS::Lambda::Function', `${name.replaceAll('-', '')}lambda`);
      expect(Number(fn.Properties['Timeout'])).toBeLessThan(30);
    }
  });

  it('have no wildcard action, delete nothing but erased customers, notes and marks, and touch no resource by a bare star', () => {
    for (const name of FUNCTIONS) {
      for (const { action, resource } of permissionsOf(resources, name)) {
        expect(action, name).not.toContain('*');
        if (name === 'erase-customer' && action === 'dynamodb:DeleteItem') {
          expect(resource).toMatch(/amplifyDataCustomerNestedStack|Events/);
          expect(resource).not.toContain('Delivery');
          continue;
        }
        // Marks of days whose rollups are built anew.
        if (name === 'build-rollups' && action === 'dynamodb:DeleteItem') {
          expect(resource).toContain('Events');
          expect(resource).not.toContain('amplifyData');
          continue;
        }
        // Notes of what is to be counted again, and of what is to be gathered, end when it is; there are none outside of that table.
        if (NOTING.includes(name) && action === 'dynamodb:DeleteItem') {
          expect(resource).toContain('Delivery');
          expect(resource).not.toContain('amplifyData');
          continue;
        }
        expect(action, name).not.toMatch(/dynamodb:Delete/);
        // Reads what the account may send in a second; it can be allowed for the whole account only.
        if (action !== 'ses:GetAccount') expect(resource, `${name} ${action}`).not.toBe('"*"');
      }
    }
  });

  it('call messaging providers from the workers of shards only, on our application only', () => {
    const senders = FUNCTIONS.filter((name) =>
      permissionsOf(resources, name).some(({ action }) => /^(mobiletargeting|ses|sms-voice):/.test(action)),
    );
    expect(senders).toEqual(['work-direct', 'work-shard']);
    for (const name of senders) {
      const actions = permissionsOf(resources, name).map(({ action }) => action);
      expect(actions.filter((action) => action.startsWith('mobiletargeting:'))).toEqual([
        'mobiletargeting:SendMessages',
      ]);
    }
  });

  it('publish progress and watched statuses and nothing else, and only those that move a job or an import', () => {
    const publishers: Record<string, readonly string[]> = {
      'control-job': ['publishJobProgress'],
      'import-customers': ['publishImportProgress'],
      // An event that answers a message is a receipt of it.
      'manage-customers': ['publishDelivery', 'publishJobProgress'],
      'open-occurrences': ['publishJobProgress'],
      'put-events': ['publishDelivery', 'publishJobProgress'],
      'record-receipts': ['publishDelivery', 'publishJobProgress'],
      'sweep-jobs': ['publishJobProgress'],
      // Being unsubscribed is a status of a recipient as others are.
      unsubscribe: ['publishDelivery', 'publishJobProgress'],
      'work-direct': ['publishDelivery', 'publishJobProgress'],
      'work-shard': ['publishDelivery', 'publishJobProgress'],
    };
    for (const name of FUNCTIONS) {
      const allowed = permissionsOf(resources, name)
        .filter(({ action }) => action === 'appsync:GraphQL')
        .flatMap(({ resource }) => [...resource.matchAll(/"\/types\/([^"]*)"/g)].map(([, path]) => path));
      const expected = (publishers[name] ?? []).map((field) => `Mutation/fields/${field}`);
      expect(allowed.sort(), name).toEqual(expected);
    }
  });

  it('write templates from template commands only', () => {
    const writers = FUNCTIONS.filter((name) =>
      permissionsOf(resources, name).some(
        ({ action, resource }) =>
          action === 'dynamodb:PutItem' && /amplifyDataTemplate(Version)?NestedStack/.test(resource),
      ),
    );
    expect(writers).toEqual(['manage-templates']);
  });
});

describe('the API', () => {
  it('creates the schema and every data source before the resolver function that names it', () => {
    const sources = ofType('AWS::AppSync::DataSource');
    expect(sources.filter(({ Properties }) => Properties['Type'] === 'AWS_LAMBDA')).toHaveLength(13);
    const functions = ofType('AWS::AppSync::FunctionConfiguration').filter(
      ({ Properties }) => Properties['Runtime'] !== undefined,
    );
    expect(functions.length).toBeGreaterThan(12);
    // Resolvers share them: none does the same as another one.
    const kinds = functions.map(({ Properties: { DataSourceName, CodeS3Location } }) =>
      JSON.stringify([DataSourceName, CodeS3Location]),
    );
    expect(new Set(kinds).size).toBe(kinds.length);
    for (const { logicalId, Properties, DependsOn } of functions) {
      const name = String(Properties['DataSourceName']);
      // The table of a model is made in a nested stack of its own.
      const [source] = sources.filter((candidate) => candidate.Properties['Name'] === name);
      const isModel = ofType('Custom::AmplifyDynamoDBTable').some(({ logicalId: id }) => id === name);
      const wanted = isModel ? name.replace(/Table$/, 'NestedStack') : source?.logicalId;
      expect(DependsOn, logicalId).toHaveLength(2);
      expect(DependsOn[0], logicalId).toContain('TransformerSchema');
      expect(DependsOn[1], `${logicalId} needs ${name}`).toContain(wanted ?? 'a data source');
    }
  });

  it('creates the schema before every resolver of a command, and lets it depend on nothing else', () => {
    const resolvers = ofType('AWS::AppSync::Resolver').filter(({ logicalId }) => logicalId.startsWith('Resolver'));
    expect(resolvers.length).toBeGreaterThan(30);
    for (const { logicalId, DependsOn } of resolvers) {
      expect(DependsOn, logicalId).toEqual([expect.stringContaining('TransformerSchema')]);
    }
  });

  it('logs errors without the contents of requests, and refuses bottomless queries', () => {
    const [api] = ofType('AWS::AppSync::GraphQLApi');
    expect(api?.Properties).toMatchObject({
      AuthenticationType: 'AMAZON_COGNITO_USER_POOLS',
      QueryDepthLimit: 12,
      LogConfig: { ExcludeVerboseContent: true, FieldLogLevel: 'ERROR' },
    });
  });
});
