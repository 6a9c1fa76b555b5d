import { describe, expect, it } from 'vitest';
import { saveCampaign } from '../../../src/app/campaign/index.ts';
import { sweepJobs } from '../../../src/app/delivery/index.ts';
import { explainRecipient, listRecipients } from '../../../src/app/recipients/index.ts';
import { createCampaignFinder, createEntryWriter, gatherWaits, openByEvent } from '../../../src/app/trigger/index.ts';
import { newEndpoint } from '../../../src/domain/customer/index.ts';
import { ACTOR, createMemoryApp, unwrap } from './memory-app.ts';
import { createTriggered, personOf, SIGNED_UP } from './triggered-app.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('a campaign that an event opens', () => {
  it('sends to whom it happened to when their wait is over, all of a minute by one job, and to nobody else', async () => {
    const app = await createTriggered(SIGNED_UP);
    await app.hear(['a', 'b']);
    await app.live(59 * MINUTE);
    expect(app.sentTo()).toEqual([]);
    await app.live(2 * MINUTE);
    expect(app.sentTo().sort()).toEqual(['a', 'b']);
    expect(await app.records()).toMatchObject([{ state: 'OPENED' }]);
    await app.live(2 * HOUR);
    expect(app.sentTo()).toHaveLength(2);
    expect(await app.deps.waits.listDue(Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
  });

  it('C21 counts an event that is heard three times once, and opens no second time, by whatever comes within a second', async () => {
    const app = await createTriggered(SIGNED_UP);
    const at = app.clock.now();
    for (let time = 0; time < 3; time += 1) await app.hear(['a'], 1, at);
    expect(await app.historyOf('a')).toMatchObject({ entries: 1, lastAt: at });
    await app.hear(['a'], 3, at + 500);
    await app.hear(['a'], 1_003, at + 1_000);
    expect(await app.historyOf('a')).toMatchObject({ entries: 1, lastAt: at });
    await app.live(2 * HOUR);
    expect(app.sentTo()).toEqual(['a']);
  });

  it('C21 loses none of a thousand within a second when every time counts', async () => {
    const app = await createTriggered({ ...SIGNED_UP, rule: { kind: 'EVERY_TIME' } });
    const at = app.clock.now();
    await app.hear(['a'], 3, at);
    await app.hear(['a'], 1_003, at + 1_000);
    expect((await app.historyOf('a'))?.entries).toBe(1_003);
    await app.live(2 * HOUR);
    // One address gets one message of a job, and all of them are due within one minute.
    expect(app.sentTo().length).toBeGreaterThanOrEqual(1);
    expect(app.sentTo().length).toBeLessThanOrEqual(2);
  });

  it('opens again after the days that its rule names, counted from the last entry, and not before', async () => {
    const app = await createTriggered({ ...SIGNED_UP, rule: { kind: 'ONCE_IN_DAYS', days: 7 } });
    await app.hear(['a']);
    await app.live(2 * HOUR);
    app.clock.advance(7 * DAY - 3 * HOUR);
    await app.hear(['a']);
    await app.live(2 * HOUR);
    expect(app.sentTo()).toEqual(['a']);
    app.clock.advance(2 * HOUR);
    await app.hear(['a'], 2);
    await app.live(2 * HOUR);
    expect(app.sentTo()).toEqual(['a', 'a']);
  });

  it('sends to who waits longer than the days of its rule for each of their entries, also when it is opened again meanwhile', async () => {
    const wait = { type: 'DURATION', minutes: 3 * 1_440 } as const;
    const rule = { kind: 'ONCE_IN_DAYS', days: 1 } as const;
    const app = await createTriggered({ ...SIGNED_UP, rule, expiresAfterMinutes: 10 * 1_440, wait });
    await app.hear(['a', 'b']);
    app.clock.advance(2 * DAY);
    await app.hear(['a']);
    expect(await app.historyOf('a')).toMatchObject({ entries: 2 });
    app.clock.advance(DAY);
    await app.live(3 * MINUTE);
    expect(app.sentTo().sort()).toEqual(['a', 'b']);
    app.clock.advance(2 * DAY);
    await app.live(3 * MINUTE);
    expect(app.sentTo().sort()).toEqual(['a', 'a', 'b']);
    await app.live(HOUR);
    expect(app.sentTo()).toHaveLength(3);
  });

  it('loses no entry whose job is planned late, when it is opened again for the customer before that', async () => {
    const rule = { kind: 'ONCE_IN_DAYS', days: 1 } as const;
    const app = await createTriggered({ ...SIGNED_UP, rule, expiresAfterMinutes: 10 * 1_440 });
    await app.hear(['a']);
    app.clock.advance(62 * MINUTE);
    await gatherWaits(app.deps);
    // Nobody works for two days, and meanwhile it happens again.
    app.clock.advance(2 * DAY);
    await app.hear(['a']);
    await sweepJobs(app.deps);
    await app.work();
    expect(app.sentTo()).toEqual(['a']);
    await app.live(2 * HOUR);
    expect(app.sentTo()).toEqual(['a', 'a']);
  });

  it('C18 waits until two days before a day that each customer has, and the others leave with a reason and get nothing', async () => {
    const ends = { ok: '2026-12-20', missing: undefined, soon: 'soon', never: '2026-02-30', past: '2026-11-01' };
    const people = Object.entries(ends).map(([id, day]) =>
      personOf(id, day === undefined ? {} : { MembershipEnd: [day] }),
    );
    const wait = { type: 'UNTIL_ATTRIBUTE', attribute: 'MembershipEnd', daysBefore: 2, time: '10:00' } as const;
    const app = await createTriggered({ ...SIGNED_UP, expiresAfterMinutes: 60 * 1_440, wait }, people);
    await app.hear(Object.keys(ends));
    await app.live(2 * MINUTE);
    const [left] = await app.records();
    const jobId = left?.jobId ?? '';
    const { items } = unwrap(await listRecipients(app.deps, { jobId, outcome: 'EXCLUDED' }));
    expect(Object.fromEntries(items.map(({ customerId, reason }) => [customerId, reason]))).toEqual({
      missing: 'WAIT_DATE_MISSING',
      soon: 'WAIT_DATE_UNREADABLE',
      never: 'WAIT_DATE_UNREADABLE',
      past: 'WAIT_DATE_PASSED',
    });
    expect((await app.jobOf(jobId)).phase).toBe('COMPLETED');
    const why = unwrap(await explainRecipient(app.deps, { jobId, customerId: 'past' }));
    expect(why.rule).toContain('had passed');
    expect(app.sentTo()).toEqual([]);
    // 2026-12-18 at the step's hour, in Seoul.
    app.clock.advance(Date.parse('2026-12-18T09:59:00+09:00') - app.clock.now());
    await app.gather();
    expect(app.sentTo()).toEqual([]);
    await app.live(MINUTE);
    expect(app.sentTo()).toEqual(['ok']);
  });

  it('waits by the clocks of the endpoint that the message goes to, and not of another one of the customer', async () => {
    const wait = { type: 'UNTIL_ATTRIBUTE', attribute: 'Ends', daysBefore: 0, time: '10:00' } as const;
    const phone = newEndpoint('push', 'GCM', 't-a');
    const inBerlin = { ...phone, demographic: { timezone: 'Europe/Berlin' } };
    const mail = newEndpoint('mail', 'EMAIL', 'a@example.com');
    for (const [endpoints, at] of [
      [[mail, inBerlin], '2026-12-20T10:00:00+01:00'],
      [[{ ...mail, demographic: { timezone: 'Europe/Berlin' } }, phone], '2026-12-20T10:00:00+09:00'],
    ] as const) {
      const person = { ...personOf('a', { Ends: ['2026-12-20'] }), endpoints: [...endpoints] };
      const app = await createTriggered({ ...SIGNED_UP, expiresAfterMinutes: 60 * 1_440, wait }, [person]);
      await app.hear(['a']);
      app.clock.advance(Date.parse(at) - MINUTE - app.clock.now());
      await app.gather();
      expect(app.sentTo()).toEqual([]);
      await app.live(MINUTE);
      expect(app.sentTo()).toEqual(['a']);
    }
  });

  it('drops what waited longer than its message is of use, with a reason: nobody gathered for a day', async () => {
    const app = await createTriggered(SIGNED_UP);
    await app.hear(['a', 'b']);
    app.clock.advance(25 * HOUR);
    await app.gather();
    expect(app.sentTo()).toEqual([]);
    const [record] = await app.records();
    const { items } = unwrap(await listRecipients(app.deps, { jobId: record?.jobId ?? '', outcome: 'EXCLUDED' }));
    expect(items.map(({ reason }) => reason)).toEqual(['ENTRY_EXPIRED', 'ENTRY_EXPIRED']);
  });

  const reasonsOf = async (app: Awaited<ReturnType<typeof createTriggered>>) => {
    const [record] = await app.records();
    const jobId = record?.jobId ?? '';
    const { items } = unwrap(await listRecipients(app.deps, { jobId, outcome: 'INCLUDED' }));
    expect((await app.jobOf(jobId)).phase).toBe('COMPLETED');
    return items.map(({ customerId, status, code }) => [customerId, status, code]);
  };

  it('drops what would be held until its message is of no use any more, and holds what is of use by then', async () => {
    for (const [expiresAfterMinutes, isSent] of [
      [120, false],
      [11 * 60, false],
      [12 * 60, true],
    ] as const) {
      const app = await createTriggered({ ...SIGNED_UP, expiresAfterMinutes }, [personOf('a')]);
      const known = (await app.deps.campaigns.get(app.campaignId))?.value;
      if (known === undefined) throw new Error('There is no campaign.');
      const input = { ...known, whenClosed: 'HOLD', quietTime: { start: '21:00', end: '08:00' } } as const;
      unwrap(await saveCampaign(app.deps, { actor: ACTOR, campaignId: app.campaignId, input }));
      app.clock.advance(Date.parse('2026-11-23T20:30:00+09:00') - app.clock.now());
      await app.hear(['a']);
      // Whoever is held is waited for.
      await app.live(90 * MINUTE);
      expect(app.clock.now() >= Date.parse('2026-11-24T08:00:00+09:00')).toBe(isSent);
      expect(app.sentTo()).toEqual(isSent ? ['a'] : []);
      expect(await reasonsOf(app)).toEqual([
        ['a', ...(isSent ? ['ACCEPTED', undefined] : ['SKIPPED', 'ENTRY_EXPIRED'])],
      ]);
    }
  });

  it('drops what is planned and not sent in time, each by when their own event happened: nobody worked for a while', async () => {
    const app = await createTriggered({ ...SIGNED_UP, expiresAfterMinutes: 120 }, [personOf('a'), personOf('b')]);
    app.clock.advance(MINUTE + 10_000 - (app.clock.now() % MINUTE));
    await app.hear(['a']);
    app.clock.advance(40_000);
    await app.hear(['b']);
    app.clock.advance(62 * MINUTE);
    await gatherWaits(app.deps);
    // Until the message of the first is of no use any more, and that of the second still is.
    app.clock.advance(57 * MINUTE + 40_000);
    await sweepJobs(app.deps);
    await app.work();
    expect(app.sentTo()).toEqual(['b']);
    expect((await reasonsOf(app)).sort()).toEqual([
      ['a', 'SKIPPED', 'ENTRY_EXPIRED'],
      ['b', 'ACCEPTED', undefined],
    ]);
  });

  it('opens nothing for an event that is heard of too late', async () => {
    const app = await createTriggered(SIGNED_UP);
    await app.hear(['a'], 1, app.clock.now() - 25 * HOUR);
    expect(await app.historyOf('a')).toBeNull();
    await app.live(2 * HOUR);
    expect(app.sentTo()).toEqual([]);
  });

  it('sends once when the call died after the entry and before the customer, and is repeated later', async () => {
    for (const minutes of [5, 75, 90]) {
      const app = await createTriggered(SIGNED_UP);
      const at = app.clock.now();
      const dying = { ...app.upsertDeps, customers: { ...app.store, put: () => Promise.reject(new Error('died')) } };
      await expect(app.hear(['a'], 1, at, dying)).rejects.toThrow('died');
      await app.live(minutes * MINUTE);
      expect(app.sentTo(), `nothing counts yet after ${minutes} minutes`).toEqual([]);
      await app.hear(['a'], 1, at);
      await app.live(2 * HOUR);
      expect(app.sentTo(), `repeated after ${minutes} minutes`).toEqual(['a']);
    }
  });

  it('sends once however often it is gathered, by two at one moment or after a crash', async () => {
    for (const [store, method] of [
      ['jobs', 'create'],
      ['occurrences', 'create'],
      ['waits', 'close'],
      ['waits', 'putJobs'],
    ] as const) {
      const app = await createTriggered(SIGNED_UP);
      await app.hear(['a', 'b', 'c']);
      app.clock.advance(61 * MINUTE);
      const dying = { ...app.deps, [store]: { ...app.deps[store], [method]: () => Promise.reject(new Error('died')) } };
      await expect(gatherWaits(dying), method).rejects.toThrow('1 of 1 buckets');
      await Promise.all([gatherWaits(app.deps), gatherWaits(app.deps)]);
      await app.work();
      await app.live(5 * MINUTE);
      expect(app.sentTo().sort(), method).toEqual(['a', 'b', 'c']);
    }
  });

  it('begins nothing while all sending is stopped, and goes on when the stop ends', async () => {
    const app = await createTriggered(SIGNED_UP);
    await app.hear(['a']);
    const setStop = async (isStopped: boolean): Promise<void> => {
      const { revision, ...settings } = await app.deps.deliverySettings.get();
      await app.deps.deliverySettings.put({ ...settings, isStopped, reason: '점검' }, revision, ACTOR.id);
    };
    await setStop(true);
    await app.live(2 * HOUR);
    expect(await app.records()).toEqual([]);
    await setStop(false);
    await app.live(MINUTE);
    expect(app.sentTo()).toEqual(['a']);
  });

  it('shows why those who waited get nothing when the segment is gone, or the campaign is opened by nothing any more', async () => {
    const app = await createTriggered(SIGNED_UP);
    await app.hear(['a']);
    app.clock.advance(61 * MINUTE);
    const segments = { ...app.deps.segments, get: async () => null };
    expect(await gatherWaits({ ...app.deps, segments })).toMatchObject({ failed: 1, opened: 0 });
    expect(await app.records()).toMatchObject([{ state: 'FAILED', code: 'NOT_FOUND' }]);
    await app.hear(['b']);
    const known = (await app.deps.campaigns.get(app.campaignId))?.value;
    if (known === undefined) throw new Error('There is no campaign.');
    const { trigger: _, ...plain } = known;
    unwrap(await saveCampaign(app.deps, { actor: ACTOR, campaignId: app.campaignId, input: plain }));
    await app.live(2 * HOUR);
    expect((await app.records()).map(({ code }) => code)).toEqual(['NOT_FOUND', 'NO_TRIGGER']);
    expect(app.sentTo()).toEqual([]);
    await app.hear(['c']);
    expect(await app.historyOf('c')).toBeNull();
  });

  it('packs those of one call into one item for each minute', async () => {
    const app = await createTriggered(
      SIGNED_UP,
      Array.from({ length: 100 }, (_, n) => personOf(`p${n}`)),
    );
    const batches: number[] = [];
    const append: typeof app.deps.waits.append = async (bucket, batch) => {
      batches.push(batch.entries.length);
      await app.deps.waits.append(bucket, batch);
    };
    const at = app.clock.now();
    const ids = Array.from({ length: 100 }, (_, n) => `p${n}`);
    await app.hear(ids, 1, at, { ...app.upsertDeps, waits: { ...app.deps.waits, append } });
    expect(batches).toEqual([100]);
  });

  it('opens several campaigns by one event, each by its own rule', async () => {
    const app = await createTriggered(SIGNED_UP);
    const known = (await app.deps.campaigns.get(app.campaignId))?.value;
    if (known === undefined) throw new Error('There is no campaign.');
    const trigger = { ...SIGNED_UP, wait: { type: 'DURATION', minutes: 5 } } as const;
    const { campaign } = unwrap(await saveCampaign(app.deps, { actor: ACTOR, input: { ...known, trigger } }));
    const [a] = [(await app.store.getMany(['a'])).get('a')?.value];
    if (a === undefined) throw new Error('There is no customer.');
    const deps = { clock: app.clock, find: createCampaignFinder(app.deps), writer: createEntryWriter(app.deps) };
    const at = app.clock.now();
    const opened = await openByEvent(deps, a, [
      { name: 'signed up', eventId: 'e1', at },
      { name: 'something else', eventId: 'e2', at },
    ]);
    expect(Object.keys(opened.campaignEntries ?? {}).sort()).toEqual([app.campaignId, campaign.id].sort());
    expect(await openByEvent(deps, opened, [{ name: 'something else', eventId: 'e3', at }])).toBe(opened);
  });
});

describe('saving a trigger', () => {
  it.each([
    ['an event without a name', { event: ' ' }, 'trigger.event'],
    ['days that are none', { rule: { kind: 'ONCE_IN_DAYS', days: 0 } }, 'trigger.rule.days'],
    ['an expiry that is none', { expiresAfterMinutes: 0 }, 'trigger.expiresAfterMinutes'],
    ['a wait that is longer than the message is of use', { expiresAfterMinutes: 60 }, 'never over'],
    [
      'C18 a day that does not exist',
      { wait: { type: 'UNTIL_DATE', date: '2026-02-30', daysBefore: 0, time: '10:00' } },
      'wait.date',
    ],
    [
      'a wait for an attribute without a name',
      { wait: { type: 'UNTIL_ATTRIBUTE', attribute: '', daysBefore: 0, time: '10:00' } },
      'wait.attribute',
    ],
  ] as const)('refuses %s, with what to do', async (_, change, words) => {
    const app = createMemoryApp([personOf('a')]);
    const { campaignId } = await app.jobOf(await app.plan());
    const known = (await app.deps.campaigns.get(campaignId))?.value;
    if (known === undefined) throw new Error('There is no campaign.');
    const input = { ...known, trigger: { ...SIGNED_UP, ...change } };
    const saved = await saveCampaign(app.deps, { actor: ACTOR, campaignId, input });
    expect(saved.ok ? '' : saved.error.message).toContain(words);
    const both = { ...known, trigger: SIGNED_UP, schedule: { type: 'DAILY', time: '09:00' } } as const;
    expect(await saveCampaign(app.deps, { actor: ACTOR, campaignId, input: both })).toMatchObject({
      error: { code: 'INVALID_CAMPAIGN' },
    });
  });
});
