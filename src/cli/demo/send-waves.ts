import { watchRun, type RunProgress } from '../../client/index.ts';
import type { Sandbox } from '../../offline/index.ts';
import type { GraphqlSession } from '../graphql-session.ts';
import { createProgress } from '../progress-bar.ts';
import { whole } from './amounts.ts';
import { comeBack } from './come-back.ts';
import * as operations from './operations.ts';

const DAY_MS = 86_400_000;

export interface SentRun {
  readonly progress: RunProgress;
  /** Snapshots that arrived while it was being sent. */
  readonly ticks: number;
  readonly seconds: number;
}

export type SendWavesOptions = {
  readonly sandbox: Pick<Sandbox, 'clock'>;
  readonly runId: string;
  /** Signs in anew: the clock that tokens end by is moved by days. */
  readonly signIn: () => Promise<GraphqlSession>;
  readonly write: (text: string) => void;
};

/** Launches the run and follows it, wave after wave, on a clock that is moved; after each some people come back. */
export async function sendWaves({ sandbox, runId, signIn, write }: SendWavesOptions): Promise<SentRun> {
  const startedAt = performance.now();
  let session = await signIn();
  await session.call(operations.LAUNCH_JOB, { jobId: runId }, operations.withId);
  let ticks = 0;
  for (;;) {
    const { wave, progress } = await sendWave(runId, () => (ticks += 1));
    const back = await comeBack(session, runId, wave, sandbox.clock.now() + DAY_MS / 2);
    write(
      `   half a day later ${back.treated} of its people are back in the app, and ${back.heldOut} of those who get nothing`,
    );
    const { waveAt, phase } = progress.run;
    if (phase !== 'RUNNING' || waveAt == null) {
      await session.close();
      sandbox.clock.advance(DAY_MS);
      return { progress, ticks, seconds: (performance.now() - startedAt) / 1000 };
    }
    sandbox.clock.advance(Date.parse(waveAt) - sandbox.clock.now());
    write(`   … the clock is moved to ${new Date(sandbox.clock.now() + 9 * 3_600_000).toISOString().slice(0, 16)}`);
    await session.close();
    session = await signIn();
  }
}

type SentWave = { readonly wave: RunProgress['waves'][number]; readonly progress: RunProgress };

/** Draws the live progress of the run's present wave until it is through. */
async function sendWave(runId: string, onTick: () => void): Promise<SentWave> {
  let bar: ReturnType<typeof createProgress> | undefined;
  let place: number | undefined;
  for await (const progress of watchRun(runId)) {
    onTick();
    const { run, waves } = progress;
    if (run.phase === 'FAILED' || run.phase === 'CANCELLED') throw new Error(`The run ended as ${run.phase}.`);
    place ??= waves.length - 1;
    const wave = waves[place];
    if (wave === undefined) throw new Error(`Run ${runId} has no wave ${place + 1}.`);
    bar ??= createProgress(`   Wave ${place + 1}`, process.stdout);
    const out = wave.planned - wave.included;
    const notes = [`${whole(out)} left out`, `${wave.failed} failed`, `${wave.optedOut} opted out`];
    bar.update(settled(wave), wave.included, notes.join(', '));
    // The next one is there, or the run is over.
    if (waves.length > place + 1 || run.phase === 'COMPLETED') {
      bar.finish();
      return { wave, progress };
    }
  }
  throw new Error('The run could not be watched to its end.');
}

function settled({ accepted, delivered, failed, optedOut, skipped, inDoubt }: RunProgress['waves'][number]): number {
  return accepted + delivered + failed + optedOut + skipped + inDoubt;
}
