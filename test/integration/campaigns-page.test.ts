import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import * as operations from '../../src/cli/demo/operations.ts';
import { openSession, type GraphqlSession } from '../../src/cli/graphql-session.ts';
import { PASSWORD } from '../amplify-client.ts';
import { OUR_BACKEND, ROOT, startBackend, type RunningBackend } from '../backends-under-test.ts';
import { prepareJob, type PreparedJob } from '../prepare-job.ts';

const MINUTE = 60_000;

let backend: RunningBackend;
let prepared: PreparedJob;
let ids: Record<string, string>;
beforeAll(async () => {
  backend = await startBackend(OUR_BACKEND, { startAt: Date.parse('2026-11-24T10:00:00+09:00') });
  prepared = await prepareJob(backend, 40);
  const { session } = prepared;
  const job = z.object({ segmentId: z.string() });
  const { segmentId } = await session.call(
    'query ($id: ID!) { getSendJob(id: $id) { segmentId } }',
    { id: prepared.jobId },
    job,
  );
  const template = (content: object) =>
    session.call(operations.SAVE_TEMPLATE, { name: '말', messageClass: 'AD', content }, operations.savedTemplate);
  const other = await template({ channel: 'PUSH', title: '(광고) 긴 말', body: '오늘만. 무료수신거부: 앱 설정' });
  const html = '<p>봉화. 오늘만. 02-123-4567</p><p><a href="https://shop.example/u">무료수신거부</a></p>';
  const mail = await template({ channel: 'EMAIL', subject: '(광고) 돌아오세요', html });
  ids = {
    SEGMENT_ID: segmentId,
    TEMPLATE_ID: prepared.templateId,
    OTHER_ID: other.templateId,
    MAIL_ID: mail.templateId,
  };
}, 240_000);
afterAll(async () => {
  await prepared?.session.close();
  await backend?.stop();
});

const withId = z.object({ id: z.string() });
const run = z.object({ run: z.object({ phase: z.string(), wave: z.int(), look: z.unknown() }) });

async function progressOf(session: GraphqlSession, runId: string) {
  const progress = 'query ($id: ID!) { runProgress(runId: $id) { run { phase wave look { status } } } }';
  return (await session.call(progress, { id: runId }, run)).run;
}

async function untilPhase(session: GraphqlSession, jobId: string, phase: string): Promise<void> {
  const read = () =>
    session.call('query ($id: ID!) { getSendJob(id: $id) { phase } }', { id: jobId }, z.object({ phase: z.string() }));
  await expect.poll(async () => (await read()).phase, { timeout: 60_000, interval: 200 }).toBe(phase);
}

it(
  'docs/campaigns.md has documents that the backend carries out as they stand, in their order',
  { timeout: 240_000 },
  async () => {
    const { session } = prepared;
    const page = await readFile(join(ROOT, 'docs', 'campaigns.md'), 'utf8');
    const blocks = [...page.matchAll(/^```graphql\n([^]*?)^```$/gm)].map(([, block = '']) => block);
    expect(blocks.length).toBeGreaterThan(20);
    const left = blocks[Symbol.iterator]();
    const next = async <T>(name: string, shape: z.ZodType<T>, as: GraphqlSession = session): Promise<T> => {
      const block = left.next().value ?? '';
      expect(block).toContain(`${name}(`);
      const text = Object.entries(ids).reduce((filled, [word, id]) => filled.replaceAll(`"${word}"`, `"${id}"`), block);
      expect(text).not.toMatch(/"[A-Z_]+_ID"/);
      return as.call(text, {}, shape);
    };

    ids['CAMPAIGN_ID'] = (await next('saveCampaign', withId)).id;
    expect(await next('smallestLift', z.unknown())).toMatchObject({ kind: 'LIFT', treated: 45_000 });
    expect(await next('forecastRun', z.unknown())).toMatchObject({ waves: [{ wave: 0 }, { wave: 1 }], unknown: [] });
    const planned = (await next('planCampaign', withId)).id;
    ids['RUN_ID'] = planned;
    await untilPhase(session, planned, 'PLANNED');
    expect(await next('reviewPlan', z.unknown())).toMatchObject({ planned: 40 });
    await next('explainRecipient', z.unknown());
    await next('sendTestMessage', z.unknown());
    await backend.sandbox.createUser({ email: 'admin@example.org', password: PASSWORD, groups: ['admin', 'marketer'] });
    // One signed-in user at a time.
    await session.close();
    let admin = await openSession(backend.sandbox.outputs, 'admin@example.org', PASSWORD);
    expect(await next('approveRun', z.unknown(), admin)).toMatchObject({ approvedBy: expect.any(String) as string });
    await next('launchJob', z.unknown(), admin);
    await untilPhase(admin, planned, 'COMPLETED');
    expect(await next('runProgress', z.unknown(), admin)).toMatchObject({ run: { waveCount: 2 }, planned: 40 });
    expect(await next('pauseRun', z.unknown(), admin)).toEqual({ phase: 'PAUSED' });
    expect(await next('resumeRun', z.unknown(), admin)).toEqual({ phase: 'RUNNING' });
    expect(await next('campaignReport', z.unknown(), admin)).toMatchObject({
      progress: 1,
      rows: [{ channel: 'PUSH' }],
    });

    const tried = (await next('saveCampaign', withId, admin)).id;
    const { id: lookRun } = await admin.call(operations.PLAN_CAMPAIGN, { campaignId: tried }, withId);
    ids['LOOK_RUN_ID'] = lookRun;
    await untilPhase(admin, lookRun, 'PLANNED');
    await admin.call(operations.LAUNCH_JOB, { jobId: lookRun }, withId);
    await untilPhase(admin, lookRun, 'COMPLETED');
    await expect.poll(async () => (await progressOf(admin, lookRun)).wave, { timeout: 30_000 }).toBe(1);
    backend.sandbox.clock.advance(241 * MINUTE);
    // Her token ended by the clock that was moved, which the client does not know.
    await admin.close();
    admin = await openSession(backend.sandbox.outputs, 'admin@example.org', PASSWORD);
    const look = async () => (await progressOf(admin, lookRun)).look;
    await expect.poll(look, { timeout: 60_000, interval: 500 }).toEqual({ status: 'TAKEN' });
    expect(await next('runProgress', z.unknown(), admin)).toMatchObject({
      run: { look: { outcome: 'NO_WINNER', restGets: null, arms: [{ treatment: '짧게' }, { treatment: '길게' }] } },
    });
    expect(await next('decideLook', z.unknown(), admin)).toMatchObject({ look: { restGets: '길게' } });
    const phase = async () => (await progressOf(admin, lookRun)).phase;
    await expect.poll(phase, { timeout: 60_000, interval: 500 }).toBe('COMPLETED');

    await next('saveCampaign', withId, admin);
    const calendar = z.object({ occurrences: z.array(z.object({ at: z.string() })) });
    const { occurrences } = await next('upcomingOccurrences', calendar, admin);
    expect(occurrences[0]?.at).toBe('2026-11-30T01:00:00.000Z');
    expect(await next('listOccurrences', z.unknown(), admin)).toEqual({ items: [] });
    await next('saveCampaign', withId, admin);
    expect(await next('duplicateCampaign', z.unknown(), admin)).toMatchObject({ name: '월요일 아침 (copy)' });
    expect(await next('whereUsed', z.unknown(), admin)).toMatchObject({ campaigns: expect.any(Array) as unknown[] });
    expect(left.next().done).toBe(true);
    await admin.close();
  },
);
