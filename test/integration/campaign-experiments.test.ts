import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
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
  ) {
    saveCampaign(
      campaignId: $campaignId
      name: $name
      segmentId: $segmentId
      messageClass: AD
      steps: $steps
      treatments: $treatments
      holdoutPercent: $holdoutPercent
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
});
