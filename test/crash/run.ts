/**
 * Kills the sandbox with SIGKILL at random moments of one send job and holds the outbox against the job's totals:
 * `npm run test:crash -- [--kills 100] [--recipients 20000] [--seed 1] [--json]`. Fails when a promise is broken.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { endWithParent } from '../../bench/owned/index.ts';
import { checkAccounts } from './check-accounts.ts';
import { JobEndedEarlyError, runStorm } from './run-storm.ts';

/** BullMQ 5.81 with Redis 7: 20,000 batches, concurrency 50, 8 SIGKILLs of the worker; 134 batches were sent twice. */
const BULLMQ_REDELIVERED_PER_KILL = 16.8;
const SHOWN_BREACHES = 20;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    recipients: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
const say = (line: string): void => void (values.json ? process.stderr : process.stdout).write(`${line}\n`);

function countOption(name: 'kills' | 'recipients' | 'seed', least: number): number {
  const value = Number(values[name]);
  if (!Number.isSafeInteger(value) || value < least)
    throw new Error(`--${name} takes a whole number from ${least} on.`);
  return value;
}

const storm = {
  kills: countOption('kills', 1),
  recipients: countOption('recipients', 1),
  seed: countOption('seed', 0),
};
endWithParent();
const folder = await mkdtemp(join(tmpdir(), 'crash-'));
const startedAt = performance.now();
let isOk = false;
try {
  const { accounts, moments } = await runStorm(storm, folder, (line) => {
    say(`${((performance.now() - startedAt) / 1_000).toFixed(0).padStart(4)} s  ${line}`);
  });
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  const { breaches, duplicates, redeliveredBatches, inDoubtSent } = checkAccounts(accounts);
  const { job, looks, outbox } = accounts;
  const inFlight = looks.map((look) => look.length);
  const redeliveredPerKill = redeliveredBatches / storm.kills;
  const inDoubtPerKill = job.inDoubt / storm.kills;
  isOk = breaches.length === 0 && redeliveredPerKill < BULLMQ_REDELIVERED_PER_KILL;

  say(
    `${storm.kills} kills (${moments.STARTING} while starting, ${moments.RECOVERING} while recovering, ` +
      `${moments.SENDING} while sending) in ${seconds} s, seed ${storm.seed}`,
  );
  say(`${duplicates} duplicates among ${outbox.length} messages in the outbox`);
  say(
    `${redeliveredPerKill.toFixed(1)} batches redelivered per kill; BullMQ 5 with Redis: ${BULLMQ_REDELIVERED_PER_KILL}`,
  );
  say(
    `${job.inDoubt} in doubt (${inDoubtSent} of them had been sent), ${inDoubtPerKill.toFixed(1)} per kill; ${inFlight.filter((count) => count > 0).length} restarts ` +
      `found calls in flight, at most ${Math.max(...inFlight)} recipients`,
  );
  const { excluded, ...totals } = job;
  say(`totals ${JSON.stringify({ ...totals, excluded: excluded.reduce((sum, { count }) => sum + count, 0) })}`);
  for (const breach of breaches.slice(0, SHOWN_BREACHES)) say(`BREACH ${breach}`);
  say(`${breaches.length} broken promises`);
  if (values.json) {
    console.log(
      JSON.stringify({
        ok: isOk,
        ...storm,
        seconds,
        moments,
        duplicates,
        outbox: outbox.length,
        inDoubt: job.inDoubt,
        inDoubtPerKill,
        inDoubtSent,
        mostInFlight: Math.max(...inFlight),
        restartsWithCallsInFlight: inFlight.filter((count) => count > 0).length,
        redeliveredBatchesPerKill: redeliveredPerKill,
        bullmqRedeliveredBatchesPerKill: BULLMQ_REDELIVERED_PER_KILL,
        job,
        breaches: breaches.slice(0, SHOWN_BREACHES),
      }),
    );
  }
} catch (error) {
  if (!(error instanceof JobEndedEarlyError)) throw error;
  say(error.message);
  if (values.json)
    console.log(JSON.stringify({ ok: false, ...storm, error: { code: error.code, message: error.message } }));
} finally {
  if (isOk) {
    await rm(folder, { recursive: true, force: true });
  } else {
    process.exitCode = 1;
    say(`State and logs of the storm are kept in ${folder}`);
  }
}
