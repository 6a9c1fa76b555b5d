import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createConnection } from '../../../../src/offline/realtime/connection.ts';

function connect() {
  const closed: number[] = [];
  const sent: unknown[] = [];
  const connection = createConnection({
    executor: { register: async () => Promise.reject(new Error('Nothing is started here.')) },
    authenticate: async () => Promise.reject(new Error('Nobody is authenticated here.')),
    registry: { add: () => undefined, remove: () => undefined, size: 0 },
    socket: { send: (message) => void sent.push(message), close: (code) => void closed.push(code) },
    authorized: Promise.resolve(undefined),
    path: '/graphql',
    sourceIp: '127.0.0.1',
    upgradeHeaders: {},
    forwarded: {},
    keepAliveMs: 60_000,
    log: () => undefined,
  });
  return { connection, closed, sent };
}

describe('a connection', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('S33 is closed when its client never says connection_init', () => {
    const silent = Array.from({ length: 300 }, connect);
    vi.advanceTimersByTime(14_999);
    expect(silent.flatMap(({ closed }) => closed)).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(silent.map(({ closed }) => closed)).toEqual(Array(300).fill([4408]));
  });

  it('S33 stays open once it has, and leaves no timer behind when it ends', async () => {
    const { connection, closed, sent } = connect();
    await connection.receive({ type: 'connection_init' });
    await vi.advanceTimersByTimeAsync(30_000);
    expect(sent).toMatchObject([{ type: 'connection_ack' }, { type: 'ka' }]);
    expect(closed).toEqual([]);
    connection.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});
