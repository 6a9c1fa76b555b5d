import { describe, expect, it } from 'vitest';
import { recordEvents } from '../../../src/app/event/index.ts';
import { unwrap } from './memory-app.ts';
import { createTriggered, personOf, SIGNED_UP } from './triggered-app.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const IDS = Array.from({ length: 100 }, (_, place) => `p${place}`);

/** People, a campaign that signing up opens for them, and a way to record events of theirs. */
async function arrange(trigger = SIGNED_UP, ids: readonly string[] = ['a', 'b', 'c']) {
  const app = await createTriggered(
    trigger,
    ids.map((id) => personOf(id)),
  );
  const said = (customerId: string, eventId: string, at = app.clock.now(), name = 'signed up') => ({
    ...{ eventId, customerId, name, occurredAt: new Date(at).toISOString() },
  });
  const record = async (events: readonly unknown[], deps = app.eventDeps) =>
    unwrap(await recordEvents(deps, { events })).outcomes.map(({ outcome }) => outcome);
  return { ...app, said, record };
}

describe('events that are recorded', () => {
  it('open a campaign for whoever they happened to, when its wait is over', async () => {
    const app = await arrange();
    expect(await app.record([app.said('a', 'e1'), app.said('b', 'e1', undefined, 'looked')])).toEqual([
      'ACCEPTED',
      'ACCEPTED',
    ]);
    await app.live(59 * MINUTE);
    expect(app.sentTo()).toEqual([]);
    await app.live(2 * MINUTE);
    expect(app.sentTo()).toEqual(['a']);
  });

  it.each([
    ['ONCE', { kind: 'ONCE' }, 1],
    ['ONCE_IN_DAYS', { kind: 'ONCE_IN_DAYS', days: 7 }, 1],
    ['EVERY_TIME', { kind: 'EVERY_TIME' }, 1_003],
  ] as const)(
    'C21 count once for each id and by the rule %s, never by how close they come',
    async (_, rule, entries) => {
      const app = await arrange({ ...SIGNED_UP, rule });
      const at = Math.floor(app.clock.now() / MINUTE) * MINUTE - MINUTE + 1_000;
      for (let time = 0; time < 3; time += 1) await app.record([app.said('a', 'e1', at)]);
      await app.record([app.said('a', 'e2', at), app.said('a', 'e3', at + 500)]);
      for (let first = 0; first < 1_000; first += 100) {
        await app.record(
          Array.from({ length: 100 }, (__, place) => app.said('a', `more-${first + place}`, at + place * 10)),
        );
      }
      expect(await app.historyOf('a')).toMatchObject({ entries });
      await app.live(2 * HOUR);
      // Whoever entered more than once within a minute gets one message of its job: it has their address once.
      expect(app.sentTo()).toEqual(['a']);
    },
  );

  it('open nothing when they are heard of too late to change anything but reports', async () => {
    const app = await arrange({ ...SIGNED_UP, expiresAfterMinutes: 60 * 1_440 });
    await app.record([app.said('a', 'e1', app.clock.now() - 8 * DAY), app.said('b', 'e1', app.clock.now() - 6 * DAY)]);
    expect(await app.historyOf('a')).toBeNull();
    expect(await app.historyOf('b')).toMatchObject({ entries: 1 });
  });

  it('are packed: a call that opens a campaign for a hundred people writes one item', async () => {
    const app = await arrange(SIGNED_UP, IDS);
    const batches: number[] = [];
    const append: typeof app.deps.waits.append = async (bucket, batch) => {
      batches.push(batch.entries.length);
      await app.deps.waits.append(bucket, batch);
    };
    const deps = { ...app.eventDeps, waits: { ...app.deps.waits, append } };
    await app.record(
      IDS.map((id) => app.said(id, 'e1')),
      deps,
    );
    expect(batches).toEqual([100]);
  });

  it('cost no more than one look into an index for each name when they open nothing, and write nothing more', async () => {
    const app = await arrange(SIGNED_UP, IDS);
    const asked: string[] = [];
    const find: typeof app.deps.triggered.find = async (name) => {
      asked.push(name);
      return app.deps.triggered.find(name);
    };
    const append = () => Promise.reject(new Error('Nobody waits.'));
    const deps = {
      ...app.eventDeps,
      triggered: { ...app.deps.triggered, find },
      waits: { ...app.deps.waits, append },
    };
    const events = IDS.map((id, place) => app.said(id, 'e1', undefined, place % 2 === 0 ? 'looked' : 'left'));
    expect(new Set(await app.record(events, deps))).toEqual(new Set(['ACCEPTED']));
    expect(asked.toSorted()).toEqual(['left', 'looked']);
    expect((await app.store.getMany(['p0'])).get('p0')?.value).not.toHaveProperty('campaignEntries');
  });

  it('open a campaign once when the call died before its events were kept, and is repeated later', async () => {
    const rules = [SIGNED_UP.rule, { kind: 'EVERY_TIME' }] as const;
    for (const [rule, minutes] of rules.flatMap(
      (one) =>
        [
          [one, 5],
          [one, 90],
        ] as const,
    )) {
      const app = await arrange({ ...SIGNED_UP, rule });
      const event = app.said('a', 'e1');
      const accept = () => Promise.reject(new Error('died'));
      const dying = { ...app.eventDeps, events: { ...app.eventDeps.events, accept } };
      await expect(app.record([event], dying)).rejects.toThrow('died');
      await app.live(minutes * MINUTE);
      expect(await app.record([event])).toEqual(['ACCEPTED']);
      await app.live(2 * HOUR);
      expect(app.sentTo(), `${rule.kind} repeated after ${minutes} minutes`).toEqual(['a']);
    }
  });

  it.each([
    ['an event dated ahead', () => ({})],
    ['an event whose sender has a wrong clock', (now: number) => ({ sentAt: new Date(now - HOUR).toISOString() })],
  ])('open a campaign once for %s, whose call died under one clock and is repeated under another', async (_, said) => {
    const app = await arrange({ ...SIGNED_UP, rule: { kind: 'EVERY_TIME' } });
    const event = { ...app.said('a', 'e1', app.clock.now() + 2 * MINUTE), ...said(app.clock.now()) };
    const accept = () => Promise.reject(new Error('died'));
    const behind = { ...app.clock, now: () => app.clock.now() - 10 * MINUTE };
    const dying = { ...app.eventDeps, clock: behind, events: { ...app.eventDeps.events, accept } };
    await expect(app.record([event], dying)).rejects.toThrow('died');
    await app.live(MINUTE);
    expect(await app.record([event])).toEqual(['ACCEPTED']);
    // Every time counts: another one is another message, an hour later.
    await app.live(70 * MINUTE);
    expect(app.sentTo()).toEqual(['a']);
    const later = { ...app.said('a', 'e2', app.clock.now() + 2 * MINUTE), ...said(app.clock.now()) };
    expect(await app.record([later])).toEqual(['ACCEPTED']);
    await app.live(3 * HOUR);
    expect(app.sentTo()).toEqual(['a', 'a']);
  });

  it('are flagged where a campaign is not opened again by them, as its rule says', async () => {
    const app = await arrange();
    const { outcomes } = unwrap(
      await recordEvents(app.eventDeps, { events: [app.said('a', 'e1'), app.said('a', 'e2'), app.said('b', 'e1')] }),
    );
    expect(outcomes.map((outcome) => ('flags' in outcome ? outcome.flags : undefined))).toEqual([
      undefined,
      ['REENTRY_REFUSED'],
      undefined,
    ]);
  });

  it('lose nobody whose entry is due while it is written: what is younger than any call is gathered later', async () => {
    const app = await arrange({ ...SIGNED_UP, wait: { type: 'DURATION', minutes: 1 } });
    const accept: typeof app.eventDeps.events.accept = async (events, customer) => {
      // The bell of the minute comes between the entry and the history that makes it count.
      await app.gather();
      return app.eventDeps.events.accept(events, customer);
    };
    const slow = { ...app.eventDeps, events: { ...app.eventDeps.events, accept } };
    expect(await app.record([app.said('a', 'e1', app.clock.now() - 2 * MINUTE)], slow)).toEqual(['ACCEPTED']);
    expect(app.sentTo()).toEqual([]);
    await app.live(2 * MINUTE);
    expect(app.sentTo()).toEqual(['a']);
  });

  it('lose nobody when the clock of a call is set back while it runs: what it writes is no older than the call', async () => {
    const app = await arrange({ ...SIGNED_UP, wait: { type: 'DURATION', minutes: 1 } });
    let setBack = 0;
    const getMany: typeof app.store.getMany = (ids) => {
      // After the call has noted when it began, and before it writes who entered.
      setBack = 5 * MINUTE;
      return app.store.getMany(ids);
    };
    const accept: typeof app.eventDeps.events.accept = async (events, customer) => {
      await app.gather();
      return app.eventDeps.events.accept(events, customer);
    };
    const deps = {
      ...app.eventDeps,
      clock: { ...app.clock, now: () => app.clock.now() - setBack },
      customers: { ...app.eventDeps.customers, getMany },
      events: { ...app.eventDeps.events, accept },
    };
    expect(await app.record([app.said('a', 'e1', app.clock.now() - 2 * MINUTE)], deps)).toEqual(['ACCEPTED']);
    await app.live(2 * MINUTE);
    expect(app.sentTo()).toEqual(['a']);
  });

  it('open a campaign once for a customer of whom two calls speak at one moment', async () => {
    const app = await arrange();
    const [first, second] = await Promise.all([app.record([app.said('a', 'e1')]), app.record([app.said('a', 'e2')])]);
    expect([first, second]).toEqual([['ACCEPTED'], ['ACCEPTED']]);
    expect(await app.historyOf('a')).toMatchObject({ entries: 1 });
    await app.live(2 * HOUR);
    expect(app.sentTo()).toEqual(['a']);
  });
});
