import { describe, expect, it } from 'vitest';
import { sendMessages } from '../../../src/app/external-send/index.ts';
import { planCampaign } from '../../../src/app/send-job/index.ts';
import type { Campaign } from '../../../src/domain/campaign/index.ts';
import { newCustomer, newEndpoint } from '../../../src/domain/customer/index.ts';
import { jsonBytes, LIMITS } from '../../../src/domain/limits.ts';
import { campaignOf, readableSpec } from '../../../src/app/delivery/model/job-spec.ts';
import { CLIENT, createCallDeps } from './call-deps.ts';
import { ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const CUSTOMERS = Array.from({ length: 100 }, (_, n) => ({
  ...newCustomer(`m-${n}`),
  endpoints: [newEndpoint(`e-${n}`, 'EMAIL', `m${n}@example.com`)],
}));
const WORDS = { channel: 'EMAIL', subject: '주문', html: '{{Attributes.Text}}' } as const;

function createApp() {
  const app = createMemoryApp(CUSTOMERS);
  Object.assign(app.deps.senders, { EMAIL: app.sender });
  const deps = createCallDeps(app.deps);
  const send = (idempotencyKey: string, texts: readonly string[], content: typeof WORDS = WORDS) =>
    sendMessages(deps, {
      client: CLIENT,
      idempotencyKey,
      messageClass: 'TRANSACTIONAL',
      content,
      recipients: texts.map((text, n) => ({ customerId: `m-${n}`, substitutions: { Text: [text] } })),
    });
  return { ...app, deps, send };
}

describe('the size of a call', () => {
  it('M23 of 100 Korean substitutions of 2,000 characters is refused early, before anything is counted or written', async () => {
    const app = createApp();
    const texts = CUSTOMERS.map(() => '가'.repeat(1_996));
    expect(await app.send('too-large', texts)).toMatchObject({
      ok: false,
      error: { code: 'CALL_TOO_LARGE', message: expect.stringMatching(/60\d{4} bytes; at most 358400/) as string },
    });
    expect(await app.deps.idempotency.find({ clientId: 'shop', key: 'too-large' }, 'x')).toEqual({ kind: 'FREE' });
    // The same key, with what fits.
    const { answer } = unwrap(await app.send('too-large', texts.slice(0, 50)));
    await app.work();
    expect(answer.decisions).toHaveLength(50);
    expect(app.sender.outbox).toHaveLength(50);
  });

  it('M23 of 95,000 letters and 100 Korean substitutions of 1,900 is refused with its limit, and a quota is not used', async () => {
    const app = createApp();
    const content = { ...WORDS, html: `${WORDS.html}${'x'.repeat(95_000)}` } as unknown as typeof WORDS;
    const texts = CUSTOMERS.map(() => '가'.repeat(1_896));
    for (const key of ['row-one', 'row-two', 'row-three']) {
      expect(await app.send(key, texts, content)).toMatchObject({
        error: { code: 'CALL_TOO_LARGE', message: expect.stringMatching(/bytes; at most 358400/) as string },
      });
    }
    // 200 recipients a minute: as many as these two calls have.
    const short = CUSTOMERS.map(() => '가');
    expect(await app.send('row-four', short)).toMatchObject({ ok: true });
    expect(await app.send('row-five', short)).toMatchObject({ ok: true });
  });

  it('counts words and substitutions together, to the byte', async () => {
    const app = createApp();
    const bytesOf = (html: string): number =>
      jsonBytes({ content: { ...WORDS, html }, recipients: [{ customerId: 'm-0', substitutions: { Text: ['가'] } }] });
    const recipients = Array.from({ length: 60 }, () => '가'.repeat(1_900));
    const withText = (html: string) => ({ ...WORDS, html }) as unknown as typeof WORDS;
    const frame = jsonBytes({
      content: WORDS,
      recipients: recipients.map((text, n) => ({ customerId: `m-${n}`, substitutions: { Text: [text] } })),
    });
    const room = LIMITS.call.max - frame;
    expect(room).toBeLessThan(LIMITS.email.max);
    expect(bytesOf('')).toBeLessThan(200);
    expect(await app.send('one-above', recipients, withText(`${WORDS.html}${'x'.repeat(room + 1)}`))).toMatchObject({
      error: { code: 'CALL_TOO_LARGE' },
    });
    expect(await app.send('at-limit', recipients, withText(`${WORDS.html}${'x'.repeat(room)}`))).toMatchObject({
      ok: true,
    });
  });

  it('of a plan is refused when what it freezes does not fit into one item', async () => {
    const app = createApp();
    const jobId = await app.plan({}, {}, WORDS);
    const spec = readableSpec(await app.deps.jobs.getSpec(jobId));
    const stored = await app.deps.campaigns.get(campaignOf(spec)?.id ?? '');
    if (spec === null || stored === null) throw new Error('The plan is gone.');
    const frame = jsonBytes(spec);
    const planWith = async (name: string) => {
      const known = await app.deps.campaigns.get(stored.value.id);
      const campaign: Campaign = { ...stored.value, name };
      await app.deps.campaigns.put(campaign, known?.revision ?? 0, ACTOR);
      return planCampaign(app.deps, { actor: ACTOR, campaignId: campaign.id });
    };
    const room = LIMITS.jobSpec.max - frame + Buffer.byteLength(stored.value.name);
    expect(await planWith('x'.repeat(room))).toMatchObject({ ok: true });
    expect(await planWith('x'.repeat(room + 1))).toMatchObject({ error: { code: 'PLAN_TOO_LARGE' } });
  });
});
