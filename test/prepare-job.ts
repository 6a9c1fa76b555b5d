import * as z from 'zod';
import * as operations from '../src/cli/demo/operations.ts';
import { openSession, type GraphqlSession } from '../src/cli/graphql-session.ts';
import { watchJob, type JobProgress } from '../src/client/index.ts';
import { PASSWORD } from './amplify-client.ts';
import type { RunningBackend } from './backends-under-test.ts';

export interface PreparedJob extends PlannedJob {
  readonly session: GraphqlSession;
  readonly launchAndFinish: (besideJobId?: string) => Promise<JobProgress>;
}

const IMPORT = /* GraphQL */ `
  mutation ImportCustomers($importId: ID!, $firstLine: Int!, $lines: [String!]!, $isLast: Boolean!) {
    importCustomers(importId: $importId, firstLine: $firstLine, lines: $lines, isLast: $isLast) {
      accepted
      rejected
    }
  }
`;

const CONTENTS = {
  PUSH: {
    channelType: 'GCM',
    content: {
      channel: 'PUSH',
      title: '(광고) {{User.UserAttributes.GivenName}}님',
      body: '오늘만. 무료수신거부: 앱 설정',
    },
  },
  EMAIL: {
    channelType: 'EMAIL',
    content: {
      channel: 'EMAIL',
      subject: '(광고) {{User.UserAttributes.GivenName}}님',
      html: '<p>오늘만.</p><p><a href="https://shop.example/u">무료수신거부</a></p>',
    },
  },
  SMS: {
    channelType: 'SMS',
    content: { channel: 'SMS', body: '(광고) {{User.UserAttributes.GivenName}}님, 오늘만. 무료수신거부 080-123-4567' },
  },
} as const;
type Channel = keyof typeof CONTENTS;

/** A line of an export: one customer with one endpoint who agreed to advertising. */
function exportLine(id: string, address: string, channel: Channel): string {
  return JSON.stringify({
    Id: `e-${id}`,
    Address: address,
    ChannelType: CONTENTS[channel].channelType,
    EndpointStatus: 'ACTIVE',
    OptOut: 'NONE',
    EffectiveDate: '2026-11-01T00:00:00.000Z',
    Demographic: { Platform: 'Android', Timezone: 'Asia/Seoul' },
    Location: { City: '서울', Country: 'KR' },
    Metrics: { Purchases: 3 },
    User: {
      UserId: `m-${id}`,
      UserAttributes: {
        GivenName: ['서연'],
        City: ['서울'],
        [`AdConsent.${channel}`]: ['2026-01-01T00:00:00Z', 'app-signup'],
      },
    },
  });
}

const SAVE_CAMPAIGN = /* GraphQL */ `
  mutation SaveCampaign(
    $name: String!
    $segmentId: ID!
    $messageClass: MessageClass!
    $steps: [CampaignStepInput!]!
    $messagesPerSecond: Int
  ) {
    saveCampaign(
      name: $name
      segmentId: $segmentId
      messageClass: $messageClass
      steps: $steps
      messagesPerSecond: $messagesPerSecond
    ) {
      id
    }
  }
`;

export interface PlannedJob {
  readonly jobId: string;
  readonly templateId: string;
  readonly templateName: string;
}

/** Signs a marketer in to a backend of this process and plans a job of one step there. */
export async function prepareJob(
  { sandbox }: RunningBackend,
  customers: number,
  addressOf: (index: number) => string = (index) => `token-${index}`,
  channel: Channel = 'PUSH',
  content?: object,
): Promise<PreparedJob> {
  await sandbox.createUser({ email: 'marketer@example.org', password: PASSWORD, groups: ['marketer'] });
  const session = await openSession(sandbox.outputs, 'marketer@example.org', PASSWORD);
  const job = await planOneStepJob(session, customers, {
    addressOf,
    channel,
    ...(content === undefined ? {} : { content }),
  });
  return {
    session,
    ...job,
    async launchAndFinish(besideJobId) {
      await session.call(operations.LAUNCH_JOB, { jobId: job.jobId, besideJobId }, operations.withId);
      const end = await watchJob(job.jobId).done;
      if (end === null) throw new Error('The watch was cancelled.');
      return end;
    },
  };
}

/**
 * Brings a backend to a planned job through its public API: customers, a template, a segment, a campaign. Customer
 * number N is `m-N`; the address is `token-N` unless `addressOf` says otherwise.
 */
export async function planOneStepJob(
  session: GraphqlSession,
  customers: number,
  options: {
    readonly addressOf?: (index: number) => string;
    readonly channel?: Channel;
    /** Other words than the channel's own. */
    readonly content?: object;
    /** Another one for each further import of the same backend. */
    readonly importId?: string;
    readonly messagesPerSecond?: number;
    readonly messageClass?: 'AD' | 'TRANSACTIONAL';
  } = {},
): Promise<PlannedJob> {
  const {
    addressOf = (index) => `token-${index}`,
    channel = 'PUSH',
    content,
    importId = 'prepared',
    messagesPerSecond,
    messageClass = 'AD',
  } = options;
  const lines = Array.from({ length: customers }, (_, index) => exportLine(String(index), addressOf(index), channel));
  for (let first = 0; first < lines.length; first += 500) {
    const slice = lines.slice(first, first + 500);
    await session.call(
      IMPORT,
      { importId, firstLine: first + 1, lines: slice, isLast: first + 500 >= lines.length },
      z.object({ accepted: z.literal(slice.length), rejected: z.literal(0) }),
    );
  }
  const templateName = '가을 세일';
  const template = await session.call(
    operations.SAVE_TEMPLATE,
    {
      name: templateName,
      messageClass,
      content: content ?? CONTENTS[channel].content,
    },
    operations.savedTemplate,
  );
  const segment = await session.call(
    operations.SAVE_SEGMENT,
    {
      name: '서울',
      definition: JSON.stringify({
        include: 'ALL',
        groups: [
          {
            type: 'ALL',
            sourceType: 'ANY',
            sourceSegmentIds: [],
            dimensions: [{ location: { city: { type: 'INCLUSIVE', values: ['서울'] } } }],
          },
        ],
      }),
    },
    operations.withId,
  );
  const campaign = await session.call(
    SAVE_CAMPAIGN,
    {
      name: '서울 세일',
      segmentId: segment.id,
      messageClass,
      steps: [{ channel, templateId: template.templateId }],
      ...(messagesPerSecond === undefined ? {} : { messagesPerSecond }),
    },
    operations.withId,
  );
  const job = await session.call(operations.PLAN_CAMPAIGN, { campaignId: campaign.id }, operations.withId);
  for await (const progress of watchJob(job.id)) if (progress.phase !== 'PLANNING') break;
  return { jobId: job.id, templateId: template.templateId, templateName };
}
