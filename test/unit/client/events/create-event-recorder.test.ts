import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { asyncStorage, createEventRecorder, type RejectedEvent } from '../../../../src/client/index.ts';
import { createLocalStorage, createServer, createTime, visit } from './recorder-world.ts';

const SECOND = 1_000;
const MINUTE = 60_000;

const arrange = () => ({ server: createServer(), time: createTime() });
const namesOf = (server: ReturnType<typeof createServer>) => [...server.counted.values()].map(({ name }) => name);

describe('the recorder of events', () => {
  it('sends what was gathered in one request, and keeps it until the server has answered', async () => {
    const world = arrange();
    const { recorder } = visit(world, createLocalStorage());
    recorder.signIn('c1');
    const ids = ['cart_added', 'order_paid'].map((name) => recorder.record(name));
    expect(recorder.waiting).toBe(2);
    await world.time.pass(11 * SECOND);
    expect(world.server.bodies).toHaveLength(1);
    expect(world.server.bodies[0]?.events.map(({ eventId }) => eventId)).toEqual(ids);
    expect(recorder.waiting).toBe(0);
    recorder.stop();
  });

  it('E2 tries again with the same ids and a fresh time of sending: each event counts once', async () => {
    const world = arrange();
    const { recorder } = visit(world, createLocalStorage());
    world.server.setFault('ANSWER_LOST');
    recorder.signIn('c1');
    recorder.record('cart_added');
    await world.time.pass(30 * SECOND);
    expect(recorder.waiting).toBe(1);
    world.server.setFault('NONE');
    await world.time.pass(60 * SECOND);
    expect(recorder.waiting).toBe(0);
    expect(namesOf(world.server)).toEqual(['cart_added']);
    const sentAt = world.server.bodies.map(({ events }) => events[0]?.sentAt);
    expect(new Set(sentAt).size).toBe(sentAt.length);
    expect(new Set(world.server.bodies.map(({ events }) => events[0]?.eventId)).size).toBe(1);
    recorder.stop();
  });

  it('E11 gives what one customer did to them alone: it waits while another one is signed in', async () => {
    const world = arrange();
    const storage = createLocalStorage();
    const { recorder } = visit(world, storage);
    world.server.setFault('DOWN');
    recorder.signIn('c7');
    recorder.record('cart_added');
    const out = recorder.signOut();
    await world.time.pass(3 * SECOND);
    await out;
    world.server.setFault('NONE');
    recorder.signIn('c8');
    recorder.record('order_paid');
    await world.time.pass(60 * SECOND);
    expect([...world.server.counted.keys()].map((key) => key.split(' ')[0])).toEqual(['c8']);
    expect(recorder.waiting).toBe(1);
    recorder.stop();
    // Another day, another visit: c7 is back.
    const { recorder: later } = visit(world, storage);
    later.signIn('c7');
    await world.time.pass(60 * SECOND);
    expect([...world.server.counted.values()].map(({ customerId, name }) => [customerId, name])).toEqual([
      ['c8', 'order_paid'],
      ['c7', 'cart_added'],
    ]);
    later.stop();
  });

  it('E11 lets somebody else sign in while the one before is signed out, who does nothing more', async () => {
    const world = arrange();
    const { recorder } = visit(world, createLocalStorage(), { sessions: true });
    world.server.setFault('DOWN');
    recorder.signIn('c7');
    recorder.record('cart_added');
    const out = recorder.signOut();
    expect(recorder.record('page_viewed')).toBeNull();
    recorder.signIn('c8');
    await world.time.pass(3 * SECOND);
    await out;
    world.server.setFault('NONE');
    expect(recorder.record('order_paid')).not.toBeNull();
    await world.time.pass(60 * SECOND);
    expect([...world.server.counted.values()].map(({ customerId, name }) => [customerId, name])).toEqual([
      ['c8', 'session_started'],
      ['c8', 'order_paid'],
    ]);
    // Whoever is signed in again before they are signed out never was away.
    void recorder.signOut();
    recorder.signIn('c8');
    await world.time.pass(3 * SECOND);
    expect(recorder.record('order_paid')).not.toBeNull();
    recorder.stop();
  });

  it('has no timer until somebody signs in, so that a server that renders pages can end', async () => {
    const world = arrange();
    const { recorder } = visit(world, null);
    await world.time.pass(0);
    expect(world.time.waiting()).toBe(0);
    recorder.signIn('c1');
    await world.time.pass(SECOND);
    expect(world.time.waiting()).toBe(2);
    recorder.stop();
    expect(world.time.waiting()).toBe(0);
  });

  it('E2 tries again when neither an answer nor an error comes, of the server or of who authorizes', async () => {
    const world = arrange();
    let isSilent = true;
    const authorize = async (customerId: string) => {
      if (isSilent) await new Promise(() => undefined);
      return { appToken: `token-of-${customerId}` };
    };
    const { recorder } = visit(world, null, { authorize });
    recorder.signIn('c1');
    recorder.record('cart_added');
    await world.time.pass(MINUTE);
    isSilent = false;
    world.server.setFault('SILENT');
    await world.time.pass(MINUTE);
    expect(world.server.bodies.length).toBeGreaterThan(0);
    world.server.setFault('NONE');
    await world.time.pass(2 * MINUTE);
    expect(namesOf(world.server)).toEqual(['cart_added']);
    recorder.stop();
  });

  it('E11 keeps what a wrong token cannot say, and sends it with the right one', async () => {
    const world = arrange();
    let tokenOf = 'c8';
    const authorize = async () => ({ appToken: `token-of-${tokenOf}` });
    const { recorder } = visit(world, createLocalStorage(), { authorize });
    recorder.signIn('c7');
    recorder.record('cart_added');
    await world.time.pass(30 * SECOND);
    expect(world.server.counted.size).toBe(0);
    expect(recorder.waiting).toBe(1);
    tokenOf = 'c7';
    await world.time.pass(120 * SECOND);
    expect([...world.server.counted.values()]).toMatchObject([{ customerId: 'c7' }]);
    recorder.stop();
  });

  it('records nothing of nobody, and never throws at what is no JSON', () => {
    const { recorder } = visit(arrange(), createLocalStorage());
    expect(recorder.record('cart_added')).toBeNull();
    recorder.signIn('c1');
    expect(recorder.record('odd', { metrics: { n: 1n as unknown as number } })).toBeNull();
    expect(recorder.waiting).toBe(0);
    recorder.stop();
  });

  it('drops and tells what the server will never take, and what of a batch is refused holds nobody up', async () => {
    const world = arrange();
    const rejected: RejectedEvent[] = [];
    const { recorder } = visit(world, null, {
      onRejected: (one) => {
        rejected.push(one);
        throw new Error('The app has its own trouble.');
      },
    });
    world.server.reject.set('_email.open', 'RESERVED_NAME');
    recorder.signIn('c1');
    for (const name of ['a', '_email.open', 'b']) recorder.record(name);
    await world.time.pass(11 * SECOND);
    expect(namesOf(world.server)).toEqual(['a', 'b']);
    expect(rejected).toMatchObject([{ code: 'RESERVED_NAME', event: { name: '_email.open' } }]);
    expect(recorder.waiting).toBe(0);
    recorder.stop();
  });

  it('begins a session when the app is in front, and ends it when it is left', async () => {
    const world = arrange();
    const { recorder, leave, open } = visit(world, null, { sessions: true });
    recorder.signIn('c1');
    await world.time.pass(42 * SECOND);
    leave();
    open();
    await world.time.pass(11 * SECOND);
    expect(namesOf(world.server)).toEqual(['session_started', 'session_ended', 'session_started']);
    expect([...world.server.counted.values()][1]?.metrics).toEqual({ durationSeconds: 42 });
    recorder.stop();
  });
});

describe('ids', () => {
  it('L6 are made by getRandomValues alone, where there is no randomUUID', () => {
    const asked: number[] = [];
    const crypto = {
      getRandomValues: (bytes: Uint8Array) => {
        asked.push(bytes.length);
        return bytes.fill(asked.length);
      },
    };
    const authorize = async () => null;
    const recorder = createEventRecorder({ url: 'https://api.example', authorize, storage: null }, { crypto });
    recorder.signIn('c1');
    expect(recorder.record('a')).toBe('03'.repeat(16));
    recorder.stop();
  });

  it.each([undefined, null, {}, { getRandomValues: 'no' }])(
    'L6 refuse to begin without it (%j), and name the polyfill',
    (crypto) => {
      const begin = () => createEventRecorder({ url: 'https://api.example', authorize: async () => null }, { crypto });
      expect(begin).toThrow(/react-native-get-random-values/);
    },
  );

  it('L6 never come from Math.random', () => {
    const folder = join(import.meta.dirname, '../../../../src/client/events');
    for (const file of readdirSync(folder))
      expect(readFileSync(join(folder, file), 'utf8')).not.toMatch(/Math\.random/);
  });
});

describe('what waits', () => {
  it(
    'L7 of three weeks offline stays within its bounds, and the next batch tells how many were dropped',
    { timeout: 180_000 },
    async () => {
      const world = arrange();
      const storage = createLocalStorage();
      const { recorder } = visit(world, storage);
      world.server.setFault('DOWN');
      recorder.signIn('c1');
      const total = 50_000;
      for (let index = 0; index < total; index += 1) {
        recorder.record('product_viewed', { attributes: { category: '식품', step: String(index) } });
        if (index % 5_000 === 0) await world.time.pass(10 * MINUTE);
      }
      await world.time.pass(SECOND);
      expect(recorder.waiting).toBeLessThanOrEqual(5_000);
      expect(storage.used()).toBeLessThan(520_000);
      // The shop's own things still have room.
      storage.setItem('cart', 'x'.repeat(4_000_000));
      recorder.stop();

      world.server.setFault('NONE');
      const next = visit(world, storage);
      next.recorder.signIn('c1');
      await world.time.pass(60 * SECOND);
      expect(next.recorder.waiting).toBe(0);
      const sent = [...world.server.counted.values()];
      const dropped = sent.filter(({ name }) => name === 'events_dropped');
      const viewed = sent.filter(({ name }) => name === 'product_viewed');
      expect(viewed.length + dropped.reduce((sum, { metrics }) => sum + (metrics?.['count'] ?? 0), 0)).toBe(total);
      // The newest are those that stay.
      expect(viewed.at(-1)).toMatchObject({ attributes: { step: String(total - 1) } });
      next.recorder.stop();
    },
  );

  it.each([
    ['is full', createLocalStorage(100)],
    [
      'is forbidden in private mode',
      new Proxy(createLocalStorage(), {
        get: () => () => {
          throw new DOMException('Access is denied for this document.', 'SecurityError');
        },
      }),
    ],
    ['is not there', null],
  ])('L7 is in memory when storage %s, and the app sees no exception', async (_, storage) => {
    const world = arrange();
    const { recorder, leave } = visit(world, storage);
    world.server.setFault('DOWN');
    recorder.signIn('c1');
    for (let index = 0; index < 200; index += 1) expect(recorder.record('viewed')).not.toBeNull();
    await world.time.pass(60 * SECOND);
    world.server.setFault('NONE');
    await world.time.pass(60 * SECOND);
    expect(world.server.counted.size).toBe(200);
    leave();
    recorder.stop();
  });

  it('L7 survives AsyncStorage that rejects, and is read from one that does not', async () => {
    const world = arrange();
    const items = new Map<string, string>();
    let isBroken = true;
    const guard = async <T>(value: () => T): Promise<T> => {
      if (isBroken) throw new Error('disk I/O error');
      return value();
    };
    const storage = asyncStorage({
      getAllKeys: () => guard(() => [...items.keys()]),
      getItem: (key) => guard(() => items.get(key) ?? null),
      setItem: (key, value) => guard(() => void items.set(key, value)),
      removeItem: (key) => guard(() => void items.delete(key)),
    });
    const first = visit(world, null, { storage });
    world.server.setFault('DOWN');
    first.recorder.signIn('c1');
    first.recorder.record('a');
    await world.time.pass(SECOND);
    isBroken = false;
    first.recorder.record('b');
    await world.time.pass(SECOND);
    // The system ends an app without a word.
    world.server.setFault('NONE');
    const second = visit(world, null, { storage });
    second.recorder.signIn('c1');
    await world.time.pass(30 * SECOND);
    expect(namesOf(world.server)).toEqual(['a', 'b']);
    first.recorder.stop();
    second.recorder.stop();
  });

  it('L8 at the end of a page goes out in requests of less than 64 KiB together, the rest at the next visit', async () => {
    const world = arrange();
    const storage = createLocalStorage();
    const { recorder, leave } = visit(world, storage);
    recorder.signIn('c1');
    await world.time.pass(SECOND);
    world.server.setFault('DOWN');
    const ids = Array.from({ length: 300 }, () =>
      recorder.record('product_viewed', { attributes: { category: '생활용품', path: '/p/'.repeat(60) } }),
    );
    await world.time.pass(20 * SECOND);
    world.server.setFault('NONE');
    const before = world.server.bodies.length;
    leave();
    leave();
    const last = world.server.bodies.slice(before);
    expect(last.length).toBeGreaterThan(0);
    expect(last.every(({ isLast }) => isLast)).toBe(true);
    const size = last.reduce((sum, body) => sum + body.size, 0);
    expect(size).toBeLessThan(64 * 1024);
    expect(size).toBeGreaterThan(45_000);
    // The page is gone: no answer of these reaches it any more.
    const next = visit(world, storage);
    next.recorder.signIn('c1');
    await world.time.pass(30 * SECOND);
    expect([...world.server.counted.values()].map(({ eventId }) => eventId).toSorted()).toEqual(ids.toSorted());
    next.recorder.stop();
    recorder.stop();
  });

  it('L8 with one event that is larger than a page may send at its end is kept, and stuck for nobody', async () => {
    const world = arrange();
    const storage = createLocalStorage();
    const { recorder, leave } = visit(world, storage);
    recorder.signIn('c1');
    await world.time.pass(SECOND);
    const attributes = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`a${n}`, '가'.repeat(1_000)]));
    recorder.record('long', { attributes });
    leave();
    expect(world.server.bodies.filter(({ isLast }) => isLast)).toEqual([]);
    const next = visit(world, storage);
    next.recorder.signIn('c1');
    await world.time.pass(30 * SECOND);
    expect(namesOf(world.server)).toEqual(['long']);
    next.recorder.stop();
    recorder.stop();
  });
});
