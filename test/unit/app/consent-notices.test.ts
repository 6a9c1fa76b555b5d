import { describe, expect, it } from 'vitest';
import { sendConsentNotices } from '../../../src/app/consent-notices/index.ts';
import { saveTemplate } from '../../../src/app/template/index.ts';
import { newCustomer, newEndpoint, type Customer } from '../../../src/domain/customer/index.ts';
import { createCallDeps } from './call-deps.ts';
import { ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const DAY = 86_400_000;
const NOTICE = {
  channel: 'SMS',
  body: '[봉화마트] {{Attributes.ConsentDate}} {{Attributes.ConsentDecision}} 처리되었습니다.',
} as const;

async function createApp(people: (now: number) => readonly Customer[]) {
  const app = createMemoryApp();
  const now = app.clock.now();
  for (const person of people(now)) await app.store.put(person, 0);
  Object.assign(app.deps.senders, { SMS: app.sender });
  const { template } = unwrap(
    await saveTemplate(app.deps, { actor: ACTOR, name: '통지', messageClass: 'TRANSACTIONAL', content: NOTICE }),
  );
  const { revision, ...settings } = await app.deps.deliverySettings.get();
  const noticeTemplates = (['RESULT', 'CONFIRMATION'] as const).map((notice) => ({
    notice,
    channel: 'SMS' as const,
    templateId: template.id,
  }));
  await app.deps.deliverySettings.put({ ...settings, noticeTemplates }, revision, 'tester');
  const deps = createCallDeps(app.deps);
  const round = async (until = Number.MAX_SAFE_INTEGER) => {
    const { report } = unwrap(await sendConsentNotices(deps, { until }));
    await app.work();
    return report;
  };
  const consentOf = async (id: string) => (await app.store.getMany([id])).get(id)?.value.consent.SMS;
  return { ...app, deps, round, consentOf, now };
}

function person(id: string, consent: Customer['consent'], isReachable = true): Customer {
  const endpoints = isReachable ? [newEndpoint(`e-${id}`, 'SMS', `+82100000${id.padStart(4, '0')}`)] : [];
  return { ...newCustomer(id), consent, endpoints };
}

describe('notices of consent', () => {
  it('tell once, within 14 days, what became of a consent or a refusal, on its channel', async () => {
    const app = await createApp((now) => {
      const decided = (state: 'GRANTED' | 'WITHDRAWN', days: number) => ({
        state,
        at: now - days * DAY,
        source: 'form',
      });
      return [
        person('1', { SMS: { ad: decided('GRANTED', 3), night: decided('GRANTED', 3) } }),
        person('2', { SMS: { ad: decided('WITHDRAWN', 13.9) } }),
        person('3', { SMS: { ad: decided('GRANTED', 14) } }),
        person('4', { SMS: { ad: { ...decided('GRANTED', 3), noticedAt: now - DAY } } }),
        person('5', { SMS: { ad: decided('GRANTED', 3) } }, false),
        person('6', { EMAIL: { ad: decided('GRANTED', 3) } }),
        person('7', {}),
      ];
    });
    expect(await app.round()).toEqual({
      sent: 2,
      unreachable: 1,
      withoutTemplate: 1,
      tooLate: 1,
      customersRead: 7,
      isDone: true,
    });
    const texts = app.sender.outbox.map(({ message }) => (message.channel === 'SMS' ? message.body : ''));
    expect(texts.some((text) => text.includes('광고성 정보 수신 동의, 야간 광고성 정보 수신 동의'))).toBe(true);
    expect(texts.some((text) => text.includes('광고성 정보 수신 거부'))).toBe(true);
    expect(await app.consentOf('1')).toMatchObject({ ad: { noticedAt: app.now }, night: { noticedAt: app.now } });
    expect(await app.round()).toMatchObject({ sent: 0, unreachable: 1 });
    expect(app.sender.outbox).toHaveLength(2);
  });

  it('remind of a consent before it is two years old, which then holds for two more', async () => {
    const app = await createApp((now) => {
      const given = (days: number) => ({
        state: 'GRANTED' as const,
        at: now - days * DAY,
        source: 'form',
        noticedAt: now,
      });
      return [
        person('1', { SMS: { ad: given(699) } }),
        person('2', { SMS: { ad: given(701) } }),
        person('3', { SMS: { ad: given(800) } }),
        person('4', { SMS: { ad: { ...given(800), state: 'WITHDRAWN' } } }),
      ];
    });
    expect(await app.round()).toMatchObject({ sent: 2, tooLate: 0 });
    expect((await app.consentOf('2'))?.ad?.confirmedAt).toBe(app.now);
    expect((await app.consentOf('1'))?.ad?.confirmedAt).toBe(undefined);
    expect(await app.round()).toMatchObject({ sent: 0 });
    app.clock.advance(710 * DAY);
    expect(await app.round()).toMatchObject({ sent: 3 });
  });

  it('go in jobs of at most 100, and stop when their time is up', async () => {
    const app = await createApp((now) =>
      Array.from({ length: 250 }, (_, n) =>
        person(String(n), { SMS: { ad: { state: 'GRANTED', at: now - DAY, source: 'form' } } }),
      ),
    );
    expect(await app.round()).toMatchObject({ sent: 250, isDone: true });
    expect(app.sender.outbox).toHaveLength(250);
    expect(new Set(app.sender.outbox.map(({ ref }) => ref.jobId)).size).toBeGreaterThanOrEqual(3);
  });

  it('are not sent while all sending is stopped', async () => {
    const app = await createApp(() => []);
    const { revision, ...settings } = await app.deps.deliverySettings.get();
    await app.deps.deliverySettings.put({ ...settings, isStopped: true, reason: 'x' }, revision, 'tester');
    expect(await sendConsentNotices(app.deps, { until: 0 })).toMatchObject({ error: { code: 'SENDING_STOPPED' } });
  });

  it('may have one template for each notice and channel', async () => {
    const { checkDeliverySettings } = await import('../../../src/domain/send-job/index.ts');
    const one = { notice: 'RESULT', channel: 'SMS', templateId: 't' } as const;
    const settings = { isStopped: false, reason: '', messagesPerSecond: {} };
    expect(checkDeliverySettings({ ...settings, noticeTemplates: [one] })).toBe(null);
    expect(checkDeliverySettings({ ...settings, noticeTemplates: [one, { ...one, templateId: 'u' }] })).toMatchObject({
      error: { code: 'INVALID_SETTINGS' },
    });
  });
});
