import { describe, expect, it } from 'vitest';
import { approveRun } from '../../../src/app/approval/index.ts';
import { saveCampaign } from '../../../src/app/campaign/index.ts';
import { saveSegment } from '../../../src/app/segment/index.ts';
import { launchJob, planCampaign } from '../../../src/app/send-job/index.ts';
import { changeDeliverySettings } from '../../../src/app/settings/index.ts';
import { publishTemplateVersion, saveTemplate } from '../../../src/app/template/index.ts';
import type { CampaignInput } from '../../../src/domain/campaign/index.ts';
import type { DeliverySettings } from '../../../src/domain/send-job/index.ts';
import { createAudience } from '../../simulation/audience.ts';
import { ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const WON = {
  item: 'push',
  currency: 'KRW',
  micros: 10_000_000,
  per: 1,
  freeUnits: 0,
  validFrom: 0,
  source: 'contract',
};
const MINUTE_MS = 60_000;

/** A planned run of some 70 people at ten won each, which somebody else than ACTOR has to approve. */
async function plannedRun(approval: NonNullable<DeliverySettings['approval']> = { recipients: 50 }) {
  const app = createMemoryApp(createAudience(100));
  const { deps } = app;
  await deps.prices.put({ prices: [WON], rates: [] }, 0, ACTOR);
  const runId = await app.plan();
  unwrap(await changeDeliverySettings(deps, { actor: ACTOR, change: { approval } }));
  const { campaignId } = await app.jobOf(runId);
  const stored = await deps.campaigns.get(campaignId);
  if (stored === null) throw new Error('There is no campaign.');
  const { id: _, ...input } = stored.value;
  const jisu = () => ({ id: 'jisu', signedInAt: app.clock.now() - MINUTE_MS });
  return {
    app,
    deps,
    runId,
    campaignId,
    input,
    approve: (actor: Parameters<typeof approveRun>[1]['actor'] = jisu()) => approveRun(deps, { actor, runId }),
    launch: () => launchJob(deps, { actor: ACTOR, jobId: runId }),
    save: (change: Partial<CampaignInput>) =>
      saveCampaign(deps, { actor: ACTOR, campaignId, input: { ...input, ...change } }),
  };
}

const codeOf = (outcome: { readonly ok: boolean; readonly error?: { readonly code: string } }) => outcome.error?.code;
const messageOf = (outcome: { readonly ok: boolean; readonly error?: { readonly message: string } }) =>
  outcome.error?.message ?? '';

describe('the launch of a large run', () => {
  it('is refused until somebody else has approved it, and says so', async () => {
    const { app, deps, approve, launch, runId } = await plannedRun();
    const refused = await launch();
    expect(codeOf(refused)).toBe('NOT_APPROVED');
    expect(messageOf(refused)).toContain('approveRun');
    const { job, approval } = unwrap(await approve());
    expect(job).toMatchObject({ approvedBy: 'jisu', approvedAt: app.clock.now(), phase: 'PLANNED' });
    expect(approval).toMatchObject({ author: 'minji', by: 'jisu', subject: { recipients: job.sent.included } });
    expect(approval.subject.krwMicros).toBe(job.sent.included * 10_000_000);
    // Who waits to launch it hears of it.
    expect(deps.publisher.ticks.at(-1)).toMatchObject({ jobId: runId, phase: 'PLANNED', seq: job.seq });
    unwrap(await launch());
    await app.work();
    expect((await app.jobOf(runId)).phase).toBe('COMPLETED');
  });

  it('needs no approval below both limits', async () => {
    const { launch } = await plannedRun({ recipients: 1_000, krw: 100_000 });
    unwrap(await launch());
  });

  it('needs one above a sum of won, and when nobody knows what it costs', async () => {
    const dear = await plannedRun({ krw: 100 });
    expect(codeOf(await dear.launch())).toBe('NOT_APPROVED');
    const app = createMemoryApp(createAudience(10));
    await app.deps.prices.put({ prices: [{ ...WON, currency: 'EUR' }], rates: [] }, 0, ACTOR);
    const jobId = await app.plan();
    unwrap(await changeDeliverySettings(app.deps, { actor: ACTOR, change: { approval: { krw: 1_000_000 } } }));
    expect(codeOf(await launchJob(app.deps, { actor: ACTOR, jobId }))).toBe('NOT_APPROVED');
  });

  it('is not approved by who saved the campaign or planned the run, nor after a sign-in of ten minutes ago', async () => {
    const { app, deps, campaignId, input, approve } = await plannedRun();
    const now = app.clock.now();
    expect(codeOf(await approve({ ...ACTOR, signedInAt: now }))).toBe('SAME_PERSON');
    expect(codeOf(await approve({ id: 'jisu', signedInAt: now - 10 * MINUTE_MS }))).toBe('SIGN_IN_AGAIN');
    expect(codeOf(await approve({ id: 'jisu' }))).toBe('SIGN_IN_AGAIN');
    const renamed = { ...input, name: '새 이름' };
    unwrap(await saveCampaign(deps, { actor: { id: 'jisu' }, campaignId, input: renamed }));
    expect(codeOf(await approve({ id: 'jisu', signedInAt: now }))).toBe('SAME_PERSON');
    unwrap(await approve({ id: 'haneul', signedInAt: now }));
  });

  type Run = Awaited<ReturnType<typeof plannedRun>>;
  const CHANGES: readonly (readonly [string, string, (run: Run) => Promise<unknown>])[] = [
    ['budget', 'budget', ({ save }) => save({ budgetKrw: 1_000_000 })],
    ['limits', 'limits', ({ save }) => save({ caps: { daily: 1 } })],
    ['holdout', 'holdout', ({ save }) => save({ holdoutPercent: 1 })],
    ['schedule', 'schedule', ({ save }) => save({ schedule: { type: 'DAILY', time: '10:00' } })],
    [
      'shares',
      'treatments',
      ({ save }) =>
        save({
          treatments: [
            { name: 'A', sharePercent: 60 },
            { name: 'B', sharePercent: 40 },
          ],
        }),
    ],
    [
      'segment',
      'segment',
      ({ deps, input }) =>
        saveSegment(deps, {
          actor: ACTOR,
          segmentId: input.segmentId,
          name: '모두',
          definition: {
            include: 'ALL',
            groups: [{ dimensions: [{ userAttributes: { City: { type: 'INCLUSIVE', values: ['서울'] } } }] }],
          },
        }),
    ],
    ['template', 'templates', (run) => editTemplate(run, '안내 말씀')],
  ];

  async function editTemplate({ deps, input }: Run, title: string) {
    const templateId = input.steps[0]?.templateId ?? '';
    const content = { channel: 'PUSH', title, body: '{{User.UserId}} 님' } as const;
    const saved = { actor: ACTOR, templateId, name: '안내', messageClass: 'TRANSACTIONAL', content } as const;
    return saveTemplate(deps, { ...saved, activate: true });
  }

  it.each(CHANGES)('C29 lapses with a change of its %s, and says what changed', async (_, part, change) => {
    const run = await plannedRun();
    unwrap(await run.approve());
    expect(await change(run)).toMatchObject({ ok: true });
    const refused = await run.launch();
    expect(codeOf(refused)).toBe('APPROVAL_LAPSED');
    expect(messageOf(refused)).toMatch(new RegExp(`approved the run, there were changes: (\\w+, )*${part}`));
    expect(codeOf(await run.approve())).toBe('RUN_OUTDATED');
  });

  it('C29 does not come back with the old versions, and renaming the campaign does not lapse it', async () => {
    const renamed = await plannedRun();
    unwrap(await renamed.approve());
    unwrap(await renamed.save({ name: '다른 이름' }));
    unwrap(await renamed.launch());

    const run = await plannedRun();
    unwrap(await run.approve());
    unwrap(await run.save({ budgetKrw: 1_000_000 }));
    unwrap(await run.save({}));
    const refused = await run.launch();
    expect(codeOf(refused)).toBe('APPROVAL_LAPSED');
    expect(messageOf(refused)).toContain('even if it reads as before');

    const words = await plannedRun();
    unwrap(await words.approve());
    await editTemplate(words, '다른 말');
    const templateId = words.input.steps[0]?.templateId ?? '';
    unwrap(await publishTemplateVersion(words.deps, { actor: ACTOR, templateId, version: 1 }));
    expect(codeOf(await words.launch())).toBe('APPROVAL_LAPSED');
    // As it reads now it may be approved again.
    unwrap(await words.approve());
    unwrap(await words.launch());
  });

  it('of a run that would have launched itself waits for an approval and for a person', async () => {
    const { app, deps, campaignId } = await plannedRun();
    const { job } = unwrap(await planCampaign(deps, { actor: { id: 'client:shop' }, campaignId, launch: true }));
    await app.work();
    expect(await app.jobOf(job.id)).toMatchObject({ phase: 'PLANNED', phaseReason: 'NOT_APPROVED' });
    expect(app.sender.outbox).toEqual([]);
    const jisu = { id: 'jisu', signedInAt: app.clock.now() };
    unwrap(await approveRun(deps, { actor: jisu, runId: job.id }));
    unwrap(await launchJob(deps, { actor: ACTOR, jobId: job.id }));
    await app.work();
    const ended = await app.jobOf(job.id);
    expect(ended.phase).toBe('COMPLETED');
    expect(ended.phaseReason).toBeUndefined();
  });

  it('of a small run launches itself as before', async () => {
    const { app, deps, campaignId } = await plannedRun({ recipients: 1_000 });
    const { job } = unwrap(await planCampaign(deps, { actor: ACTOR, campaignId, launch: true }));
    await app.work();
    expect((await app.jobOf(job.id)).phase).toBe('COMPLETED');
  });

  it('refuses limits that are none', async () => {
    const { deps } = await plannedRun();
    const change = { approval: { recipients: -1 } };
    expect(codeOf(await changeDeliverySettings(deps, { actor: ACTOR, change }))).toBe('INVALID_SETTINGS');
  });
});
