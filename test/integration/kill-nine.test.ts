import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveCampaign } from '../../src/cli/demo/save-campaign.ts';
import * as operations from '../../src/cli/demo/operations.ts';
import { openSession } from '../../src/cli/graphql-session.ts';
import { importFile } from '../../src/cli/import/import-file.ts';
import { LOCAL_MARKETER, LOCAL_PASSWORD } from '../../src/cli/local-users.ts';
import { EXAMPLE_AUDIENCE } from '../../src/cli/own-backend.ts';
import { watchJob } from '../../src/client/index.ts';
import { countRepeats, findImbalance } from '../crash/check-accounts.ts';
import { listRecipients, readJob } from '../crash/read-job.ts';
import {
  killHard,
  launchSandbox,
  UNTIL_NEXT_SWEEP_MS,
  untilReady,
  waitUntil,
  type Launch,
  type SandboxProcess,
} from '../crash/sandbox-process.ts';
import type { FaultPlanInput } from '../../src/offline/services/fault-plan/document.ts';
import type { RunningCommand } from '../running-command.ts';

let folder: string;
let running: RunningCommand | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kill-'));
});
afterAll(async () => {
  if (running !== undefined) await killHard(running);
  await rm(folder, { recursive: true, force: true });
});

/** More calls than lanes: with a slow provider a job that a kill surely finds unfinished. */
const LINES = 8_000;
const SLOW_ANSWERS: FaultPlanInput = {
  rules: [{ kind: 'call', effect: { type: 'latency', of: 'answer', ms: 1_000, jitterMs: 3_000 } }],
};

async function writeAudience(): Promise<string> {
  const lines = gunzipSync(await readFile(EXAMPLE_AUDIENCE))
    .toString('utf8')
    .split('\n');
  const file = join(folder, 'audience.ndjson');
  await writeFile(file, `${lines.slice(0, LINES).join('\n')}\n`);
  return file;
}

const LONGER_THAN_A_LOOK_AT_THE_CLOCK_MS = 1_500;

function start(launch: Omit<Launch, 'port'>): Promise<SandboxProcess> {
  running = launchSandbox(folder, { port: 0, ...launch });
  return untilReady(running, folder);
}

describe('a kill -9 in the middle of a send', () => {
  it('ends, after a restart, with the job COMPLETED and everyone accounted for', { timeout: 300_000 }, async () => {
    const first = await start({ at: '2026-11-24T10:00:00+09:00' });
    const before = await openSession(first.outputs, LOCAL_MARKETER, LOCAL_PASSWORD);
    const imported = await importFile(before, await writeAudience());
    expect(imported.ok).toBe(true);
    const { campaignId } = await saveCampaign(before, () => undefined);
    const { id: jobId } = await before.call(operations.PLAN_CAMPAIGN, { campaignId }, operations.withId);
    for await (const progress of watchJob(jobId)) if (progress.phase !== 'PLANNING') break;
    await first.loadFaultPlan(SLOW_ANSWERS);
    await before.call(operations.LAUNCH_JOB, { jobId }, operations.withId);
    for await (const progress of watchJob(jobId)) {
      expect(progress.phase).not.toBe('COMPLETED');
      if (progress.accepted > 0) break;
    }
    await killHard(first.command);

    // Its backend is gone: what is left of the session is forgotten without asking it.
    await before.close().catch(() => undefined);
    const second = await start({ holdWork: true });
    const after = await openSession(second.outputs, LOCAL_MARKETER, LOCAL_PASSWORD);
    const atRestart = await readJob(after, jobId);
    const inFlight = new Set((await listRecipients(after, jobId, 'CLAIMED')).map(({ customerId }) => customerId));
    // The dead owners' leases and the next sweep are waited for on the sandbox's clock, not on ours.
    await second.moveClock(UNTIL_NEXT_SWEEP_MS);
    await sleep(LONGER_THAN_A_LOOK_AT_THE_CLOCK_MS);
    expect(await readJob(after, jobId), 'work is held').toEqual(atRestart);
    await second.releaseWork();
    await waitUntil('the job ends', async () => (await readJob(after, jobId)).phase !== 'SENDING', 250);
    const end = await readJob(after, jobId);
    const outbox = await second.readOutbox();
    console.log(
      `at restart ${JSON.stringify({ ...atRestart, excluded: undefined })}; end ${JSON.stringify({ ...end, excluded: undefined })}`,
    );
    expect(atRestart.phase).toBe('SENDING');
    expect(end.phase).toBe('COMPLETED');
    expect(end.inDoubt).toBeGreaterThan(0);
    expect(
      (await listRecipients(after, jobId, 'IN_DOUBT')).filter(({ customerId }) => !inFlight.has(customerId)),
    ).toEqual([]);
    expect(findImbalance(end)).toEqual([]);
    expect(countRepeats(outbox)).toEqual({ duplicates: 0, redeliveredBatches: 0 });
    await after.close();
  });
});
