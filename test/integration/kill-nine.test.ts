import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { saveCampaign } from '../../src/cli/demo/save-campaign.ts';
import * as operations from '../../src/cli/demo/operations.ts';
import { openSession } from '../../src/cli/graphql-session.ts';
import { importFile } from '../../src/cli/import/import-file.ts';
import { LOCAL_MARKETER, LOCAL_PASSWORD } from '../../src/cli/local-users.ts';
import { EXAMPLE_AUDIENCE } from '../../src/cli/own-backend.ts';
import { watchJob } from '../../src/client/index.ts';
import { runCommand, type RunningCommand } from '../running-command.ts';

let folder: string;
let running: RunningCommand | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kill-'));
});
afterAll(async () => {
  running?.child.kill('SIGKILL');
  await running?.exited;
  await rm(folder, { recursive: true, force: true });
});

async function startAndSignIn() {
  running = runCommand(
    ['start', '--port', '0', '--data', join(folder, 'data'), '--at', '2026-11-24T10:00:00+09:00'],
    folder,
  );
  await running.waitFor(/Ready\./);
  const outputs: unknown = JSON.parse(await readFile(join(folder, 'amplify_outputs.json'), 'utf8'));
  return openSession(outputs, LOCAL_MARKETER, LOCAL_PASSWORD);
}

const job = z.object({
  phase: z.string(),
  planned: z.number(),
  included: z.number(),
  excluded: z.array(z.object({ reason: z.string(), count: z.number() })),
  accepted: z.number(),
  delivered: z.number(),
  failed: z.number(),
  optedOut: z.number(),
  skipped: z.number(),
  inDoubt: z.number(),
});

describe('a kill -9 in the middle of a send', () => {
  it('ends, after a restart, with the job COMPLETED and everyone accounted for', { timeout: 480_000 }, async () => {
    const before = await startAndSignIn();
    const imported = await importFile(before, EXAMPLE_AUDIENCE);
    expect(imported.ok).toBe(true);
    const { campaignId } = await saveCampaign(before, () => undefined);
    const { id: jobId } = await before.call(operations.PLAN_CAMPAIGN, { campaignId }, operations.withId);
    for await (const progress of watchJob(jobId)) if (progress.phase !== 'PLANNING') break;
    await before.call(operations.LAUNCH_JOB, { jobId }, operations.withId);
    for await (const progress of watchJob(jobId)) {
      expect(progress.phase).not.toBe('COMPLETED');
      if (progress.accepted > 0) break;
    }
    running?.child.kill('SIGKILL');
    await running?.exited;

    // Its backend is gone: what is left of the session is forgotten without asking it.
    await before.close().catch(() => undefined);
    const after = await startAndSignIn();
    const document = /* GraphQL */ `
      query GetSendJob($id: ID!) {
        getSendJob(id: $id) {
          phase
          planned
          included
          accepted
          delivered
          failed
          optedOut
          skipped
          inDoubt
          excluded {
            reason
            count
          }
        }
      }
    `;
    const deadline = Date.now() + 300_000;
    let end = await after.call(document, { id: jobId }, job);
    const atRestart = end;
    while (end.phase !== 'COMPLETED' && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      end = await after.call(document, { id: jobId }, job);
    }
    console.log(
      `at restart ${JSON.stringify({ ...atRestart, excluded: undefined })}; end ${JSON.stringify({ ...end, excluded: undefined })}`,
    );
    expect(atRestart.phase).toBe('SENDING');
    expect(end.phase).toBe('COMPLETED');
    expect(end.planned).toBe(end.included + end.excluded.reduce((sum, { count }) => sum + count, 0));
    expect(end.included).toBe(end.accepted + end.delivered + end.failed + end.optedOut + end.skipped + end.inDoubt);
    await after.close();
  });
});
