import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LambdaFunction, Queue, Role } from '../../../../src/offline/assembly/resources.ts';
import { createCredentialStore } from '../../../../src/offline/auth/credential-store.ts';
import { createClock } from '../../../../src/offline/clock.ts';
import { createBackgroundWork } from '../../../../src/offline/events/background-work.ts';
import { createControlApi } from '../../../../src/offline/http/control-api.ts';
import { createEndpoint, type Endpoint } from '../../../../src/offline/http/create-endpoint.ts';
import { describeSchema } from '../../../../src/offline/pages/describe-schema.ts';
import { createPages } from '../../../../src/offline/pages/create-pages.ts';
import type { InvocationResult } from '../../../../src/offline/services/contract.ts';
import { createDynamoDb, type EmbeddedDynamoDb } from '../../../../src/offline/services/dynamodb/create-dynamodb.ts';
import { createEvents } from '../../../../src/offline/services/events/create-events.ts';
import { createFaultPlan } from '../../../../src/offline/services/fault-plan.ts';
import { createFirehose } from '../../../../src/offline/services/firehose/create-firehose.ts';
import { createLambda } from '../../../../src/offline/services/lambda/create-lambda.ts';
import { createOutbox } from '../../../../src/offline/services/outbox/create-outbox.ts';
import { createQuotas } from '../../../../src/offline/services/quotas/create-quotas.ts';
import { createPinpoint } from '../../../../src/offline/services/pinpoint/create-pinpoint.ts';
import { createEmbedUrls } from '../../../../src/offline/services/quicksight/embed-urls.ts';
import { createS3 } from '../../../../src/offline/services/s3/create-s3.ts';
import { createSqs } from '../../../../src/offline/services/sqs/index.ts';
import { createSsm } from '../../../../src/offline/services/ssm/create-ssm.ts';
import { createSts } from '../../../../src/offline/services/sts/create-sts.ts';

export const REGION = 'ap-northeast-2';
export const ACCOUNT = '000000000000';
export const clock = createClock();
const role = (name: string, actions: readonly string[], resources: readonly string[]): Role => ({
  arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
  name,
  statements: [{ effect: 'Allow', actions, notActions: [], resources, notResources: [], conditions: {} }],
});
export const worker = role('worker', ['*'], ['*']);
export const guest = role('guest', ['sqs:ReceiveMessage'], ['*']);
export const credentials = createCredentialStore({ seed: 'test' });
export const outbox = createOutbox();
export const faultPlan = createFaultPlan(clock);
const folder = mkdtempSync(join(tmpdir(), 'endpoint-'));
let dynamodb: EmbeddedDynamoDb | undefined;

const SMALL_API = { schema: 'type Query { hello: String }', defaultAuth: { mode: 'API_KEY' } } as const;

export const queue: Queue = {
  name: 'work',
  arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:work`,
  url: `http://127.0.0.1:1/${ACCOUNT}/work`,
  fifo: false,
  visibilityTimeoutSeconds: 30,
  delaySeconds: 0,
  retentionSeconds: 3600,
};
export const sqsService = createSqs({ queues: [queue], clock });

/** A function that answers with its event, or throws when the event asks for it. */
export const echo: LambdaFunction = {
  name: 'echo',
  arn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:echo`,
  logicalId: 'Echo',
  codePath: '/nowhere',
  handler: 'index.handler',
  runtime: 'nodejs22.x',
  timeoutSeconds: 3,
  memoryMb: 128,
  environment: {},
  roleArn: worker.arn,
};
const invoke = (_arn: string, payload: unknown): Promise<InvocationResult> =>
  Promise.resolve(
    JSON.stringify(payload).includes('throw')
      ? { ok: false, errorType: 'Error', errorMessage: 'thrown', timedOut: false }
      : { ok: true, payload },
  );
const background = createBackgroundWork({
  rules: [
    {
      name: 'opens',
      arn: `arn:aws:events:${REGION}:${ACCOUNT}:rule/opens`,
      pattern: { source: ['app'], 'detail-type': [{ prefix: 'Push' }] },
      enabled: true,
      targets: [{ kind: 'QUEUE', queueArn: queue.arn }],
    },
  ],
  queues: sqsService,
  invoke,
  clock,
  region: REGION,
  accountId: ACCOUNT,
  onFailure: (message) => process.stderr.write(`${message}\n`),
});

/** An endpoint with every service the SDKs of these tests ask for. */
export async function openEndpoint(): Promise<Endpoint> {
  dynamodb = await createDynamoDb({ region: REGION, accountId: ACCOUNT });
  await dynamodb.ensureTable({
    name: 'Thing',
    arn: 'a',
    logicalId: 'T',
    attributeDefinitions: [{ name: 'id', type: 'S' }],
    keySchema: [{ name: 'id', type: 'HASH' }],
    globalSecondaryIndexes: [],
    localSecondaryIndexes: [],
  });
  const quotas = createQuotas(clock, outbox);
  const outcome = await createEndpoint({
    port: 0,
    services: {
      dynamodb,
      sqs: sqsService,
      mobiletargeting: createPinpoint({
        apps: [{ id: 'app1', arn: `arn:aws:mobiletargeting:${REGION}:${ACCOUNT}:apps/app1`, name: 'a' }],
        outbox,
        faultPlan,
        quotas,
        clock,
      }),
      s3: createS3({ buckets: [{ name: 'files', arn: 'arn:aws:s3:::files' }], folder: join(folder, 's3'), clock }),
      ssm: createSsm({ parameters: [{ name: '/app/limit', value: '5' }], region: REGION, accountId: ACCOUNT }),
      firehose: createFirehose({
        streams: [{ name: 'events', arn: `arn:aws:firehose:${REGION}:${ACCOUNT}:deliverystream/events` }],
        folder: join(folder, 'firehose'),
        clock,
      }),
      sts: createSts({ credentials }),
      events: createEvents({ bus: background, region: REGION, accountId: ACCOUNT }),
      lambda: createLambda({ functions: [echo], runtime: { invoke }, background, region: REGION, accountId: ACCOUNT }),
    },
    credentials,
    roles: [worker, guest],
    clock,
    graphql: (_request, response, body) => {
      response.end(JSON.stringify({ received: body }));
      return Promise.resolve();
    },
    handleUpgrade: (_request, socket) => socket.end('HTTP/1.1 418 Teapot\r\n\r\n'),
    jwks: (id) => Promise.resolve(id === 'pool' ? '{"keys":[]}' : undefined),
    functionUrls: async () => undefined,
    control: createControlApi({
      outbox,
      faultPlan,
      quotas,
      clock,
      bus: background,
      setSourceAddress: () => undefined,
      setDashboardUsers: () => undefined,
      issueCredentials: () => undefined,
      actors: { list: () => [], authorize: () => Promise.resolve(undefined) },
      releaseWork: () => undefined,
      reports: { coverage: () => ({ executed: 1 }) },
    }),
    page: createPages({
      graphqlPath: '/graphql',
      embedUrls: createEmbedUrls(clock),
      describe: () => describeSchema(SMALL_API),
      tokenModes: [],
    }),
    log: (line) => process.stderr.write(`${line}\n`),
  });
  if (!outcome.ok) throw new Error(outcome.error.message);
  background.start();
  return outcome.endpoint;
}

export async function closeEndpoint(endpoint: Endpoint): Promise<void> {
  await endpoint.stop();
  await background.stop();
  await Promise.all([dynamodb?.stop(), sqsService.stop(), outbox.stop()]);
  rmSync(folder, { recursive: true, force: true });
}
