import { join } from 'node:path';
import type { CloudApp, Parameter } from '../assembly/resources.ts';
import type { CredentialStore } from '../auth/credential-store.ts';
import type { Clock } from '../clock.ts';
import { createBackgroundWork, type BackgroundWork } from '../events/background-work.ts';
import { createBucketNotifier } from '../events/notify-bucket.ts';
import { createAthena } from '../services/athena/create-athena.ts';
import { createCognitoIdentity } from '../services/cognito-identity/index.ts';
import { createCognitoIdp, type CognitoIdp } from '../services/cognito-idp/index.ts';
import type { AwsService, LambdaRuntime } from '../services/contract.ts';
import { createDynamoDb, type EmbeddedDynamoDb } from '../services/dynamodb/create-dynamodb.ts';
import { createEvents } from '../services/events/create-events.ts';
import type { FaultPlan } from '../services/fault-plan.ts';
import { createFirehose } from '../services/firehose/create-firehose.ts';
import { createLambda } from '../services/lambda/create-lambda.ts';
import type { Outbox } from '../services/outbox/create-outbox.ts';
import { createPinpoint } from '../services/pinpoint/create-pinpoint.ts';
import type { ProviderQuotas } from '../services/quotas/create-quotas.ts';
import { createQuickSight, type QuickSight } from '../services/quicksight/create-quicksight.ts';
import { createEmbedUrls, type EmbedUrls } from '../services/quicksight/embed-urls.ts';
import { createS3 } from '../services/s3/create-s3.ts';
import { createSes } from '../services/ses/create-ses.ts';
import { createSms } from '../services/sms/create-sms.ts';
import { createSqs, type Sqs } from '../services/sqs/index.ts';
import { createSsm } from '../services/ssm/create-ssm.ts';
import { createSts } from '../services/sts/create-sts.ts';
import { copyDeployedFiles } from './copy-deployed-files.ts';

export interface OpenServicesOptions {
  readonly app: CloudApp;
  readonly stateFolder: string;
  readonly clock: Clock;
  readonly credentials: CredentialStore;
  readonly lambda: LambdaRuntime;
  readonly outbox: Outbox;
  readonly faultPlan: FaultPlan;
  readonly quotas: ProviderQuotas;
  readonly secureParameters: readonly Parameter[];
  readonly log: (line: string) => void;
  readonly tell: (line: string) => void;
}

export interface OpenedServices {
  readonly dynamodb: EmbeddedDynamoDb;
  readonly sqs: Sqs;
  /** The event bus and asynchronous invocations; accepts, and does nothing before it is started. */
  readonly background: BackgroundWork;
  readonly cognito: CognitoIdp;
  readonly quickSight: QuickSight;
  /** Addresses that QuickSight has made. */
  readonly embedUrls: EmbedUrls;
  /** What is to be waited for before a query of Athena: functions that deliver what happened to streams. */
  beforeQueries(settle: () => Promise<void>): void;
  /** By signing name, as the endpoint routes them. */
  readonly bySigningName: Readonly<Record<string, AwsService>>;
  stop(): Promise<void>;
}

/** Opens every AWS service of the sandbox on the state folder. */
export async function openServices(options: OpenServicesOptions): Promise<OpenedServices> {
  const opened: (() => unknown)[] = [];
  try {
    return await openEach(options, opened);
  } catch (error) {
    // Files that stay open would be in the way of the next start.
    for (const close of opened.reverse()) await close();
    throw error;
  }
}

async function openEach(options: OpenServicesOptions, toClose: (() => unknown)[]): Promise<OpenedServices> {
  const { app, clock, credentials, lambda, outbox, faultPlan, quotas } = options;
  const { region, accountId } = app;
  const folder = (name: string): string => join(options.stateFolder, name);
  const dynamodb = await createDynamoDb({
    folder: folder('dynamodb'),
    region,
    accountId,
    now: () => clock.now(),
    onWriteFailure: options.tell,
  });
  toClose.push(() => dynamodb.stop());
  for (const table of app.tables) await dynamodb.ensureTable(table);
  // Before anything is written: what changes from now on is for the functions that follow the table.
  for (const { tableName, id, startingPosition } of app.streamSources)
    await dynamodb.changes.follow(tableName, id, startingPosition);
  const sqs = createSqs({ queues: app.queues, clock, folder: folder('sqs') });
  toClose.push(() => sqs.stop?.());
  const background = createBackgroundWork({
    rules: app.eventRules,
    queues: sqs,
    invoke: (functionArn, payload) => lambda.invoke(functionArn, payload),
    clock,
    region,
    accountId,
    folder: folder('events'),
    onFailure: options.log,
  });
  toClose.push(() => background.close());
  const cognito = createCognitoIdp({
    userPools: app.userPools,
    folder: folder('cognito-idp'),
    clock,
    region,
    lambda,
    deliver: (message) =>
      outbox.add([
        {
          at: clock.now(),
          channel: message.medium,
          channelType: message.medium,
          provider: 'cognito',
          address: message.to,
          title: message.subject,
          body: message.text,
          status: 'SUCCESSFUL',
          statusCode: 200,
          accepted: true,
          requestId: '',
        },
      ]),
  });
  const notify = createBucketNotifier({ buckets: app.buckets, background, queues: sqs, clock, region, accountId });
  let isDeployed = false;
  const s3 = createS3({
    buckets: app.buckets,
    folder: folder('s3'),
    clock,
    // The deployment's own files are laid there at every start; nobody is to be told of them each time.
    onChange: (change) => {
      if (isDeployed) notify(change);
    },
  });
  await copyDeployedFiles(app.buckets, s3);
  isDeployed = true;
  const firehose = createFirehose({
    streams: app.deliveryStreams,
    folder: folder('firehose'),
    clock,
    bucketOf: (name) => s3.bucket(name),
    faultPlan,
    tell: options.tell,
  });
  const embedUrls = createEmbedUrls(clock);
  const quickSight = createQuickSight({ dashboards: app.dashboards, urls: embedUrls, accountId });
  let settleStreams = (): Promise<void> => Promise.resolve();
  const bySigningName: Record<string, AwsService> = {
    dynamodb,
    sqs,
    s3,
    mobiletargeting: createPinpoint({ apps: app.pinpointApps, outbox, faultPlan, quotas, clock }),
    ses: createSes({
      configurationSets: app.emailConfigurationSets,
      bus: background,
      outbox,
      faultPlan,
      quotas,
      clock,
    }),
    'sms-voice': createSms({ bus: background, outbox, faultPlan, quotas, clock }),
    firehose,
    athena: createAthena({
      tables: app.catalogTables,
      workGroups: app.workGroups,
      bucketOf: (name) => s3.bucket(name),
      // Nobody waits on a laptop for a buffer of minutes: what was acknowledged is there when it is asked for.
      beforeQuery: async () => {
        await settleStreams();
        await firehose.flush();
      },
      folder: folder('athena'),
      clock,
      region,
      accountId,
    }),
    quicksight: quickSight,
    ssm: createSsm({ parameters: [...app.parameters, ...options.secureParameters], region, accountId }),
    sts: createSts({ credentials }),
    events: createEvents({ bus: background, region, accountId }),
    lambda: createLambda({ functions: app.functions, runtime: lambda, background, region, accountId }),
    'cognito-idp': cognito,
    'cognito-identity': createCognitoIdentity({
      identityPools: app.identityPools,
      userPools: cognito.keys,
      credentials,
      folder: folder('cognito-identity'),
      clock,
      region,
    }),
  };
  return {
    dynamodb,
    sqs,
    background,
    cognito,
    quickSight,
    embedUrls,
    bySigningName,
    beforeQueries(settle) {
      settleStreams = settle;
    },
    async stop() {
      background.close();
      for (const service of Object.values(bySigningName)) await service.stop?.();
    },
  };
}
