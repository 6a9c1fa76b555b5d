import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { importFile } from '../../src/cli/import/import-file.ts';
import { openSession, type GraphqlSession } from '../../src/cli/graphql-session.ts';
import * as demo from '../../src/cli/demo/operations.ts';
import { startSandbox, type Sandbox } from '../../src/offline/index.ts';
import { ASSEMBLY_CACHE, OUR_BACKEND } from '../backends-under-test.ts';
import { CHANNELS, type Person } from './people.ts';
import { PRICES } from './prices.ts';

const PASSWORD = 'Correct-Horse-7';
const MARKETER = 'marketer@example.org';
const OPERATOR = 'operator@example.org';

/** So that a wave of 50,000 takes a minute, and not an hour by the quotas of a new account. */
const PER_SECOND = 3_000;

/** Some calls are refused for their pace, some people for good: what is not taken is not paid. */
const FAULTS = {
  seed: 11,
  rules: [
    { kind: 'call', calls: { from: 3, every: 17 }, effect: { type: 'status', status: 429 } },
    { kind: 'recipient', ratio: 0.02, attempts: 1, outcome: 'THROTTLED' },
    { kind: 'recipient', channel: 'PUSH', ratio: 0.01, outcome: 'UNREGISTERED' },
    { kind: 'recipient', ratio: 0.01, outcome: 'PERMANENT_FAILURE' },
    { kind: 'recipient', ratio: 0.005, outcome: 'OPT_OUT' },
  ],
};

const CHANNEL_TYPE = { PUSH: 'GCM', EMAIL: 'EMAIL', SMS: 'SMS' } as const;
const AGREED = '2026-03-02T01:00:00.000Z';

const WORDS = {
  PUSH: { channel: 'PUSH', title: '(광고) {{User.UserAttributes.GivenName}}님', body: '오늘만. 무료수신거부: 앱 설정' },
  EMAIL: {
    channel: 'EMAIL',
    subject: '(광고) {{User.UserAttributes.GivenName}}님',
    html: '<p>오늘만.</p><p>봉화몰 02-123-4567</p><p><a href="https://shop.example/u">무료수신거부</a> To stop these mails, click unsubscribe.</p>',
    from: 'news@example.com',
  },
  // The longest of the names makes a second part of it.
  SMS: {
    channel: 'SMS',
    body: '(광고)봉화몰 02-123-4567 {{User.UserAttributes.GivenName}}님 15% 쿠폰이 도착. 무료수신거부 080-000-0000',
  },
} as const;

/** Rows of Pinpoint's export, one for each address. */
function linesOf({ id, zone, givenName, address, hasNightConsent }: Person): readonly string[] {
  const consents: Record<string, readonly string[]> = { GivenName: [givenName] };
  for (const channel of CHANNELS) consents[`AdConsent.${channel}`] = [AGREED, 'app-signup'];
  for (const channel of ['PUSH', 'SMS'] as const)
    if (hasNightConsent[channel]) consents[`NightConsent.${channel}`] = [AGREED, 'app-signup'];
  return CHANNELS.flatMap((channel) => {
    const to = address[channel];
    if (to === undefined) return [];
    return JSON.stringify({
      Id: `${channel}-${id}`,
      Address: to,
      ChannelType: CHANNEL_TYPE[channel],
      EndpointStatus: 'ACTIVE',
      OptOut: 'NONE',
      EffectiveDate: '2026-09-01T00:00:00.000Z',
      ...(zone === undefined ? {} : { Demographic: { Timezone: zone } }),
      User: { UserId: id, UserAttributes: consents },
    });
  });
}

export interface MonthWorld {
  readonly sandbox: Sandbox;
  /** Signs in anew: a session ends with the hours that the clock is moved by. */
  readonly signIn: () => Promise<GraphqlSession>;
  readonly stop: () => Promise<void>;
}

/** A sandbox of our own backend with some people in it, prices, and rates of a company of a million members. */
export async function openMonth(people: readonly Person[], startAt: number): Promise<MonthWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'month-'));
  const started = await startSandbox({
    ...OUR_BACKEND,
    cacheFolder: ASSEMBLY_CACHE,
    dataFolder: join(folder, 'data'),
    port: 0,
    startAt,
    faultPlan: FAULTS,
    quotas: {
      email: { perSecond: PER_SECOND, perDay: 5_000_000 },
      sms: { partsPerSecond: 2 * PER_SECOND },
    },
  });
  if (!started.ok) throw new Error(started.error.message);
  const { sandbox } = started;
  const stop = async (): Promise<void> => {
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await sandbox.createUser({ email: MARKETER, password: PASSWORD, groups: ['marketer'] });
    await sandbox.createUser({ email: OPERATOR, password: PASSWORD, groups: ['admin'] });
    const operator = await openSession(sandbox.outputs, OPERATOR, PASSWORD);
    await operator.call(
      demo.SAVE_RATES,
      { messagesPerSecond: { EMAIL: PER_SECOND, SMS: PER_SECOND } },
      demo.savedRates,
    );
    await operator.call(demo.SAVE_PRICES, { prices: PRICES, revision: 0 }, demo.savedPrices);
    await operator.close();
    const signIn = () => openSession(sandbox.outputs, MARKETER, PASSWORD);
    const session = await signIn();
    const file = join(folder, 'people.ndjson');
    await writeFile(file, people.flatMap(linesOf).join('\n'));
    const imported = await importFile(session, file);
    if (!imported.ok) throw new Error(imported.error.message);
    if (imported.report.customersCreated !== people.length || imported.report.rejected > 0)
      throw new Error(`Of ${people.length} people ${imported.report.customersCreated} were imported.`);
    await session.close();
    return { sandbox, signIn, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const SAVE_CAMPAIGN = /* GraphQL */ `
  mutation SaveCampaign(
    $segmentId: ID!
    $steps: [CampaignStepInput!]!
    $holdoutPercent: Float
    $budgetKrw: Int
    $goal: CampaignGoalInput
  ) {
    saveCampaign(
      name: "겨울 윈백"
      segmentId: $segmentId
      messageClass: AD
      steps: $steps
      holdoutPercent: $holdoutPercent
      whenClosed: HOLD
      budgetKrw: $budgetKrw
      goal: $goal
    ) {
      id
    }
  }
`;

export type CascadeTerms = {
  readonly holdoutPercent: number;
  /** By wave; of the first 0. */
  readonly waitMinutes: readonly number[];
  readonly budgetKrw: number;
  readonly withinDays: number;
};

/** Saves the cascade for everybody, and answers its id. */
export async function saveCascade(
  session: GraphqlSession,
  { waitMinutes, withinDays, ...limits }: CascadeTerms,
): Promise<string> {
  const steps: object[] = [];
  for (const [wave, channel] of CHANNELS.entries()) {
    const { templateId } = await session.call(
      demo.SAVE_TEMPLATE,
      { name: `윈백 ${channel}`, messageClass: 'AD', content: WORDS[channel] },
      demo.savedTemplate,
    );
    const waits = { waitMinutes: waitMinutes[wave], goesOn: ['NOT_OPENED', 'NOT_REACHABLE', 'NOT_ACTIVE'] };
    steps.push({ channel, templateId, ...(wave === 0 ? {} : waits) });
  }
  const definition = JSON.stringify({ include: 'ALL', groups: [] });
  const segment = await session.call(demo.SAVE_SEGMENT, { name: '모두', definition }, demo.withId);
  const input = { ...limits, steps, segmentId: segment.id, goal: { withinDays } };
  return (await session.call(SAVE_CAMPAIGN, input, demo.withId)).id;
}

const runShape = z.object({
  run: z.object({ phase: z.string(), waveAt: z.string().nullable() }),
  planned: z.number(),
  excluded: z.array(z.object({ reason: z.string(), count: z.number() })),
  outcomes: z.object({ included: z.number() }),
  waves: z.array(
    z.object({
      jobId: z.string(),
      phase: z.string(),
      startedAt: z.string().nullable(),
      planned: z.number(),
      included: z.number(),
      accepted: z.number(),
      delivered: z.number(),
      failed: z.number(),
      optedOut: z.number(),
      skipped: z.number(),
      inDoubt: z.number(),
    }),
  ),
});
export type MonthRun = z.infer<typeof runShape>;

const PROGRESS = /* GraphQL */ `
  query RunProgress($runId: ID!) {
    runProgress(runId: $runId) {
      run {
        phase
        waveAt
      }
      planned
      excluded {
        reason
        count
      }
      outcomes {
        included
      }
      waves {
        jobId
        phase
        startedAt
        planned
        included
        accepted
        delivered
        failed
        optedOut
        skipped
        inDoubt
      }
    }
  }
`;
export const readRun = (session: GraphqlSession, runId: string): Promise<MonthRun> =>
  session.call(PROGRESS, { runId }, runShape);

const LIST = /* GraphQL */ `
  query Recipients(
    $jobId: ID!
    $outcome: PlanOutcome
    $status: RecipientStatus
    $reason: ExclusionReason
    $nextToken: String
  ) {
    listRecipients(
      jobId: $jobId
      outcome: $outcome
      status: $status
      reason: $reason
      limit: 1000
      nextToken: $nextToken
    ) {
      items {
        customerId
        code
      }
      nextToken
    }
  }
`;
const listed = z.object({
  items: z.array(z.object({ customerId: z.string(), code: z.string().nullable() })),
  nextToken: z.string().nullable(),
});
export type Listed = z.infer<typeof listed>['items'][number];

/** Everybody of a job who meets a condition. */
export async function readRecipients(
  session: GraphqlSession,
  filter: { readonly jobId: string; readonly outcome?: string; readonly status?: string; readonly reason?: string },
): Promise<readonly Listed[]> {
  const all: Listed[] = [];
  let nextToken: string | null = null;
  do {
    const page: z.infer<typeof listed> = await session.call(LIST, { ...filter, nextToken }, listed);
    all.push(...page.items);
    ({ nextToken } = page);
  } while (nextToken !== null);
  return all;
}

const COST = /* GraphQL */ `
  query Cost($jobId: ID!) {
    reviewPlan(jobId: $jobId, withActualCost: true) {
      actualCostKrw
      inDoubtCostKrw
      costKrw
    }
  }
`;
const cost = z.object({ actualCostKrw: z.number(), inDoubtCostKrw: z.number(), costKrw: z.number().nullable() });
export const readCost = (session: GraphqlSession, jobId: string) => session.call(COST, { jobId }, cost);

/** Tells the product that people are back in the app, each at their own moment. */
export async function tellReturned(
  session: GraphqlSession,
  returned: readonly { readonly id: string; readonly at: number }[],
): Promise<void> {
  for (let from = 0; from < returned.length; from += 100) {
    const customers = returned
      .slice(from, from + 100)
      .map(({ id, at }) => JSON.stringify({ id, activity: { lastActiveAt: new Date(at).toISOString() } }));
    await session.call(
      demo.UPSERT_CUSTOMERS,
      { customers },
      z.array(z.object({ outcome: z.enum(['UPDATED', 'UNCHANGED']) })),
    );
  }
}

/** The report of a run, all of it. */
export async function readReport(session: GraphqlSession, runId: string) {
  let report = await session.call(demo.CAMPAIGN_REPORT, { runId }, demo.campaignReport);
  while (report.cursor !== null) {
    const { cursor } = report;
    report = await session.call(demo.CAMPAIGN_REPORT, { runId, cursor }, demo.campaignReport);
  }
  return report;
}
