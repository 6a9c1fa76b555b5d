import { z } from 'zod';
import * as operations from '../src/cli/demo/operations.ts';
import { openSession, type GraphqlSession } from '../src/cli/graphql-session.ts';
import { watchJob, type JobProgress } from '../src/client/index.ts';
import { PASSWORD } from './amplify-client.ts';
import type { RunningBackend } from './backends-under-test.ts';

export interface PreparedJob {
  readonly session: GraphqlSession;
  readonly jobId: string;
  readonly templateId: string;
  readonly templateName: string;
  readonly launchAndFinish: () => Promise<JobProgress>;
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
      html: '<p>오늘만.</p><p>무료수신거부</p>',
    },
  },
} as const;

/** A line of an export: one customer with one endpoint who agreed to advertising. */
function exportLine(id: string, address: string, channel: keyof typeof CONTENTS): string {
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

/** Brings a backend to a planned job through its public API: customers, a template, a segment, a campaign. */
export async function prepareJob(
  { sandbox }: RunningBackend,
  customers: number,
  addressOf: (index: number) => string = (index) => `token-${index}`,
  channel: keyof typeof CONTENTS = 'PUSH',
): Promise<PreparedJob> {
  await sandbox.createUser({ email: 'marketer@example.org', password: PASSWORD, groups: ['marketer'] });
  const session = await openSession(sandbox.outputs, 'marketer@example.org', PASSWORD);
  const lines = Array.from({ length: customers }, (_, index) => exportLine(String(index), addressOf(index), channel));
  for (let first = 0; first < lines.length; first += 500) {
    const slice = lines.slice(first, first + 500);
    await session.call(
      IMPORT,
      { importId: 'prepared', firstLine: first + 1, lines: slice, isLast: first + 500 >= lines.length },
      z.object({ accepted: z.literal(slice.length), rejected: z.literal(0) }),
    );
  }
  const templateName = '가을 세일';
  const template = await session.call(
    operations.SAVE_TEMPLATE,
    {
      name: templateName,
      messageClass: 'AD',
      content: CONTENTS[channel].content,
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
    operations.SAVE_CAMPAIGN,
    {
      name: '서울 세일',
      segmentId: segment.id,
      messageClass: 'AD',
      steps: [{ channel, templateId: template.templateId }],
    },
    operations.withId,
  );
  const job = await session.call(operations.PLAN_CAMPAIGN, { campaignId: campaign.id }, operations.withId);
  for await (const progress of watchJob(job.id)) if (progress.phase !== 'PLANNING') break;
  return {
    session,
    jobId: job.id,
    templateId: template.templateId,
    templateName,
    async launchAndFinish() {
      await session.call(operations.LAUNCH_JOB, { jobId: job.id }, operations.withId);
      const end = await watchJob(job.id).done;
      if (end === null) throw new Error('The watch was cancelled.');
      return end;
    },
  };
}
