import { describe, expect, it } from 'vitest';
import type { JobProgress } from '../../../src/client/job-progress.ts';
import type { LiveFeed } from '../../../src/client/live-feed.ts';
import { watchRun, type RunFeeds, type RunProgress } from '../../../src/client/watch-run.ts';
import { manualTimers, settled, snapshot } from './feed-script.ts';

type Phase = RunProgress['run']['phase'];
type Wave = RunProgress['waves'][number];

const COUNTS = { planned: 10, included: 10, accepted: 0, delivered: 0, opened: 0, clicked: 0, complained: 0 };
const OTHERS = { failed: 0, optedOut: 0, skipped: 0, inDoubt: 0 };

const waveOf = (wave: number, phase: Wave['phase'], accepted = 0): Wave => ({
  __typename: 'RunWave',
  wave,
  jobId: wave === 0 ? 'run' : `run-w${wave}`,
  phase,
  excluded: [],
  ...COUNTS,
  ...OTHERS,
  accepted,
});

const runOf = (phase: Phase, ...waves: Wave[]): RunProgress => ({
  __typename: 'RunProgress',
  run: {
    __typename: 'Run',
    id: 'run',
    campaignId: 'c',
    campaignName: '겨울',
    phase,
    wave: waves.length - 1,
    waveCount: 2,
    createdAt: '2026-11-23T00:00:00.000Z',
    createdBy: 'minji',
  },
  planned: 10,
  excluded: [],
  outcomes: { __typename: 'RunCounts', ...COUNTS, ...OTHERS },
  messages: { __typename: 'RunCounts', ...COUNTS, ...OTHERS },
  waves,
});

/** A run whose answers and ticks a test decides. */
function arrange(first: RunProgress) {
  let answer = first;
  let asked = 0;
  const listeners = new Map<string, Parameters<LiveFeed<JobProgress>['subscribe']>[0]>();
  const calls: string[] = [];
  const feeds: RunFeeds = {
    ask: async () => {
      asked += 1;
      return { ok: true, state: answer };
    },
    jobFeed: (jobId) => ({
      subscribe: (listener) => {
        calls.push(`+${jobId}`);
        listeners.set(jobId, listener);
        return () => void calls.push(`-${jobId}`);
      },
      query: async () => expect.fail('A run is asked for as a whole.'),
    }),
  };
  const clock = manualTimers();
  const of = (jobId: string) => listeners.get(jobId) ?? expect.fail(`Nobody listens to ${jobId}.`);
  return {
    options: { feeds, timers: clock.timers },
    clock,
    calls,
    asked: () => asked,
    answers: (next: RunProgress) => (answer = next),
    ready: async (jobId: string) => {
      of(jobId).onReady();
      await settled();
    },
    tick: (jobId: string, seq: number, phase?: JobProgress['phase']) =>
      of(jobId).onNews({ ...snapshot(seq, phase), jobId }),
  };
}

describe('watching a run', () => {
  it('shows each tick of its wave, and goes on with the next wave when there is one', async () => {
    const run = arrange(runOf('RUNNING', waveOf(0, 'SENDING')));
    const seen: string[] = [];
    const watch = watchRun('run', {
      ...run.options,
      onProgress: ({ run: { phase }, waves }) =>
        seen.push(`${phase} ${waves.map(({ phase: of, accepted }) => `${of} ${accepted}`).join(', ')}`),
    });
    await run.ready('run');
    run.tick('run', 4);
    run.answers(runOf('RUNNING', waveOf(0, 'COMPLETED', 10), waveOf(1, 'SCHEDULED')));
    run.tick('run', 10, 'COMPLETED');
    await settled();
    await run.ready('run-w1');
    run.tick('run-w1', 3);
    run.answers(runOf('COMPLETED', waveOf(0, 'COMPLETED', 10), waveOf(1, 'COMPLETED', 9)));
    run.tick('run-w1', 9, 'COMPLETED');
    expect(await watch.done).toMatchObject({ run: { phase: 'COMPLETED' } });
    expect(seen).toEqual([
      'RUNNING SENDING 0',
      'RUNNING SENDING 4',
      'RUNNING COMPLETED 10',
      'RUNNING COMPLETED 10, SCHEDULED 0',
      'RUNNING COMPLETED 10, SENDING 3',
      'RUNNING COMPLETED 10, COMPLETED 9',
      'COMPLETED COMPLETED 10, COMPLETED 9',
    ]);
    expect(run.calls).toEqual(['+run', '-run', '+run-w1', '-run-w1']);
    expect(run.clock.waiting()).toBe(0);
  });

  it('asks for its totals while ticks come, at most every two seconds, and lets no number go back', async () => {
    const run = arrange(runOf('RUNNING', waveOf(0, 'SENDING')));
    const seen: number[] = [];
    const watch = watchRun('run', {
      ...run.options,
      onProgress: ({ waves }) => seen.push(waves[0]?.accepted ?? -1),
    });
    await run.ready('run');
    run.clock.elapse(2_000);
    await settled();
    const before = run.asked();
    for (const seq of [1, 2, 3]) run.tick('run', seq);
    run.clock.elapse(2_000);
    // The answer is older than the tick that comes while it is under way.
    run.tick('run', 5);
    await settled();
    expect(run.asked()).toBe(before + 1);
    expect(seen).toEqual([0, 1, 2, 3, 5]);
    watch.cancel();
    expect(run.clock.waiting()).toBe(0);
  });
});
