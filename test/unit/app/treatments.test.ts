import { describe, expect, it } from 'vitest';
import { saveCampaign } from '../../../src/app/campaign/index.ts';
import { stepProgress } from '../../../src/app/delivery/index.ts';
import { explainRecipient, listRecipients, reviewPlan } from '../../../src/app/recipients/index.ts';
import { launchJob, planCampaign, retryFailed } from '../../../src/app/send-job/index.ts';
import { publishTemplateVersion, saveTemplate } from '../../../src/app/template/index.ts';
import { isHeldOut, type CampaignInput } from '../../../src/domain/campaign/index.ts';
import { newCustomer } from '../../../src/domain/customer/index.ts';
import { createAssignment, type Treatment } from '../../../src/domain/experiment/index.ts';
import { anEndpoint } from '../domain/people.ts';
import { ACCEPTED, ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const HOUR_MS = 3_600_000;
const THIRDS = [33.33, 33.33, 33.34];

const crowd = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    ...newCustomer(`customer-${index}`),
    endpoints: [anEndpoint({ id: `e-${index}`, address: `token-${index}` })],
  }));

/** A campaign with words A by itself, and of others for further treatments; what is sent is in `sender.outbox`. */
async function createExperiment(count: number, decide?: Parameters<typeof createMemoryApp>[1]) {
  const app = createMemoryApp(crowd(count), decide);
  const { deps } = app;
  const jobId = await app.plan({ title: 'A' });
  const { campaignId } = await app.jobOf(jobId);
  const known = (await deps.campaigns.get(campaignId))?.value;
  if (known === undefined) throw new Error('There is no campaign.');
  const words = async (title: string, fields: { messageClass?: 'AD' | 'TRANSACTIONAL' } = {}) =>
    unwrap(
      await saveTemplate(deps, {
        actor: ACTOR,
        name: title,
        messageClass: 'TRANSACTIONAL',
        content: { channel: 'PUSH', title, body: '안내. 무료수신거부: 앱 설정' },
        ...fields,
      }),
    ).template;
  const [b, c] = [await words('B'), await words('C')];
  const { id: _, ...plain } = known;
  const save = (fields: Partial<CampaignInput>) =>
    saveCampaign(deps, { actor: ACTOR, campaignId, input: { ...plain, ...fields } });
  const inThree = (shares: readonly number[] = THIRDS): Treatment[] => [
    { name: 'A', sharePercent: shares[0] ?? 0 },
    { name: 'B', sharePercent: shares[1] ?? 0, templates: [{ stepIndex: 0, templateId: b.id }] },
    { name: 'C', sharePercent: shares[2] ?? 0, templates: [{ stepIndex: 0, templateId: c.id }] },
  ];
  /** Plans the campaign as it is saved, and sends it beside whatever went before. */
  const send = async () => {
    const { job } = unwrap(await planCampaign(deps, { actor: ACTOR, campaignId }));
    await app.work();
    app.clock.advance(2 * HOUR_MS);
    unwrap(await launchJob(deps, { actor: ACTOR, jobId: job.id }));
    await app.work();
    return job.id;
  };
  const people = async (jobId: string) =>
    unwrap(await listRecipients(deps, { jobId, outcome: 'INCLUDED', limit: 1_000 })).items;
  return { app, deps, campaignId, templates: { b, c }, words, save, inThree, send, people };
}

const titles = (app: ReturnType<typeof createMemoryApp>, jobId: string): Map<string, string> =>
  new Map(
    app.sender.outbox.flatMap(({ ref, customer, message }) =>
      ref.jobId === jobId && message.channel === 'PUSH' ? [[customer.id, message.title ?? '']] : [],
    ),
  );

describe('a campaign with treatments', () => {
  it('C22 gives each customer the words of their treatment by a stable share, the same when it is planned again', async () => {
    const { app, deps, campaignId, save, inThree, send, people } = await createExperiment(900);
    unwrap(await save({ treatments: inThree() }));
    const jobId = await send();
    const assign = createAssignment(campaignId, inThree());
    const got = titles(app, jobId);
    expect(got.size).toBe(900);
    for (const [customerId, title] of got) expect(title).toBe('ABC'[assign(customerId)]);
    for (const { customerId, treatment, stepIndex } of await people(jobId)) {
      expect({ treatment, stepIndex }).toEqual({ treatment: assign(customerId), stepIndex: 0 });
    }
    const job = await app.jobOf(jobId);
    const rows = stepProgress(job);
    expect(rows.map(({ channel, stepIndex, treatment }) => [channel, stepIndex, treatment])).toEqual([
      ['PUSH', 0, 'A'],
      ['PUSH', 0, 'B'],
      ['PUSH', 0, 'C'],
    ]);
    expect(rows.map(({ accepted }) => accepted)).toEqual(
      ['A', 'B', 'C'].map((name) => [...got.values()].filter((title) => title === name).length),
    );
    for (const { accepted } of rows) expect(Math.abs(accepted - 300)).toBeLessThan(60);
    const review = unwrap(await reviewPlan(deps, { jobId }));
    expect(review.channels.map(({ treatment, included }) => [treatment, included])).toEqual(
      rows.map(({ treatment, accepted }) => [treatment, accepted]),
    );
    expect(titles(app, await send())).toEqual(got);
  });

  it('C22 refuses shares that are not 100 % and more than five treatments at save', async () => {
    const { save, inThree } = await createExperiment(1);
    const refused = await save({ treatments: inThree([33, 33, 33]) });
    expect(refused).toMatchObject({ error: { code: 'INVALID_SHARES' } });
    expect(JSON.stringify(refused)).toContain('99 %');
    const thirty = Array.from({ length: 30 }, (_, index) => ({ name: `${index}`, sharePercent: 3.3 }));
    expect(await save({ treatments: thirty })).toMatchObject({ error: { code: 'INVALID_SHARES' } });
  });

  it('C24 keeps whom it held out when the holdout is widened, also in a retried job', async () => {
    let isDown = true;
    const { app, campaignId, save, inThree, send } = await createExperiment(600, () =>
      isDown ? { kind: 'ANSWERED', status: 'FAILED', isRetriable: true, code: 'TEMPORARY_FAILURE' } : ACCEPTED,
    );
    unwrap(await save({ treatments: inThree(), holdoutPercent: 10 }));
    const first = await send();
    const { failed, excluded } = (await app.jobOf(first)).sent;
    expect(failed).toBe(600 - (excluded.TREATMENT_HOLDOUT ?? 0));
    isDown = false;
    unwrap(await retryFailed({ ...app.deps }, { actor: ACTOR, jobId: first }));
    await app.work();
    const sentFirst = titles(app, first);
    unwrap(await save({ treatments: inThree(), holdoutPercent: 20 }));
    const sentThen = titles(app, await send());
    for (const { id } of crowd(600)) {
      expect(sentFirst.has(id)).toBe(!isHeldOut(campaignId, id, 10));
      expect(sentThen.has(id)).toBe(!isHeldOut(campaignId, id, 20));
      // Only others are added to the holdout, and nobody who stays gets other words.
      if (sentThen.has(id)) expect(sentThen.get(id)).toBe(sentFirst.get(id));
    }
  });

  it('takes nobody from a treatment that grows, and gives nobody to one that shrinks', async () => {
    const { app, save, inThree, send } = await createExperiment(600);
    unwrap(await save({ treatments: inThree([40, 40, 20]) }));
    const before = titles(app, await send());
    unwrap(await save({ treatments: inThree([40, 50, 10]) }));
    const after = titles(app, await send());
    for (const [customerId, title] of before) {
      if (title === 'B') expect(after.get(customerId)).toBe('B');
      if (title !== 'C') expect(after.get(customerId)).not.toBe('C');
    }
  });

  it('explains in which words somebody is included', async () => {
    const { deps, campaignId, save, inThree, send } = await createExperiment(30);
    unwrap(await save({ treatments: inThree() }));
    const jobId = await send();
    const assign = createAssignment(campaignId, inThree());
    for (const customerId of ['customer-0', 'customer-1', 'customer-2', 'customer-3']) {
      const treatment = assign(customerId);
      expect(await explainRecipient(deps, { jobId, customerId })).toMatchObject({
        outcome: 'INCLUDED',
        channel: 'PUSH',
        stepIndex: 0,
        treatment,
        message: `Included by PUSH, treatment "${'ABC'[treatment] ?? ''}"; ACCEPTED.`,
      });
    }
  });

  it('freezes the versions of all words when it is planned', async () => {
    const { app, deps, campaignId, templates, save, inThree } = await createExperiment(60);
    unwrap(await save({ treatments: inThree() }));
    const { job } = unwrap(await planCampaign(deps, { actor: ACTOR, campaignId }));
    await app.work();
    const changed = { actor: ACTOR, templateId: templates.b.id, name: 'B', messageClass: 'TRANSACTIONAL' } as const;
    unwrap(await saveTemplate(deps, { ...changed, content: { channel: 'PUSH', title: 'B2', body: '안내' } }));
    unwrap(await publishTemplateVersion(deps, { actor: ACTOR, templateId: templates.b.id, version: 2 }));
    unwrap(await launchJob(deps, { actor: ACTOR, jobId: job.id }));
    await app.work();
    expect(new Set(titles(app, job.id).values())).toEqual(new Set(['A', 'B', 'C']));
  });

  it('refuses words of another channel or class, unknown words, steps that are none and names that are not different', async () => {
    const { save, words } = await createExperiment(1);
    const { id: ad } = await words('(광고) 세일', { messageClass: 'AD' });
    const withTemplates = (templates: Treatment['templates'], name = 'B') =>
      save({
        treatments: [
          { name: 'A', sharePercent: 50 },
          { name, sharePercent: 50, ...(templates === undefined ? {} : { templates }) },
        ],
      });
    const messageOf = async (saved: ReturnType<typeof save>): Promise<string> => {
      const outcome = await saved;
      return outcome.ok ? 'saved' : outcome.error.message;
    };
    expect(await messageOf(withTemplates([{ stepIndex: 0, templateId: ad }]))).toContain('Step 1, treatment "B"');
    expect(await messageOf(withTemplates([{ stepIndex: 0, templateId: 'none' }]))).toContain('no template none');
    expect(await messageOf(withTemplates([{ stepIndex: 0, templateId: ad, templateVersion: 7 }]))).toContain(
      'no version 7',
    );
    expect(await messageOf(withTemplates([{ stepIndex: 1, templateId: ad }]))).toContain('steps 0 to 0');
    const twice = { stepIndex: 0, templateId: ad };
    expect(await messageOf(withTemplates([twice, twice]))).toContain('treatments[1].templates[1].stepIndex');
    expect(await messageOf(withTemplates([], 'A'))).toContain('treatments[1].name');
    expect(await messageOf(withTemplates([], ' '))).toContain('must not be empty');
    expect(await messageOf(withTemplates([]))).toBe('saved');
  });
});
