import { setTimeout as sleep } from 'node:timers/promises';
import * as operations from '../../src/cli/demo/operations.ts';
import { openSession, type GraphqlSession } from '../../src/cli/graphql-session.ts';
import { LOCAL_MARKETER, LOCAL_PASSWORD } from '../../src/cli/local-users.ts';
import { DEFAULT_SHARDING } from '../../src/app/delivery/plan/shard-count.ts';
import { DEFAULT_WORK_SETTINGS } from '../../src/app/delivery/model/settings.ts';
import { probePort } from '../../src/offline/sandbox/find-port.ts';
import { planOneStepJob } from '../prepare-job.ts';
import type { Accounts, Look } from './check-accounts.ts';
import { listRecipients, readJob } from './read-job.ts';
import {
  killHard,
  launchSandbox,
  UNTIL_NEXT_SWEEP_MS,
  untilReady,
  waitUntil,
  type SandboxProcess,
} from './sandbox-process.ts';
import { planKills, rateFor, slowProvider, type Kill, type KillMoment } from './storm-plan.ts';

export type Storm = { readonly kills: number; readonly recipients: number; readonly seed: number };

export type StormEnd = {
  readonly accounts: Accounts;
  readonly moments: Readonly<Record<KillMoment, number>>;
};

/** The job was over before the last kill: the storm proves nothing, and its pace has to be changed. */
export class JobEndedEarlyError extends Error {
  override readonly name = 'JobEndedEarlyError';
  readonly code = 'JOB_ENDED_EARLY';
}

const CHUNK = 100;
/** A workday's morning: advertising may be sent, and a storm of hours on the sandbox's clock ends before the night. */
const BEGIN = '2026-11-24T08:30:00+09:00';
/** Tokens live an hour on the sandbox's clock, which moves a minute with every restart. */
const RESTARTS_PER_SESSION = 40;

/** Kills the sandbox again and again while it sends one job, then lets it finish, and collects every account of it. */
export async function runStorm(storm: Storm, folder: string, say: (line: string) => void): Promise<StormEnd> {
  // One port for all restarts, so that the session outlives them.
  const port = (await probePort(0)) ?? 0;
  const moments: Record<KillMoment, number> = { STARTING: 0, RECOVERING: 0, SENDING: 0 };
  const looks: Look[] = [];
  let command = launchSandbox(folder, { port, at: BEGIN });
  try {
    let sandbox = await untilReady(command, folder);
    let session = await signIn(sandbox);
    let restartsOfSession = 0;
    const { jobId } = await planOneStepJob(session, storm.recipients, {
      messagesPerSecond: rateFor(storm.recipients, storm.kills),
    });
    await sandbox.loadFaultPlan(slowProvider(storm.seed));
    await session.call(operations.LAUNCH_JOB, { jobId }, operations.withId);
    say(`${storm.recipients} recipients planned and launched`);

    /**
     * Starts the sandbox again with its work held, and sees who was in flight when it died: nobody can be claimed or taken
     * over between the death and the look.
     */
    const lookAtWreck = async (): Promise<void> => {
      command = launchSandbox(folder, { port, holdWork: true });
      sandbox = await untilReady(command, folder);
      await sandbox.loadFaultPlan(slowProvider(storm.seed + looks.length + 1));
      restartsOfSession += 1;
      if (restartsOfSession >= RESTARTS_PER_SESSION) {
        await session.close();
        session = await signIn(sandbox);
        restartsOfSession = 0;
      }
      if ((await readJob(session, jobId)).phase !== 'SENDING') throw endedEarly();
      const claimed = await listRecipients(session, jobId, 'CLAIMED');
      looks.push(claimed.map(({ customerId }) => customerId));
    };
    /** Lets every lease of the dead run out, and only then anybody work. */
    const recover = async (): Promise<void> => {
      await sandbox.moveClock(UNTIL_NEXT_SWEEP_MS);
      await sandbox.releaseWork();
    };

    for (const [index, kill] of planKills(storm.kills, storm.seed).entries()) {
      if (index > 0) {
        await lookAtWreck();
        if (kill.moment === 'STARTING') {
          await killHard(command);
          command = launchSandbox(folder, { port });
        } else {
          await recover();
        }
      }
      await awaitMoment(kill, sandbox, session, jobId);
      await killHard(command);
      moments[kill.moment] += 1;
      if (moments.SENDING % 10 === 0 && kill.moment === 'SENDING') say(`${index + 1} kills`);
    }

    await lookAtWreck();
    await recover();
    await waitUntil('the job ends', async () => (await readJob(session, jobId)).phase !== 'SENDING', 500);
    const accounts: Accounts = {
      customers: storm.recipients,
      job: await readJob(session, jobId),
      recipients: await listRecipients(session, jobId),
      outbox: await sandbox.readOutbox(),
      addressOf: (customerId) => customerId.replace(/^m-/, 'token-'),
      looks,
      maxInFlight: DEFAULT_SHARDING.minShards * DEFAULT_WORK_SETTINGS.lanes * CHUNK,
    };
    await session.close();
    return { accounts, moments };
  } finally {
    await killHard(command);
  }
}

async function signIn(sandbox: SandboxProcess): Promise<GraphqlSession> {
  return openSession(sandbox.outputs, LOCAL_MARKETER, LOCAL_PASSWORD);
}

async function awaitMoment(kill: Kill, sandbox: SandboxProcess, session: GraphqlSession, jobId: string): Promise<void> {
  if (kill.moment === 'SENDING') {
    const before = await sandbox.countAccepted();
    await waitUntil('something is sent', async () => (await sandbox.countAccepted()) > before).catch(
      async (error: unknown) => {
        throw (await readJob(session, jobId)).phase === 'SENDING' ? error : endedEarly();
      },
    );
  }
  await sleep(kill.afterMs);
}

function endedEarly(): JobEndedEarlyError {
  return new JobEndedEarlyError('The job was over before the last kill. Use more recipients or fewer kills.');
}
