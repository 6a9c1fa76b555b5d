import { describe, expect, it } from 'vitest';
import { importCustomers, importReport, recordConsent, upsertCustomers } from '../../../src/app/customer/index.ts';
import type { ConsentStatement } from '../../../src/app/customer/record-consent.ts';
import { unsubscribe } from '../../../src/app/recipients/index.ts';
import { launchJob } from '../../../src/app/send-job/index.ts';
import { saveTemplate } from '../../../src/app/template/index.ts';
import { newCustomer, newEndpoint, type Customer } from '../../../src/domain/customer/index.ts';
import { ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const MAIL = 'p@example.com';
const AD = {
  channel: 'EMAIL',
  subject: '(광고) 소식',
  html: '<p>겨울</p><a href="{{amazonSESUnsubscribeUrl}}">무료수신거부</a>',
} as const;
const CODE = { channel: 'EMAIL', subject: '인증번호', html: '<p>123456</p>' } as const;
const WORDS = '[선택] 광고성 정보 수신동의: 할인 소식을 메일로 받겠습니다.';

function personWith(consent: Customer['consent']): Customer {
  return { ...newCustomer('p'), consent, endpoints: [newEndpoint('e-p', 'EMAIL', MAIL)] };
}

function createApp(refusedDaysAgo?: number) {
  const app = createMemoryApp();
  Object.assign(app.deps.senders, { EMAIL: app.sender });
  const now = app.clock.now();
  const DAY = 86_400_000;
  const consented = { state: 'GRANTED', at: now - 30 * DAY, source: 'sign-up', wording: 'w-1' } as const;
  const ad =
    refusedDaysAgo === undefined
      ? consented
      : ({ state: 'WITHDRAWN', at: now - refusedDaysAgo * DAY, source: 'call' } as const);
  const deps = { ...app.deps, customers: app.store };
  const put = () => app.store.put(personWith({ EMAIL: { ad } }), 0);
  const run = async (content: typeof AD | typeof CODE): Promise<number> => {
    const before = app.sender.outbox.length;
    const messageClass = content === AD ? 'AD' : 'TRANSACTIONAL';
    const jobId = await app.plan({}, { messageClass }, content);
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
    await app.work();
    return app.sender.outbox.length - before;
  };
  const consentNow = async () => (await app.store.getMany(['p'])).get('p')?.value.consent.EMAIL?.ad;
  return { ...app, deps, put, run, consentNow, dayAgo: (days: number) => now - days * DAY };
}

describe('who unsubscribes', () => {
  it('C30 gets no advertising by mail any more, once in the ledger, and their codes all the same', async () => {
    const app = createApp();
    await app.put();
    expect(await app.run(AD)).toBe(1);
    const ref = app.sender.outbox[0]?.ref;
    if (ref === undefined) throw new Error('Nothing was sent.');
    app.clock.advance(60_000);
    expect(await unsubscribe(app.deps, { ref, isTold: false })).toBe('DONE');
    expect(await unsubscribe(app.deps, { ref, isTold: false })).toBe('DONE');
    expect(await app.consentNow()).toMatchObject({ state: 'WITHDRAWN', source: 'unsubscribe link' });
    expect(await app.deps.ledger.list('p')).toMatchObject([
      { by: 'link', decisions: [{ channel: 'EMAIL', kind: 'AD', state: 'WITHDRAWN' }] },
    ]);
    expect(await app.run(AD)).toBe(0);
    expect(await app.run(CODE)).toBe(1);
    expect((await app.store.getMany(['p'])).get('p')?.value.endpoints[0]?.optOut).toBe('NONE');
  });

  it('is told by the page what became of it, and by the mail program nothing: then a notice is due', async () => {
    for (const isTold of [true, false]) {
      const app = createApp();
      await app.put();
      await app.run(AD);
      const ref = app.sender.outbox[0]?.ref;
      if (ref === undefined) throw new Error('Nothing was sent.');
      await unsubscribe(app.deps, { ref, isTold });
      expect((await app.consentNow())?.noticedAt !== undefined).toBe(isTold);
    }
  });

  it('takes their address with them, whoever else has it, from advertising alone', async () => {
    const app = createApp();
    await app.put();
    await app.run(AD);
    const ref = app.sender.outbox[0]?.ref;
    if (ref === undefined) throw new Error('Nothing was sent.');
    await unsubscribe(app.deps, { ref, isTold: false });
    const other = { ...personWith({ EMAIL: { ad: { state: 'GRANTED', at: app.dayAgo(1), source: 'x' } } }), id: 'q' };
    await app.store.put(other, 0);
    expect(await app.run(AD)).toBe(0);
    expect(await app.run(CODE)).toBe(1);
  });

  it('is answered that the message is too old when nothing is kept of it', async () => {
    const app = createApp();
    expect(await unsubscribe(app.deps, { ref: { jobId: 'gone', shard: 0, chunk: 0, place: 0 }, isTold: true })).toBe(
      'TOO_OLD',
    );
  });
});

describe('who says so several times at one moment', () => {
  it('C30 leaves one decision and one entry by the link, also when the first call died before it wrote', async () => {
    const app = createApp();
    await app.put();
    await app.run(AD);
    const ref = app.sender.outbox[0]?.ref;
    if (ref === undefined) throw new Error('Nothing was sent.');
    const died = {
      ...app.deps,
      customerStore: { ...app.deps.customerStore, put: () => Promise.reject(new Error('x')) },
    };
    await expect(unsubscribe(died, { ref, isTold: true })).rejects.toThrow('x');
    app.clock.advance(2_000);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => {
        const clock = { ...app.clock, now: () => app.clock.now() + n };
        return unsubscribe({ ...app.deps, clock }, { ref, isTold: true });
      }),
    );
    expect(new Set(answers)).toEqual(new Set(['DONE']));
    expect(await app.deps.ledger.list('p')).toHaveLength(1);
  });

  it('C30 leaves one decision by calls, another one after a new consent, and one that has its own time', async () => {
    const app = createApp();
    await app.put();
    const say = (at: number | undefined, state: 'GRANTED' | 'WITHDRAWN' = 'WITHDRAWN', offset = 0) => {
      const clock = { ...app.clock, now: () => app.clock.now() + offset };
      const statement: ConsentStatement = {
        channel: 'EMAIL',
        kind: 'AD',
        state,
        source: 'call',
        ...(state === 'GRANTED' ? { wording: WORDS } : {}),
        ...(at === undefined ? {} : { at }),
      };
      return recordConsent({ ...app.deps, clock }, { actor: ACTOR, customerId: 'p', statements: [statement] });
    };
    const withdraw = () => Promise.all(Array.from({ length: 20 }, (_, n) => say(undefined, 'WITHDRAWN', n)));
    expect((await withdraw()).map((answer) => unwrap(answer).applied)).toEqual(Array.from({ length: 20 }, () => 1));
    expect(await app.deps.ledger.list('p')).toHaveLength(1);
    app.clock.advance(60_000);
    unwrap(await say(undefined, 'GRANTED'));
    app.clock.advance(60_000);
    await withdraw();
    expect(await app.deps.ledger.list('p')).toHaveLength(3);
    const own = app.clock.now();
    unwrap(await say(own));
    expect(await app.deps.ledger.list('p')).toHaveLength(4);
    expect(await app.consentNow()).toMatchObject({ state: 'WITHDRAWN', at: own });
  });
});

describe('who refused', () => {
  it('C31 stays refused whatever a list or a sync says, and the report counts them', async () => {
    const app = createApp(5);
    await app.put();
    const optOut = { Id: 'e-p', ChannelType: 'EMAIL', Address: MAIL, OptOut: 'NONE', User: { UserId: 'p' } };
    const sales = { ...optOut, EffectiveDate: new Date(app.dayAgo(0)).toISOString() };
    const claimed = {
      ...optOut,
      User: { UserId: 'p', UserAttributes: { 'AdConsent.EMAIL': [new Date(app.dayAgo(0)).toISOString(), 'sale'] } },
    };
    const lines = [sales, claimed, { ...sales, Id: 'e-q', Address: 'q@example.com', User: { UserId: 'q' } }];
    for (const [index, line] of lines.entries()) {
      const deps = { ...app.deps, publisher: app.deps.importPublisher };
      const importId = `sales-${index}`;
      const command = { actor: ACTOR, importId, firstLine: 1, lines: [JSON.stringify(line)], isLast: true };
      const { report } = unwrap(await importCustomers(deps, command));
      expect(report.keptRefused).toBe(index === 2 ? 0 : 1);
      expect(unwrap(await importReport(deps, { importId })).progress.keptRefused).toBe(index === 2 ? 0 : 1);
    }
    const synced = { id: 'p', consent: { EMAIL: { ad: { state: 'GRANTED', at: app.dayAgo(0), source: 'shop' } } } };
    const { outcomes } = unwrap(await upsertCustomers(app.deps, { actor: ACTOR, customers: [synced] }));
    expect(outcomes).toMatchObject([{ outcome: 'UNCHANGED', keptRefused: true }]);
    expect(await app.consentNow()).toMatchObject({ state: 'WITHDRAWN', at: app.dayAgo(5) });
    expect(await app.run(AD)).toBe(0);
  });

  it('C31 consents anew by a statement with its words, later than the refusal; the ledger has the words', async () => {
    const app = createApp(5);
    await app.put();
    const say = (at: number, wording?: string) =>
      recordConsent(app.deps, {
        actor: ACTOR,
        customerId: 'p',
        statements: [
          {
            channel: 'EMAIL',
            kind: 'AD',
            state: 'GRANTED',
            at,
            source: 'shop form',
            ...(wording === undefined ? {} : { wording }),
          },
        ],
      });
    expect(await say(app.dayAgo(1))).toMatchObject({ ok: false, error: { code: 'CONSENT_WORDS_MISSING' } });
    expect(await say(app.dayAgo(1), '마케팅 동의')).toMatchObject({ ok: false, error: { code: 'CONSENT_WORDS' } });
    expect(unwrap(await say(app.dayAgo(6), WORDS)).applied).toBe(0);
    expect(await app.deps.ledger.list('p')).toEqual([]);
    expect(unwrap(await say(app.dayAgo(1), WORDS)).applied).toBe(1);
    expect(await app.deps.ledger.list('p')).toMatchObject([
      { by: ACTOR.id, decisions: [{ state: 'GRANTED', source: 'shop form', wording: WORDS }] },
    ]);
    // The customer keeps the name of the words, not the words.
    expect((await app.consentNow())?.wording).toMatch(/^w-[0-9a-f]{16}$/);
    expect(await app.run(AD)).toBe(1);
    // And the same again changes nothing.
    expect(unwrap(await say(app.dayAgo(1), WORDS)).applied).toBe(1);
    expect(await app.deps.ledger.list('p')).toHaveLength(1);
  });

  it('by the link of a mail consents anew, and their address is free for advertising', async () => {
    const app = createApp();
    await app.put();
    await app.run(AD);
    const ref = app.sender.outbox[0]?.ref;
    if (ref === undefined) throw new Error('Nothing was sent.');
    await unsubscribe(app.deps, { ref, isTold: true });
    app.clock.advance(60_000);
    const statement = { channel: 'EMAIL', kind: 'AD', state: 'GRANTED', source: 'form', wording: WORDS } as const;
    unwrap(await recordConsent(app.deps, { actor: ACTOR, customerId: 'p', statements: [statement] }));
    expect(await app.run(AD)).toBe(1);
  });

  it('keeps the words of an import in the ledger, too', async () => {
    const app = createApp();
    const at = new Date(app.dayAgo(1)).toISOString();
    const line = {
      Id: 'e-p',
      ChannelType: 'EMAIL',
      Address: MAIL,
      User: { UserId: 'p', UserAttributes: { 'AdConsent.EMAIL': [at, 'form', 'GRANTED', WORDS] } },
    };
    const deps = { ...app.deps, publisher: app.deps.importPublisher };
    const command = { actor: ACTOR, importId: 'list', firstLine: 1, lines: [JSON.stringify(line)], isLast: true };
    unwrap(await importCustomers(deps, command));
    expect(await app.deps.ledger.list('p')).toMatchObject([{ by: 'import', decisions: [{ wording: WORDS }] }]);
  });
});

describe('a purchase', () => {
  it('takes the place of a consent for the goods that a template advertises, at planning and at sending', async () => {
    const app = createApp();
    const bought = { deal: { goods: 'coats', at: app.dayAgo(30), source: 'order 7' } };
    await app.store.put(personWith({ EMAIL: bought }), 0);
    const { template } = unwrap(
      await saveTemplate(app.deps, { actor: ACTOR, name: '외투', messageClass: 'AD', content: AD, goods: 'coats' }),
    );
    const steps = [{ channel: 'EMAIL', templateId: template.id }] as const;
    const run = async () => {
      const jobId = await app.plan({}, { messageClass: 'AD', steps }, AD);
      unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
      await app.work();
      return app.sender.outbox.length;
    };
    expect(await run()).toBe(1);
    // Words that advertise something else, or that say of nothing what it is, need a consent.
    expect(await app.run(AD)).toBe(0);
    app.clock.advance(160 * 86_400_000);
    expect(await run()).toBe(1);
  });

  it('C31 is not recorded as consenting by words that nobody can read, in no way of coming in', async () => {
    const app = createApp(5);
    await app.put();
    for (const wording of ['  ', '\u200b\u2060', '\u3164', '\u115f \uffa0']) {
      const statement = { channel: 'EMAIL', kind: 'AD', state: 'GRANTED', source: 'form', wording } as const;
      expect(await recordConsent(app.deps, { actor: ACTOR, customerId: 'p', statements: [statement] })).toMatchObject({
        error: { code: 'INVALID_INPUT' },
      });
      const at = new Date(app.dayAgo(1)).toISOString();
      const consent = { EMAIL: { ad: { state: 'GRANTED', at, source: 'form', wording } } };
      await upsertCustomers(app.deps, { actor: ACTOR, customers: [{ id: 'p', consent }] });
      expect(await app.consentNow(), JSON.stringify(wording)).toMatchObject({ state: 'WITHDRAWN' });
    }
    const filler = { EMAIL: { ad: { state: 'GRANTED', at: '2026-11-22T00:00:00Z', source: 'x', wording: '\u3164' } } };
    const upsert = { actor: ACTOR, customers: [{ id: 'p', consent: filler }] };
    // Fillers are blanks, and blanks are no words at all.
    expect(unwrap(await upsertCustomers(app.deps, upsert)).outcomes).toMatchObject([
      { outcome: 'UNCHANGED', keptRefused: true },
    ]);
  });
});
