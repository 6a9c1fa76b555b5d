import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLiveStores } from '../../../src/client/react/live-store.ts';
import { useLive } from '../../../src/client/react/use-live.ts';
import type { Watch } from '../../../src/client/watch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Stores over watches that a test decides of. */
function arrange() {
  const opened: {
    key: string;
    tell: (state: number) => void;
    isCancelled: boolean;
    fail: (error: Error) => void;
    end: (last: number) => void;
  }[] = [];
  const store = createLiveStores<number>((key, tell): Watch<number> => {
    let fail: (error: Error) => void = () => undefined;
    let end: (last: number) => void = () => undefined;
    const done = new Promise<number | null>((resolve, reject) => {
      fail = reject;
      end = resolve;
    });
    const watch = { key, tell, isCancelled: false, fail, end };
    opened.push(watch);
    return {
      done,
      cancel: () => void (watch.isCancelled = true),
      [Symbol.asyncIterator]: () => expect.fail('It is told, not iterated.'),
    };
  });
  return { opened, store };
}

describe('L3 a thing that components show', () => {
  it('is watched once by thirty of them, also when each is mounted, unmounted and mounted within a tick', () => {
    const { opened, store } = arrange();
    let told = 0;
    const ends = Array.from({ length: 30 }, () => {
      store('job').subscribe(() => undefined)();
      return store('job').subscribe(() => (told += 1));
    });
    expect(opened).toHaveLength(1);
    opened[0]?.tell(7);
    expect(told).toBe(30);
    expect(store('job').read()).toEqual({ data: 7, error: null, isLive: true });
    // The same object until there is news: React compares it at each render.
    expect(store('job').read()).toBe(store('job').read());
    for (const end of ends) end();
    expect(opened[0]?.isCancelled).toBe(false);
    vi.advanceTimersByTime(1_000);
    expect(opened[0]?.isCancelled).toBe(true);
  });

  it('goes on when it is shown again within a second, and begins anew after it', () => {
    const { opened, store } = arrange();
    store('job').subscribe(() => undefined)();
    vi.advanceTimersByTime(900);
    const end = store('job').subscribe(() => undefined);
    vi.advanceTimersByTime(5_000);
    expect(opened).toHaveLength(1);
    end();
    vi.advanceTimersByTime(1_000);
    store('job').subscribe(() => undefined);
    store('other').subscribe(() => undefined);
    expect(opened.map(({ key, isCancelled }) => [key, isCancelled])).toEqual([
      ['job', true],
      ['job', false],
      ['other', false],
    ]);
    expect(store('job').read()).toEqual({ data: null, error: null, isLive: true });
  });

  it('is watched once also by a component that was hidden, and shown again after others', () => {
    const { opened, store } = arrange();
    const hidden = store('job');
    hidden.subscribe(() => undefined)();
    vi.advanceTimersByTime(1_000);
    const end = store('job').subscribe(() => undefined);
    hidden.subscribe(() => undefined);
    opened[1]?.tell(7);
    expect(hidden.read()).toMatchObject({ data: 7 });
    end();
    vi.advanceTimersByTime(1_000);
    store('job').subscribe(() => undefined);
    expect(opened.map(({ isCancelled }) => isCancelled)).toEqual([true, false]);
  });

  it('is asked for anew by whoever shows it once more after it failed, as after signing in', async () => {
    const { opened, store } = arrange();
    const end = store('job').subscribe(() => undefined);
    opened[0]?.fail(new Error('Nobody is signed in.'));
    await vi.advanceTimersByTimeAsync(0);
    end();
    store('job').subscribe(() => undefined);
    expect(opened).toHaveLength(2);
    expect(store('job').read()).toEqual({ data: null, error: null, isLive: true });
  });

  it('is asked for anew also where others still show that it failed, and by who retries; both see what comes then', async () => {
    const { opened, store } = arrange();
    const seen: unknown[] = [];
    store('job').subscribe(() => seen.push(store('job').read()));
    store('job').retry();
    expect(opened).toHaveLength(1);
    opened[0]?.fail(new Error('Nobody is signed in.'));
    await vi.advanceTimersByTimeAsync(0);
    store('job').subscribe(() => undefined);
    expect(opened).toHaveLength(2);
    opened[1]?.fail(new Error('Still nobody.'));
    await vi.advanceTimersByTimeAsync(0);
    store('job').retry();
    expect(opened).toHaveLength(3);
    opened[2]?.tell(7);
    expect(seen).toEqual([
      { data: null, error: new Error('Nobody is signed in.'), isLive: false },
      { data: null, error: null, isLive: true },
      { data: null, error: new Error('Still nobody.'), isLive: false },
      { data: null, error: null, isLive: true },
      { data: 7, error: null, isLive: true },
    ]);
  });

  it('is watched anew by who retries when it was over, as a job that goes on; who only shows it as well asks nothing', async () => {
    const { opened, store } = arrange();
    store('job').subscribe(() => undefined);
    opened[0]?.tell(7);
    opened[0]?.end(7);
    await vi.advanceTimersByTimeAsync(0);
    store('job').subscribe(() => undefined);
    expect(opened).toHaveLength(1);
    expect(store('job').read()).toEqual({ data: 7, error: null, isLive: false });
    store('job').retry();
    expect(store('job').read()).toEqual({ data: 7, error: null, isLive: true });
    opened[1]?.tell(9);
    expect(store('job').read()).toEqual({ data: 9, error: null, isLive: true });
    store('job').retry();
    expect(opened).toHaveLength(2);
  });

  it.each([null, undefined, ''])('is not watched while its id is %j', (id) => {
    const { opened, store } = arrange();
    const Shown = () => createElement('output', null, JSON.stringify(useLive(store, id)));
    expect(renderToString(createElement(Shown))).toContain('&quot;isLive&quot;:false');
    expect(opened).toHaveLength(0);
  });

  it('begins in the HTML of a server as it begins in a browser, whatever is known by then, and is not watched', () => {
    const { opened, store } = arrange();
    const Shown = () => createElement('output', null, useLive(store, 'job').data ?? '…');
    expect(renderToString(createElement(Shown))).toBe('<output>…</output>');
    expect(opened).toHaveLength(0);
    store('job').subscribe(() => undefined);
    opened[0]?.tell(7);
    expect(renderToString(createElement(Shown))).toBe('<output>…</output>');
  });

  it('tells why it cannot be watched any further, and keeps what was known', async () => {
    const { opened, store } = arrange();
    store('job').subscribe(() => undefined);
    opened[0]?.tell(3);
    opened[0]?.fail(new Error('not yours'));
    await vi.advanceTimersByTimeAsync(0);
    expect(store('job').read()).toMatchObject({ data: 3, error: { message: 'not yours' }, isLive: false });
  });
});
