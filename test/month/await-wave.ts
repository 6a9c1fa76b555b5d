import { setTimeout as sleep } from 'node:timers/promises';
import type { GraphqlSession } from '../../src/cli/graphql-session.ts';
import { readRecipients, readRun } from './month-world.ts';

const LOOK_EVERY_MS = 1_000;
const PATIENCE_MS = 1_200_000;
/** So often nothing changed, and whoever is left is looked at. */
const UNCHANGED = 3;
const HELD = 'HELD/';

/** Awaits a condition; one that does not come is told by name. */
export async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`${what} did not come within ${PATIENCE_MS / 60_000} minutes.`);
    await sleep(LOOK_EVERY_MS);
  }
}

/**
 * Waits until a wave has sent what it may send now. Answers when the next of those whom it holds may be sent to, with how
 * many it holds; undefined: the wave is over.
 */
export async function awaitQuiet(
  session: GraphqlSession,
  runId: string,
  wave: number,
): Promise<{ readonly opensAt: number; readonly held: number } | undefined> {
  let [before, unchanged] = [-1, 0];
  let found: { readonly opensAt: number; readonly held: number } | undefined;
  await until(
    async () => {
      const { run, waves } = await readRun(session, runId);
      const job = waves[wave];
      if (run.phase !== 'RUNNING' || waves.length > wave + 1 || job === undefined) return true;
      const { accepted, delivered, failed, optedOut, skipped, inDoubt, included } = job;
      const open = included - accepted - delivered - failed - optedOut - skipped - inDoubt;
      unchanged = open === before && open > 0 ? unchanged + 1 : 0;
      before = open;
      if (unchanged < UNCHANGED) return false;
      unchanged = 0;
      const left = await readRecipients(session, { jobId: job.jobId, status: 'PLANNED' });
      const times = left.map(({ code }) => (code?.startsWith(HELD) === true ? Date.parse(code.slice(HELD.length)) : 0));
      const opensAt = times.reduce((first, at) => Math.min(first, at), Infinity);
      if (left.length !== open || opensAt === 0 || opensAt === Infinity) return false;
      found = { opensAt, held: left.length };
      return true;
    },
    `an end of wave ${wave + 1}`,
  );
  return found;
}
