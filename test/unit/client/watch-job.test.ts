import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JobProgress } from '../../../src/client/job-progress.ts';
import { WatchJobError, watchJob, type JobWatch } from '../../../src/client/watch-job.ts';
import { manualTimers, scriptedFeed, settled, snapshot } from './feed-script.ts';

const stored = (progress: JobProgress | null) => () => ({ ok: true, progress }) as const;
const refused = (code: string, isFinal: boolean) => () =>
  ({ ok: false, error: { code, message: `It failed: ${code}.`, isFinal } }) as const;

/** Somebody listens: a watch begins with that. */
function begun(watch: JobWatch): JobWatch {
  watch.done.catch(() => undefined);
  return watch;
}

describe('watching a job', () => {
  it('subscribes first, and queries only when the subscription is live', async () => {
    const script = scriptedFeed([stored(snapshot(3))]);
    const watch = begun(watchJob('job', { feed: script.feed, timers: manualTimers().timers }));
    await settled();
    expect(script.calls).toEqual(['subscribe']);
    script.ready();
    expect(script.calls).toEqual(['subscribe', 'query']);
    watch.cancel();
  });

  it('queries again after every reconnect', async () => {
    const script = scriptedFeed([stored(snapshot(1)), stored(snapshot(9))]);
    const seen: number[] = [];
    const watch = watchJob('job', {
      feed: script.feed,
      timers: manualTimers().timers,
      onProgress: ({ seq }) => seen.push(seq),
    });
    script.ready();
    await settled();
    script.ready();
    await settled();
    expect(seen).toEqual([1, 9]);
    watch.cancel();
  });

  it('asks the stored job after a silence, so that a lost final tick does not hang it', async () => {
    const script = scriptedFeed([stored(snapshot(1)), stored(snapshot(2, 'COMPLETED'))]);
    const clock = manualTimers();
    const watch = begun(watchJob('job', { feed: script.feed, timers: clock.timers }));
    script.ready();
    await settled();
    clock.elapse(10_000);
    expect(await watch.done).toMatchObject({ seq: 2, phase: 'COMPLETED' });
    expect(script.calls.at(-1)).toBe('unsubscribe');
    expect(clock.waiting()).toBe(0);
  });

  it('gives a slow reader the newest state, in order, and the last one at the end', async () => {
    const script = scriptedFeed([stored(snapshot(1))]);
    const watch = begun(watchJob('job', { feed: script.feed, timers: manualTimers().timers }));
    script.ready();
    await settled();
    const read: number[] = [];
    for await (const { seq } of watch) {
      read.push(seq);
      if (seq !== 1) continue;
      for (const next of [2, 3, 4]) script.tick(snapshot(next));
      script.tick(snapshot(5, 'COMPLETED'));
    }
    expect(read).toEqual([1, 5]);
  });

  it('unsubscribes when its reader leaves early', async () => {
    const script = scriptedFeed([stored(snapshot(1))]);
    const clock = manualTimers();
    script.calls.length = 0;
    const watch = begun(watchJob('job', { feed: script.feed, timers: clock.timers }));
    script.ready();
    for await (const progress of watch) {
      expect(progress.seq).toBe(1);
      break;
    }
    expect(script.calls.at(-1)).toBe('unsubscribe');
    expect(clock.waiting()).toBe(0);
    expect(await watch.done).toBeNull();
  });

  it('ends without an error when its signal is aborted', async () => {
    const script = scriptedFeed([stored(snapshot(1))]);
    const controller = new AbortController();
    const watch = begun(
      watchJob('job', { feed: script.feed, timers: manualTimers().timers, signal: controller.signal }),
    );
    controller.abort();
    expect(await watch.done).toBeNull();
    for await (const progress of watch) expect.fail(`heard ${progress.seq}`);
  });

  it('says that there is no such job', async () => {
    const script = scriptedFeed([stored(null)]);
    const watch = begun(watchJob('nope', { feed: script.feed, timers: manualTimers().timers }));
    script.ready();
    await expect(watch.done).rejects.toMatchObject({ code: 'NOT_FOUND', jobId: 'nope' });
    await expect(watch[Symbol.asyncIterator]().next()).rejects.toBeInstanceOf(WatchJobError);
  });

  it('ends with the refusal when it may not look, and tries again when the network failed', async () => {
    const script = scriptedFeed([refused('NETWORK', false), refused('Unauthorized', true)]);
    const clock = manualTimers();
    const watch = begun(watchJob('job', { feed: script.feed, timers: clock.timers }));
    script.ready();
    await settled();
    clock.elapse(500);
    await expect(watch.done).rejects.toMatchObject({ code: 'Unauthorized' });
  });

  it('subscribes again when the subscription broke', async () => {
    const script = scriptedFeed([stored(snapshot(1)), stored(snapshot(2))]);
    const clock = manualTimers();
    const watch = begun(watchJob('job', { feed: script.feed, timers: clock.timers }));
    script.ready();
    await settled();
    script.break({ code: 'NETWORK', message: 'gone', isFinal: false });
    clock.elapse(500);
    expect(script.calls).toEqual(['subscribe', 'query', 'unsubscribe', 'subscribe']);
    watch.cancel();
  });

  it('subscribes again although a question failed meanwhile, so that a network that was away costs no live news', async () => {
    const script = scriptedFeed([refused('NETWORK', false), stored(snapshot(1))]);
    const clock = manualTimers();
    const watch = begun(watchJob('job', { feed: script.feed, timers: clock.timers }));
    // Ever later: the last of these waits 16 s, longer than the silence after which what is stored is asked for.
    for (const delay of [500, 1_000, 2_000, 4_000, 8_000]) {
      script.break({ code: 'NETWORK', message: 'away', isFinal: false });
      clock.elapse(delay);
    }
    script.break({ code: 'NETWORK', message: 'away', isFinal: false });
    await settled();
    const before = script.calls.filter((call) => call === 'subscribe').length;
    clock.elapse(10_000);
    await settled();
    clock.elapse(30_000);
    expect(script.calls.filter((call) => call === 'subscribe')).toHaveLength(before + 1);
    watch.cancel();
    expect(clock.waiting()).toBe(0);
  });

  it('shows rising seq only, and ends with the last state, however ticks, answers and reconnects interleave', async () => {
    const event = fc.oneof(
      fc.record({ kind: fc.constant('tick' as const), seq: fc.integer({ min: 1, max: 40 }) }),
      fc.record({ kind: fc.constant('ready' as const), seq: fc.integer({ min: 1, max: 40 }) }),
      fc.record({ kind: fc.constant('wait' as const), seq: fc.constant(0) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 30 }), fc.boolean(), async (events, endsByTick) => {
        let storedSeq = 1;
        const script = scriptedFeed([
          () => ({ ok: true, progress: snapshot(storedSeq, storedSeq > 40 ? 'COMPLETED' : 'SENDING') }),
        ]);
        const seen: JobProgress[] = [];
        const watch = watchJob('job', {
          feed: script.feed,
          timers: manualTimers().timers,
          onProgress: (progress) => seen.push(progress),
        });
        for (const { kind, seq } of events) {
          if (kind === 'tick') script.tick(snapshot(seq));
          else if (kind === 'wait') await settled();
          else {
            storedSeq = seq;
            script.ready();
          }
        }
        storedSeq = 41;
        if (endsByTick) script.tick(snapshot(41, 'COMPLETED'));
        else script.ready();
        const last = await watch.done;
        expect(last).toMatchObject({ seq: 41, phase: 'COMPLETED' });
        expect(seen.at(-1)).toEqual(last);
        for (const [index, { seq }] of seen.entries()) expect(seq).toBeGreaterThan(seen[index - 1]?.seq ?? 0);
      }),
      { numRuns: 300 },
    );
  });
});
