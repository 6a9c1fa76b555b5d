import { describe, expect, it } from 'vitest';
import {
  eraseCustomer,
  exportCustomer,
  importCustomers,
  recordConsent,
  upsertCustomers,
} from '../../../src/app/customer/index.ts';
import { saveSegment } from '../../../src/app/segment/index.ts';
import { aCustomer } from '../domain/people.ts';
import { ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

function createCustomers(...customers: Parameters<typeof createMemoryApp>) {
  const app = createMemoryApp(...customers);
  const deps = { ...app.deps, customers: app.store, publisher: app.deps.importPublisher };
  const upsert = async (...rows: unknown[]) =>
    unwrap(await upsertCustomers(deps, { actor: ACTOR, customers: rows })).outcomes;
  return { app, deps, upsert };
}

describe('upserting customers', () => {
  it('answers every row by itself, and changes nothing the second time', async () => {
    const { app, upsert } = createCustomers([aCustomer({ id: 'old' })]);
    const rows = [
      { id: 'new', endpoints: [{ channelType: 'EMAIL', address: 'a@example.com' }] },
      { id: 'old', attributes: { City: ['서울'] } },
      { id: 'bad', endpoints: [{ id: 'e' }] },
      { id: 'worse', atributes: {} },
      7,
    ];
    expect(await upsert(...rows)).toMatchObject([
      { row: 0, customerId: 'new', outcome: 'CREATED' },
      { row: 1, customerId: 'old', outcome: 'UPDATED' },
      { row: 2, customerId: 'bad', outcome: 'REFUSED', code: 'MISSING_FIELD' },
      { row: 3, outcome: 'REFUSED', code: 'UNKNOWN_FIELD' },
      { row: 4, outcome: 'REFUSED', code: 'INVALID_JSON' },
    ]);
    app.clock.advance(60_000);
    const again = await upsert(...rows);
    expect(again.map(({ outcome }) => outcome)).toEqual(['UNCHANGED', 'UNCHANGED', 'REFUSED', 'REFUSED', 'REFUSED']);
    expect((await app.store.getMany(['new'])).get('new')?.revision).toBe(1);
  });

  it('applies rows of one customer in their order', async () => {
    const { app, upsert } = createCustomers();
    await upsert(...['a', 'b', 'c'].map((tier) => ({ id: 'u', attributes: { Tier: [tier] } })));
    expect((await app.store.getMany(['u'])).get('u')?.value.attributes).toEqual({ Tier: ['c'] });
  });

  it('merges with what somebody else writes at the same moment', async () => {
    const { app, upsert } = createCustomers();
    await Promise.all(Array.from({ length: 6 }, (_, n) => upsert({ id: 'u', attributes: { [`a${n}`]: ['x'] } })));
    expect(Object.keys((await app.store.getMany(['u'])).get('u')?.value.attributes ?? {})).toHaveLength(6);
  });

  it('keeps activity as absolute counts', async () => {
    const { app, upsert } = createCustomers();
    const today = Math.floor((app.clock.now() + 9 * 3_600_000) / 86_400_000);
    const activity = { firstSeenAt: 1000, events: { buy: { days: [[today, 2]] } } };
    await upsert({ id: 'u', activity }, { id: 'u', activity });
    expect((await app.store.getMany(['u'])).get('u')?.value.activity).toEqual(activity);
  });

  it.each([[0], [101]])('refuses %d customers at once', async (count) => {
    const { deps } = createCustomers();
    const customers = Array.from({ length: count }, (_, n) => ({ id: `u${n}` }));
    expect(await upsertCustomers(deps, { actor: ACTOR, customers })).toMatchObject({
      ok: false,
      error: { code: 'INVALID_INPUT' },
    });
  });

  it('refuses a customer who would not fit into one item', async () => {
    const { upsert } = createCustomers();
    const wide = (n: number) =>
      Object.fromEntries(Array.from({ length: n }, (_, i) => [`a${i}`, Array(50).fill('가'.repeat(50))]));
    expect(await upsert({ id: 'u', attributes: wide(60) })).toMatchObject([{ outcome: 'REFUSED', code: 'TOO_LARGE' }]);
  });
});

describe('recording consent', () => {
  const record = (
    deps: Parameters<typeof recordConsent>[0],
    at: number | undefined,
    state: 'GRANTED' | 'WITHDRAWN',
    words: { readonly wording?: string } = {},
  ) =>
    recordConsent(deps, {
      actor: ACTOR,
      customerId: 'c1',
      statements: [
        { channel: 'SMS', kind: 'NIGHT', state, source: '전화', ...words, ...(at === undefined ? {} : { at }) },
      ],
    });

  it('keeps the latest decision with its time and source, in whatever order they arrive', async () => {
    const { deps, app } = createCustomers([aCustomer()]);
    expect(unwrap(await record(deps, 2000, 'WITHDRAWN')).applied).toBe(1);
    const late = unwrap(await record(deps, 1000, 'GRANTED'));
    expect(late).toMatchObject({ applied: 0, consent: { SMS: { night: { state: 'WITHDRAWN', at: 2000 } } } });
    // Who refused consents anew only with the words.
    expect(await record(deps, undefined, 'GRANTED')).toMatchObject({ error: { code: 'CONSENT_WORDS_MISSING' } });
    const wording = '[선택] 야간(21시~08시) 광고성 정보 수신동의';
    const now = unwrap(await record(deps, undefined, 'GRANTED', { wording }));
    expect(now.consent.SMS?.night).toMatchObject({ state: 'GRANTED', at: app.clock.now(), source: '전화' });
  });

  it('A24 lets a withdrawal of now undo a consent that was dated a little ahead, or far ahead before', async () => {
    const { deps, app } = createCustomers([aCustomer()]);
    const now = app.clock.now();
    const ahead = unwrap(await record(deps, now + 240_000, 'GRANTED'));
    expect(ahead.consent.SMS?.night).toMatchObject({ state: 'GRANTED', at: now });
    expect(unwrap(await record(deps, now, 'WITHDRAWN'))).toMatchObject({
      applied: 1,
      consent: { SMS: { night: { state: 'WITHDRAWN', at: now } } },
    });
    const stored = { SMS: { night: { state: 'GRANTED', at: now + 86_400_000, source: 'old' } } } as const;
    const old = createCustomers([aCustomer({ consent: stored })]);
    expect(unwrap(await record(old.deps, undefined, 'WITHDRAWN'))).toMatchObject({
      applied: 1,
      consent: { SMS: { night: { state: 'WITHDRAWN' } } },
    });
  });

  it('A24 refuses an upserted consent of a day to come, and takes a withdrawal of one as said now', async () => {
    const { upsert, deps, app } = createCustomers([aCustomer()]);
    const at = app.clock.now() + 86_400_000;
    const said = (state: string) => upsert({ id: 'c1', consent: { SMS: { ad: { state, at, source: 'form' } } } });
    expect(await said('GRANTED')).toMatchObject([{ outcome: 'REFUSED', code: 'CONSENT_AHEAD' }]);
    const before = app.clock.now();
    await said('WITHDRAWN');
    const { consent } = unwrap(await exportCustomer(deps, { customerId: 'c1' })).customer;
    expect(consent).toMatchObject({ SMS: { ad: { state: 'WITHDRAWN', at: before } } });
  });

  it('refuses what is no proof: somebody unknown, no source, a time to come', async () => {
    const { deps, app } = createCustomers();
    expect(await record(deps, 1000, 'GRANTED')).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
    expect(await record(deps, app.clock.now() + 3_600_000, 'GRANTED')).toMatchObject({
      ok: false,
      error: { code: 'INVALID_INPUT' },
    });
    const statements = [{ channel: 'SMS', kind: 'AD', state: 'GRANTED', source: ' ' }] as const;
    expect(await recordConsent(deps, { actor: ACTOR, customerId: 'c1', statements })).toMatchObject({
      ok: false,
      error: { code: 'INVALID_INPUT' },
    });
  });
});

describe('lists that cannot be joined', () => {
  it('refuses a row that joins a list which does not exist or follows from a definition, and that row alone', async () => {
    const { app, upsert } = createCustomers();
    const { segment: list } = unwrap(await saveSegment(app.deps, { actor: ACTOR, name: '명단', type: 'IMPORTED' }));
    const definition = {
      groups: [{ dimensions: [{ attributes: { City: { type: 'INCLUSIVE', values: ['서울'] } } }] }],
    };
    const { segment: dynamic } = unwrap(
      await saveSegment(app.deps, { actor: ACTOR, name: '서울', type: 'DYNAMIC', definition }),
    );
    const outcomes = await upsert(
      { id: 'a', importedSegments: [list.id] },
      { id: 'a', importedSegments: [list.id, 'lost'] },
      { id: 'b', importedSegments: [dynamic.id] },
      { id: 'c', leftSegments: ['gone'] },
    );
    expect(outcomes).toMatchObject([
      { row: 0, outcome: 'CREATED' },
      { row: 1, customerId: 'a', outcome: 'REFUSED', code: 'UNKNOWN_SEGMENT' },
      { row: 2, outcome: 'REFUSED', code: 'UNKNOWN_SEGMENT' },
      { row: 3, outcome: 'CREATED' },
    ]);
    expect(outcomes.map(({ message = '' }) => /"lost"|is dynamic/.exec(message)?.[0])).toEqual([
      undefined,
      '"lost"',
      'is dynamic',
      undefined,
    ]);
    const stored = await app.store.getMany(['a', 'b']);
    expect(stored.get('a')?.value.importedSegments).toEqual([list.id]);
    expect(stored.get('b')).toBeUndefined();
  });

  it('takes over what else a line of an import says, and reports the list', async () => {
    const { app, deps } = createCustomers();
    const { segment: list } = unwrap(await saveSegment(app.deps, { actor: ACTOR, name: '명단', type: 'IMPORTED' }));
    const line = { id: 'a', attributes: { City: ['서울'] }, importedSegments: ['lost', list.id] };
    const command = { actor: ACTOR, importId: 'i', firstLine: 1, isLast: true, lines: ['', JSON.stringify(line)] };
    const { report } = unwrap(await importCustomers(deps, command));
    expect(report).toMatchObject({ accepted: 1, customersCreated: 1 });
    expect(report.rejections).toMatchObject([{ line: 2, code: 'UNKNOWN_SEGMENT' }]);
    expect((await app.store.getMany(['a'])).get('a')?.value).toMatchObject({
      attributes: { City: ['서울'] },
      importedSegments: [list.id],
    });
  });
});

describe('exporting and erasing a customer', () => {
  it('hands out everything, in a form that can be imported again', async () => {
    const other = createCustomers();
    const { segment: list } = unwrap(
      await saveSegment(other.app.deps, { actor: ACTOR, name: '명단', type: 'IMPORTED' }),
    );
    const { deps } = createCustomers([aCustomer({ attributes: { City: ['서울'] }, importedSegments: [list.id] })]);
    const exported = unwrap(await exportCustomer(deps, { customerId: 'c1' })).customer;
    unwrap(
      await importCustomers(other.deps, {
        actor: ACTOR,
        importId: 'i',
        firstLine: 1,
        lines: [JSON.stringify(exported)],
        isLast: true,
      }),
    );
    expect(unwrap(await exportCustomer(other.deps, { customerId: 'c1' })).customer).toEqual(exported);
  });

  it('leaves nothing of an erased customer but the mark, and lets them come back by their own act', async () => {
    const { deps, upsert } = createCustomers([aCustomer()]);
    const erase = () => eraseCustomer(deps, { actor: ACTOR, customerId: 'c1' });
    expect(unwrap(await erase()).existed).toBe(true);
    const again = unwrap(await erase());
    expect(again.existed).toBe(false);
    expect(await exportCustomer(deps, { customerId: 'c1' })).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
    expect((await deps.erasures.getMany(['c1'])).get('c1')).toBe(again.erasedAt);
    expect(await upsert({ id: 'c1' })).toMatchObject([{ outcome: 'CREATED' }]);
  });
});
