import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { CloudApp } from '../../../../src/offline/assembly/resources.ts';
import { createCredentialStore } from '../../../../src/offline/auth/credential-store.ts';
import { createLambdaRuntime } from '../../../../src/offline/lambda/create-lambda-runtime.ts';
import { openServices } from '../../../../src/offline/sandbox/open-services.ts';
import { createSandboxClock } from '../../../../src/offline/sandbox/sandbox-clock.ts';
import { startEventSources } from '../../../../src/offline/sandbox/start-event-sources.ts';
import { createFaultPlan } from '../../../../src/offline/services/fault-plan.ts';
import { createOutbox } from '../../../../src/offline/services/outbox/create-outbox.ts';
import { createQuotas } from '../../../../src/offline/services/quotas/create-quotas.ts';

const folder = mkdtempSync(join(tmpdir(), 'receipts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

const [REGION, ACCOUNT] = ['ap-northeast-2', '000000000000'];
const arn = (service: string, rest: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;
const codePath = join(folder, 'code');
mkdirSync(codePath);
// The function leaves its event in a file: what it got is seen without any other service.
writeFileSync(
  join(codePath, 'index.mjs'),
  `import { appendFileSync } from 'node:fs';
   export const handler = async (event) => appendFileSync(process.env.FILE, JSON.stringify(event) + '\\n');`,
);
const heard = join(folder, 'heard.ndjson');

const queue = (name: string) => ({
  name,
  arn: arn('sqs', name),
  url: `http://127.0.0.1/${ACCOUNT}/${name}`,
  fifo: false,
  visibilityTimeoutSeconds: 30,
  delaySeconds: 0,
  retentionSeconds: 3600,
});
const handler = arn('lambda', 'function:receipts');
/** A backend that tracks its e-mail: configuration set, rule, queue, function. */
const app: CloudApp = {
  hash: 'h',
  region: REGION,
  accountId: ACCOUNT,
  apis: [],
  tables: [],
  functionUrls: [],
  functions: [
    {
      name: 'receipts',
      arn: handler,
      logicalId: 'Receipts',
      codePath,
      handler: 'index.handler',
      runtime: 'nodejs22.x',
      timeoutSeconds: 10,
      memoryMb: 128,
      environment: { FILE: heard },
      roleArn: arn('iam', 'role/receipts'),
    },
  ],
  eventSources: [
    {
      queueArn: arn('sqs', 'receipts'),
      functionArn: handler,
      batchSize: 10,
      maxBatchingWindowSeconds: 0,
      reportBatchItemFailures: false,
      enabled: true,
    },
  ],
  schedules: [],
  eventRules: [
    {
      name: 'receipts',
      arn: arn('events', 'rule/receipts'),
      pattern: { source: ['aws.ses', 'aws.sms-voice'] },
      enabled: true,
      targets: [
        { kind: 'QUEUE', queueArn: arn('sqs', 'receipts') },
        { kind: 'QUEUE', queueArn: arn('sqs', 'archive') },
      ],
    },
  ],
  queues: [queue('receipts'), queue('archive')],
  userPools: [],
  identityPools: [],
  roles: [],
  buckets: [],
  parameters: [],
  pinpointApps: [],
  deliveryStreams: [],
  catalogTables: [],
  workGroups: [],
  dashboards: [],
  emailConfigurationSets: [
    { name: 'tracked', arn: arn('ses', 'configuration-set/tracked'), publishedEvents: ['DELIVERY', 'BOUNCE'] },
  ],
  firewalls: [],
  outputs: {},
  metadata: {},
  missing: [],
  secrets: [],
  streamSources: [],
  skipped: {},
};

async function start(stateFolder: string) {
  mkdirSync(stateFolder, { recursive: true });
  const clock = createSandboxClock(stateFolder);
  const credentials = createCredentialStore({ seed: 'test' });
  const outbox = createOutbox();
  const faultPlan = createFaultPlan(clock);
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  const lambda = createLambdaRuntime({
    functions: app.functions,
    endpointUrl: 'http://127.0.0.1:9',
    region: REGION,
    credentials,
    clock,
    log: (_name, line) => log(line),
  });
  const services = await openServices({
    app,
    stateFolder,
    clock,
    credentials,
    lambda,
    outbox,
    faultPlan,
    quotas: createQuotas(clock, outbox),
    secureParameters: [],
    log,
    tell: log,
  });
  const events = startEventSources({
    app,
    streams: { read: async () => [], more: async () => undefined, advance: async () => undefined },
    sqs: services.sqs,
    background: services.background,
    lambda,
    clock,
    maxInstances: 1,
    log,
  });
  let stopped: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    await events.stop();
    await lambda.stop();
    await services.stop();
    await outbox.stop();
  };
  const stop = (): Promise<void> => (stopped ??= end());
  stops.push(stop);
  return { services, clock, faultPlan, stop };
}

function sendEmail({ services }: Awaited<ReturnType<typeof start>>, to: string) {
  return services.bySigningName['ses']?.handle({
    service: 'ses',
    method: 'POST',
    path: '/v2/email/outbound-emails',
    query: new URLSearchParams(),
    headers: {},
    principal: null,
    body: Buffer.from(
      JSON.stringify({
        FromEmailAddress: 'shop@example.com',
        ConfigurationSetName: 'tracked',
        Destination: { ToAddresses: [to] },
        Content: { Simple: { Subject: { Data: 's' }, Body: { Text: { Data: 't' } } } },
        EmailTags: [{ Name: 'jobId', Value: 'j1' }],
      }),
    ),
  });
}

async function archived({ services }: Awaited<ReturnType<typeof start>>, waitMs: number): Promise<unknown[]> {
  const messages = await services.sqs.receive(arn('sqs', 'archive'), { max: 10, waitMs });
  for (const { receiptHandle } of messages) services.sqs.remove(arn('sqs', 'archive'), receiptHandle);
  return messages.map(({ body }): unknown => JSON.parse(body));
}

/** The event bus in a process of its own, which is killed as soon as it accepted an event. */
const KILLED = (services: string, state: string): string => `
import { createBackgroundWork } from '${services}/../events/background-work.ts';
import { createClock } from '${services}/../clock.ts';
const clock = createClock();
const background = createBackgroundWork({
  rules: ${JSON.stringify(app.eventRules)}, queues: { send() {} }, invoke: async () => ({ ok: true }),
  clock, region: '${REGION}', accountId: '${ACCOUNT}', folder: '${state}/events', onFailure: console.error,
});
background.start();
background.publish([{ source: 'aws.ses', detailType: 'Email Delivered', detail: { n: 1 }, delayMs: 60_000 }]);
process.stdout.write('published\\n');
setInterval(() => {}, 1000);
`;

describe('the receipt of an e-mail', () => {
  it('goes from SES over the rule into the queue, and from there to the function', async () => {
    const world = await start(join(folder, 'state'));
    expect(await sendEmail(world, 'kim@example.com')).toMatchObject({ status: 200 });
    const expected = {
      source: 'aws.ses',
      'detail-type': 'Email Delivered',
      detail: { eventType: 'Delivery', mail: { tags: { jobId: ['j1'], 'ses:configuration-set': ['tracked'] } } },
    };
    expect(await archived(world, 5000)).toMatchObject([expected]);
    await expect.poll(() => existsSync(heard), { timeout: 10_000 }).toBe(true);
    const event = JSON.parse(readFileSync(heard, 'utf8').trim()) as { Records: { body: string }[] };
    expect(JSON.parse(event.Records[0]?.body ?? '')).toMatchObject(expected);
  });

  it('that was still to come survives a restart, and comes when its time has come', async () => {
    const first = await start(join(folder, 'restarted'));
    first.faultPlan.load({ rules: [{ kind: 'receipt', event: 'BOUNCE_PERMANENT', delayMs: 3_600_000 }] });
    await sendEmail(first, 'lee@example.com');
    await first.stop();

    const second = await start(join(folder, 'restarted'));
    expect(await archived(second, 300)).toEqual([]);
    second.clock.advance(3_600_000);
    expect(await archived(second, 5000)).toMatchObject([
      {
        'detail-type': 'Email Bounced',
        detail: { bounce: { bouncedRecipients: [{ emailAddress: 'lee@example.com' }] } },
      },
    ]);
  });

  it('that was still to come survives a kill', async () => {
    const state = join(folder, 'killed');
    const services = resolve(import.meta.dirname, '../../../../src/offline/services');
    const program = join(folder, 'killed.mts');
    writeFileSync(program, KILLED(services, state));
    const child = spawn(process.execPath, ['--import', 'tsx', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: resolve(services, '../../..'),
    });
    const exited = once(child, 'exit');
    await once(createInterface({ input: child.stdout }), 'line');
    child.kill('SIGKILL');
    await exited;

    const world = await start(state);
    world.clock.advance(60_000);
    expect(await archived(world, 5000)).toMatchObject([{ 'detail-type': 'Email Delivered', detail: { n: 1 } }]);
  });
});
