import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signInAs } from '../amplify-client.ts';
import { post, type Answer } from '../api-world.ts';
import { OUR_BACKEND, startBackend, type RunningBackend } from '../backends-under-test.ts';
import { prepareJob, type PreparedJob } from '../prepare-job.ts';

const MINUTE = 60_000;

let backend: RunningBackend;
let prepared: PreparedJob;
let author: string;
let other: string;
let admin: string;

beforeAll(async () => {
  backend = await startBackend(OUR_BACKEND, { startAt: Date.parse('2026-11-24T12:00:00+09:00') });
  // `marketer@example.org` wrote and planned it.
  prepared = await prepareJob(backend, 20);
  author = await signInAs(backend, 'marketer@example.org', ['marketer']);
  other = await signInAs(backend, 'jisu@example.org', ['marketer']);
  admin = await signInAs(backend, 'admin@example.org', ['admin']);
}, 240_000);
afterAll(async () => {
  await prepared?.session.close();
  await backend?.stop();
});

const ask = (authorization: string, query: string, variables: Record<string, unknown> = {}): Promise<Answer> =>
  post(`${backend.sandbox.url}/graphql`, { query, variables }, { authorization });

const LAUNCH = 'mutation ($id: ID!) { launchJob(jobId: $id) { phase } }';
const APPROVE = 'mutation ($id: ID!) { approveRun(runId: $id) { approvedBy approvedAt } }';

async function refusalOf(authorization: string, query: string, id: string): Promise<string | undefined> {
  const { errorType } = await ask(authorization, query, { id });
  return errorType;
}

describe('a run above the limit of approval', () => {
  it('C29 is launched when somebody else has approved it with a fresh sign-in, and the audit log has both', async () => {
    const id = prepared.jobId;
    const limits = 'mutation { saveDeliverySettings(approval: { recipients: 10 }) { approval { recipients krw } } }';
    expect((await ask(admin, limits)).data).toEqual({
      saveDeliverySettings: { approval: { recipients: 10, krw: null } },
    });
    expect(await refusalOf(author, LAUNCH, id)).toBe('NOT_APPROVED');
    expect(await refusalOf(author, APPROVE, id)).toBe('SAME_PERSON');
    backend.sandbox.clock.advance(11 * MINUTE);
    expect(await refusalOf(other, APPROVE, id)).toBe('SIGN_IN_AGAIN');
    const fresh = await signInAs(backend, 'jisu@example.org', ['marketer']);
    const { data, message } = await ask(fresh, APPROVE, { id });
    expect(message).toBe('');
    expect(data).toMatchObject({ approveRun: { approvedBy: expect.any(String) as unknown } });

    const rename = `mutation ($title: String!) {
      saveTemplate(templateId: "${prepared.templateId}", name: "가을 세일", messageClass: AD, activate: true,
        content: { channel: PUSH, title: $title, body: "오늘만. 무료수신거부: 앱 설정" }) { version }
    }`;
    expect((await ask(author, rename, { title: '(광고) 다른 말' })).message).toBe('');
    expect(await refusalOf(author, LAUNCH, id)).toBe('APPROVAL_LAPSED');

    const { data: job } = await ask(author, 'query ($id: ID!) { getSendJob(id: $id) { campaignId } }', { id });
    const { campaignId } = (job as { getSendJob: { campaignId: string } }).getSendJob;
    const planned = await ask(author, 'mutation ($id: ID!) { planCampaign(campaignId: $id) { id } }', {
      id: campaignId,
    });
    const again = (planned.data as { planCampaign: { id: string } }).planCampaign.id;
    const phase = async () =>
      (await ask(author, 'query ($id: ID!) { getSendJob(id: $id) { phase } }', { id: again })).data;
    await expect.poll(phase, { timeout: 20_000 }).toEqual({ getSendJob: { phase: 'PLANNED' } });
    expect((await ask(fresh, APPROVE, { id: again })).message).toBe('');
    expect((await ask(author, LAUNCH, { id: again })).message).toBe('');
    await expect.poll(phase, { timeout: 20_000 }).toEqual({ getSendJob: { phase: 'COMPLETED' } });

    const day = new Date(backend.sandbox.clock.now()).toISOString().slice(0, 10);
    const log = await ask(
      admin,
      'query ($day: String!) { listAuditEntries(day: $day, limit: 500) { entries { action outcome subject changes { field } } } }',
      { day },
    );
    const { entries } = (
      log.data as { listAuditEntries: { entries: { action: string; outcome: string; subject: string }[] } }
    ).listAuditEntries;
    const told = entries
      .filter(({ action }) => action === 'approveRun' || action === 'launchJob')
      .map(({ action, outcome, subject }) => [action, outcome, subject]);
    expect(told).toEqual([
      ['launchJob', 'NOT_APPROVED', id],
      ['approveRun', 'SAME_PERSON', id],
      ['approveRun', 'SIGN_IN_AGAIN', id],
      ['approveRun', 'OK', id],
      ['launchJob', 'APPROVAL_LAPSED', id],
      ['approveRun', 'OK', again],
      ['launchJob', 'OK', again],
    ]);
  });
});
