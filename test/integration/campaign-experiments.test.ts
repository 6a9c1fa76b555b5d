import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import * as operations from '../../src/cli/demo/operations.ts';
import { openSession, type GraphqlSession } from '../../src/cli/graphql-session.ts';
import { watchJob } from '../../src/client/index.ts';
import { PASSWORD } from '../amplify-client.ts';
import { OUR_BACKEND, startBackend, type RunningBackend } from '../backends-under-test.ts';
import { planOneStepJob } from '../prepare-job.ts';

const SIZE = 200;

let backend: RunningBackend;
let session: GraphqlSession;
let known: { readonly campaignId: string; readonly segmentId: string; readonly templateId: string };
let other: string;
beforeAll(async () => {
  backend = await startBackend(OUR_BACKEND, { startAt: Date.parse('2026-11-24T12:00:00+09:00') });
  await backend.sandbox.createUser({ email: 'marketer@example.org', password: PASSWORD, groups: ['marketer'] });
  session = await openSession(backend.sandbox.outputs, 'marketer@example.org', PASSWORD);
  const { jobId, templateId } = await planOneStepJob(session, SIZE);
  const job = await session.call(JOB, { id: jobId }, z.object({ campaignId: z.string(), segmentId: z.string() }));
  known = { ...job, templateId };
  const content = { channel: 'PUSH', title: '(광고) 다른 말', body: '오늘만. 무료수신거부: 앱 설정' };
  const saved = { name: '다른 말', messageClass: 'AD', content };
  other = (await session.call(operations.SAVE_TEMPLATE, saved, operations.savedTemplate)).templateId;
}, 240_000);
afterAll(async () => {
  await session?.close();
  await backend?.stop();
});

const JOB = /* GraphQL */ `
  query GetSendJob($id: ID!) {
    getSendJob(id: $id) {
      campaignId
      segmentId
      treatments
      steps {
        channel
        stepIndex
        treatment
        accepted
      }
    }
  }
`;
const SAVE = /* GraphQL */ `
  mutation SaveCampaign(
    $campaignId: ID
    $name: String!
    $segmentId: ID!
    $steps: [CampaignStepInput!]!
    $treatments: [TreatmentInput!]
    $holdoutPercent: Float
    $goal: CampaignGoalInput
  ) {
    saveCampaign(
      campaignId: $campaignId
      name: $name
      segmentId: $segmentId
      messageClass: AD
      steps: $steps
      treatments: $treatments
      holdoutPercent: $holdoutPercent
      goal: $goal
    ) {
      id
      treatments {
        name
        sharePercent
        templates {
          stepIndex
          templateId
        }
      }
    }
  }
`;
const REPORT = /* GraphQL */ `
  query CampaignReport($runId: ID!) {
    campaignReport(runId: $runId) {
      goal {
        event
        withinDays
      }
      progress
      cursor
      rows {
        wave
        channel
        treatment
        planned
        accepted
        goal
      }
      treated {
        members
        returned
      }
      heldOut {
        members
        returned
        reached
      }
      treatments {
        treatment
        members
        lift {
          estimate
          low
          high
        }
      }
      lift {
        kind
        lift {
          low
          high
        }
        krwPerReturned {
          kind
          estimate
        }
      }
      costKrw
      notes {
        code
      }
      csv
    }
    smallestLift(audience: 200, holdoutPercent: 50, baseRate: 0.1) {
      kind
      treated
      heldOut
      lift
      returned
    }
  }
`;
const group = z.object({ members: z.number(), returned: z.number() });
const reported = z.object({
  goal: z.object({ event: z.string(), withinDays: z.number() }),
  progress: z.literal(1),
  cursor: z.null(),
  rows: z.array(
    z.object({ wave: z.number(), treatment: z.string(), planned: z.number(), accepted: z.number(), goal: z.number() }),
  ),
  treated: group,
  heldOut: group.extend({ reached: z.number() }),
  treatments: z.array(z.object({ treatment: z.string(), members: z.number() })),
  lift: z.object({
    kind: z.literal('MEASURED'),
    lift: z.object({ low: z.number(), high: z.number() }),
    krwPerReturned: z.object({ kind: z.string(), estimate: z.number().nullable() }),
  }),
  costKrw: z.number(),
  csv: z.string(),
});
const FORECAST = /* GraphQL */ `
  query ForecastRun($campaignId: ID!) {
    forecastRun(campaignId: $campaignId) {
      sampled
      krw {
        low
        expected
        high
      }
      waves {
        at
        messages {
          expected
        }
        channels {
          channel
          accepted {
            low
            high
          }
        }
        out {
          reason
          people {
            expected
          }
        }
      }
      days {
        day
        messages {
          expected
        }
      }
      rates {
        of
        basis
      }
      prices {
        item
        validFrom
      }
      unknown
      ownAws {
        usd
      }
      pinpoint {
        krw
      }
    }
  }
`;
const range = z.object({ low: z.number(), expected: z.number(), high: z.number() });
const forecast = z.object({
  sampled: z.literal(SIZE),
  krw: range,
  waves: z.array(
    z.object({
      messages: z.object({ expected: z.number() }),
      out: z.array(z.object({ reason: z.string(), people: z.object({ expected: z.number() }) })),
    }),
  ),
  days: z.array(z.object({ day: z.string(), messages: z.object({ expected: z.number() }) })),
  ownAws: z.object({ usd: z.number() }),
  pinpoint: z.object({ krw: z.number() }),
});
const TEST = /* GraphQL */ `
  mutation SendTestMessage($templateId: ID!, $recipients: [TestRecipientInput!]!, $customerId: ID) {
    sendTestMessage(templateId: $templateId, recipients: $recipients, customerId: $customerId) {
      jobId
      decisions {
        outcome
      }
    }
  }
`;
const DUPLICATE = /* GraphQL */ `
  mutation DuplicateCampaign($campaignId: ID!) {
    duplicateCampaign(campaignId: $campaignId) {
      id
      name
      treatments {
        name
      }
    }
  }
`;
const WHERE_USED = /* GraphQL */ `
  query WhereUsed($templateId: ID, $segmentId: ID) {
    whereUsed(templateId: $templateId, segmentId: $segmentId) {
      campaigns {
        campaignId
        where
      }
      effect
      isCut
    }
  }
`;
const UPSERT = /* GraphQL */ `
  mutation UpsertCustomers($customers: [AWSJSON!]!) {
    upsertCustomers(customers: $customers) {
      outcome
    }
  }
`;
const EXPLAIN = /* GraphQL */ `
  query ExplainRecipient($jobId: ID!, $customerId: ID!) {
    explainRecipient(jobId: $jobId, customerId: $customerId) {
      outcome
      stepIndex
      treatment
      message
    }
  }
`;
const explanation = z.object({
  outcome: z.string(),
  stepIndex: z.number(),
  treatment: z.number(),
  message: z.string(),
});

async function plan(campaignId: string): Promise<string> {
  const job = await session.call(operations.PLAN_CAMPAIGN, { campaignId }, operations.withId);
  for await (const progress of watchJob(job.id)) if (progress.phase !== 'PLANNING') break;
  return job.id;
}

async function launch(jobId: string) {
  await session.call(operations.LAUNCH_JOB, { jobId }, operations.withId);
  const end = await watchJob(jobId).done;
  if (end === null) throw new Error('The watch was cancelled.');
  return end;
}

const saveExperiment = (shares: readonly number[], fields: object = {}) =>
  session.call(
    SAVE,
    {
      name: '두 가지 말',
      segmentId: known.segmentId,
      steps: [{ channel: 'PUSH', templateId: known.templateId }],
      treatments: [
        { name: '가', sharePercent: shares[0] },
        { name: '나', sharePercent: shares[1], templates: [{ stepIndex: 0, templateId: other }] },
      ],
      ...fields,
    },
    operations.withId,
  );

describe('a campaign with treatments', () => {
  it('C22 sends each customer the words of one treatment, and says of everybody which', async () => {
    await expect(saveExperiment([50, 49])).rejects.toThrow('99 %');
    const { id } = await saveExperiment([50, 50]);
    const jobId = await plan(id);
    const end = await launch(jobId);
    expect(end.accepted).toBe(SIZE);
    expect(end.steps.map(({ treatment, stepIndex }) => [treatment, stepIndex])).toEqual([
      ['가', 0],
      ['나', 0],
    ]);
    const titles = [...backend.sandbox.outbox.all({ channel: 'PUSH', accepted: true })].map(({ title }) => title ?? '');
    const others = titles.filter((text) => text === '(광고) 다른 말').length;
    expect(titles).toHaveLength(SIZE);
    expect(end.steps.map(({ accepted }) => accepted)).toEqual([SIZE - others, others]);
    expect(others).toBeGreaterThan(60);
    const told = await session.call(EXPLAIN, { jobId, customerId: 'm-0' }, explanation);
    expect(told.message).toContain(`treatment "${'가나'[told.treatment] ?? ''}"`);
    expect(told).toMatchObject({ outcome: 'INCLUDED', stepIndex: 0 });
  });

  it('is looked at by a test message to a named address, copied, and found where its words and segment are used', async () => {
    const content = {
      channel: 'PUSH',
      title: '(광고) {{User.UserAttributes.GivenName}}님 시험',
      body: '오늘만. 무료수신거부: 앱 설정',
    };
    const saved = { name: '시험', messageClass: 'AD', content };
    const { templateId } = await session.call(operations.SAVE_TEMPLATE, saved, operations.savedTemplate);
    const recipients = [{ address: 'phone-of-minji', channelType: 'GCM' }];
    const test = await session.call(
      TEST,
      { templateId, recipients, customerId: 'm-3' },
      z.object({ jobId: z.string(), decisions: z.array(z.object({ outcome: z.literal('INCLUDED') })).length(1) }),
    );
    expect((await watchJob(test.jobId).done)?.accepted).toBe(1);
    const sent = [...backend.sandbox.outbox.all({ address: 'phone-of-minji' })];
    expect(sent.map(({ title }) => title)).toEqual(['(광고) 서연님 시험']);

    const { id } = await saveExperiment([50, 50]);
    const copy = await session.call(
      DUPLICATE,
      { campaignId: id },
      z.object({ id: z.string(), name: z.literal('두 가지 말 (copy)'), treatments: z.array(z.unknown()).length(2) }),
    );
    const uses = z.object({
      campaigns: z.array(z.object({ campaignId: z.string(), where: z.string() })),
      effect: z.string(),
    });
    const ofWords = await session.call(WHERE_USED, { templateId: other }, uses);
    expect(ofWords.campaigns).toContainEqual({ campaignId: copy.id, where: 'Step 1, treatment "나"' });
    const ofSegment = await session.call(WHERE_USED, { segmentId: known.segmentId }, uses);
    expect(ofSegment.campaigns.map(({ campaignId }) => campaignId)).toEqual(
      expect.arrayContaining([id, copy.id, known.campaignId]),
    );
  });

  it('reports who came back against whom it held out, for each treatment, and what that cost', async () => {
    const { id } = await saveExperiment([50, 50], { holdoutPercent: 50, goal: { event: 'purchase', withinDays: 7 } });
    const told = await session.call(FORECAST, { campaignId: id }, forecast);
    const jobId = await plan(id);
    const { accepted } = await launch(jobId);
    // Everybody of so few is rehearsed, so that numbers are what happens.
    expect(told.waves).toMatchObject([
      {
        messages: { expected: accepted },
        out: [{ reason: 'TREATMENT_HOLDOUT', people: { expected: SIZE - accepted } }],
      },
    ]);
    expect(told.days).toEqual([{ day: '2026-11-24', messages: { expected: accepted } }]);
    const sent = [...backend.sandbox.outbox.all({ channel: 'PUSH', accepted: true })].slice(-accepted);
    const at = backend.sandbox.clock.now();
    const days = [[Math.floor((at + 9 * 3_600_000) / 86_400_000), 1]];
    const rows = sent.slice(0, 60).map(({ address }) =>
      JSON.stringify({
        id: address.replace('token', 'm'),
        activity: { lastActiveAt: new Date(at).toISOString(), events: { purchase: { days } } },
      }),
    );
    await session.call(UPSERT, { customers: rows }, z.array(z.object({ outcome: z.literal('UPDATED') })));
    const report = await session.call(REPORT, { runId: jobId }, reported);
    expect(report.goal).toEqual({ event: 'purchase', withinDays: 7 });
    expect(report.treated).toEqual({ members: accepted, returned: 60 });
    expect(report.heldOut).toEqual({ members: SIZE - accepted, returned: 0, reached: 0 });
    expect(report.rows.map(({ treatment }) => treatment)).toEqual(['가', '나']);
    expect(report.rows.reduce((sum, row) => sum + row.goal, 0)).toBe(60);
    expect(report.treatments.reduce((sum, row) => sum + row.members, 0)).toBe(accepted);
    expect(report.lift.lift.low).toBeGreaterThan(0);
    // Published prices: free units are taken as used up.
    expect(report.costKrw).toBeGreaterThan(0);
    expect(report.lift.krwPerReturned).toMatchObject({ kind: 'KRW' });
    expect(report.csv.split('\r\n')[1]).toMatch(/^FUNNEL,1,PUSH,가,/);
    await expect(saveExperiment([50, 50], { goal: { event: 'purchse', withinDays: 7 } })).rejects.toThrow('purchase');
  });
});
