import { getEventListeners } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { watchJob } from '../../../src/client/watch-job.ts';
import { manualTimers, scriptedFeed, settled, snapshot } from './feed-script.ts';

const stored = (seq: number, phase?: 'COMPLETED') => () => ({ ok: true, progress: snapshot(seq, phase) }) as const;

/** A watch of a job whose news a test decides. */
function arrange(...answers: ReturnType<typeof stored>[]) {
  const script = scriptedFeed(answers.length === 0 ? [stored(1)] : answers);
  const clock = manualTimers();
  return { script, clock, options: { feed: script.feed, timers: clock.timers } };
}

describe('a watch', () => {
  it('L1 reads once more a moment after the acknowledgement, so that what happened in between ends it', async () => {
    const { script, clock, options } = arrange(stored(1), stored(2, 'COMPLETED'));
    const watch = watchJob('job', options);
    const done = watch.done;
    script.ready();
    await settled();
    // Its last tick was lost in these two seconds.
    clock.elapse(2_000);
    expect(await done).toMatchObject({ phase: 'COMPLETED' });
    expect(script.calls).toEqual(['subscribe', 'query', 'query', 'unsubscribe']);
    expect(clock.waiting()).toBe(0);
  });

  it('L4 subscribes to nothing before somebody listens, and to nothing at all when nobody does', async () => {
    const { script, options } = arrange();
    const watch = watchJob('job', options);
    await settled();
    expect(script.calls).toEqual([]);
    const reading = watch[Symbol.asyncIterator]();
    expect(script.calls).toEqual([]);
    const first = reading.next();
    expect(script.calls).toEqual(['subscribe']);
    script.ready();
    expect((await first).value).toMatchObject({ seq: 1 });
    watch.cancel();
    const unread = arrange();
    watchJob('job', unread.options).cancel();
    expect(await watchJob('job', { ...unread.options, signal: AbortSignal.abort() }).done).toBeNull();
    expect(unread.script.calls).toEqual([]);
  });

  it('L4 is closed at once by a break, by an error of the loop, and by return while next waits', async () => {
    const broken = arrange();
    const watch = watchJob('job', broken.options);
    const loop = async (): Promise<void> => {
      for await (const { seq } of watch) throw new Error(`seen ${seq}`);
    };
    const running = loop();
    broken.script.ready();
    await expect(running).rejects.toThrow('seen 1');
    expect(broken.script.calls.at(-1)).toBe('unsubscribe');

    const waiting = arrange();
    const reading = watchJob('job', waiting.options)[Symbol.asyncIterator]();
    const first = reading.next();
    waiting.script.ready();
    await first;
    const next = reading.next();
    expect(await reading.return?.()).toEqual({ done: true, value: undefined });
    expect(await next).toEqual({ done: true, value: undefined });
    expect(waiting.script.calls.at(-1)).toBe('unsubscribe');
    expect(waiting.clock.waiting()).toBe(0);
  });

  it('L4 shares one listener of a signal with a thousand others', async () => {
    const controller = new AbortController();
    const watches = Array.from({ length: 1_000 }, () => {
      const { options } = arrange();
      return watchJob('job', { ...options, signal: controller.signal, onProgress: () => undefined });
    });
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
    controller.abort();
    expect(await Promise.all(watches.map(({ done }) => done))).toEqual(watches.map(() => null));
  });

  it('L4 goes on to its end when a callback throws, whose error is for nobody here to catch', async () => {
    const thrown: unknown[] = [];
    vi.stubGlobal('queueMicrotask', (task: () => void) => {
      try {
        task();
      } catch (error) {
        thrown.push(error);
      }
    });
    const { script, options } = arrange(stored(1), stored(2, 'COMPLETED'));
    const onProgress = (): void => {
      throw new Error('The app has its own trouble.');
    };
    const watch = watchJob('job', { ...options, onProgress });
    script.ready();
    await settled();
    script.ready();
    expect(await watch.done).toMatchObject({ phase: 'COMPLETED' });
    expect(thrown).toHaveLength(2);
    vi.unstubAllGlobals();
  });

  it('tells its error once to whoever iterates, and nothing after it', async () => {
    const { script, options } = arrange();
    const reading = watchJob('job', options)[Symbol.asyncIterator]();
    const next = reading.next();
    script.break({ code: 'Unauthorized', message: 'not yours', isFinal: true });
    await expect(next).rejects.toMatchObject({ code: 'Unauthorized', jobId: 'job' });
    expect(await reading.next()).toEqual({ done: true, value: undefined });
  });
});
