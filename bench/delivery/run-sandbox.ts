/**
 * The same campaign through the whole offline sandbox: GraphQL, queue, Lambda workers, signatures and policies, embedded
 * store, Pinpoint. `run-sandbox <assembly> <data folder> <recipients>`; the customers are in the folder already.
 */
import { watchJob } from '../../src/client/index.ts';
import { createLocalUsers } from '../../src/cli/create-local-users.ts';
import * as operations from '../../src/cli/demo/operations.ts';
import { openSession } from '../../src/cli/graphql-session.ts';
import { LOCAL_MARKETER, LOCAL_PASSWORD } from '../../src/cli/local-users.ts';
import { OWN_BACKEND } from '../../src/cli/own-backend.ts';
import { startSandbox } from '../../src/offline/index.ts';
import { CAMPAIGN, SEGMENT, TEMPLATE } from './campaign.ts';
import { measured } from './phase.ts';

const [assemblyFolder = '', dataFolder = '', count = ''] = process.argv.slice(2);
const recipients = Number(count);
const started = await startSandbox({ ...OWN_BACKEND, assemblyFolder, dataFolder, port: 0 });
if (!started.ok) throw new Error(started.error.message);
const { sandbox } = started;
await createLocalUsers(sandbox);
const session = await openSession(sandbox.outputs, LOCAL_MARKETER, LOCAL_PASSWORD);

const { defaultSubstitutions, ...words } = TEMPLATE;
const template = await session.call(
  operations.SAVE_TEMPLATE,
  { ...words, defaultSubstitutions: JSON.stringify(defaultSubstitutions) },
  operations.savedTemplate,
);
const segment = await session.call(
  operations.SAVE_SEGMENT,
  { name: SEGMENT.name, definition: JSON.stringify(SEGMENT.definition) },
  operations.withId,
);
const steps = [{ channel: TEMPLATE.content.channel, templateId: template.templateId }];
const input = { ...CAMPAIGN, segmentId: segment.id, steps };
const { id: campaignId } = await session.call(operations.SAVE_CAMPAIGN, input, operations.withId);

/** Watches the job until it reaches a phase; answers how many were accepted by then. */
const reach = async (jobId: string, phase: 'PLANNED' | 'COMPLETED'): Promise<number> => {
  for await (const progress of watchJob(jobId)) {
    if (progress.phase === phase) return progress.accepted;
    if (progress.phase === 'FAILED' || progress.phase === 'PAUSED') break;
  }
  throw new Error(`The job never was ${phase}.`);
};

let jobId = '';
const planning = await measured(async () => {
  jobId = (await session.call(operations.PLAN_CAMPAIGN, { campaignId }, operations.withId)).id;
  await reach(jobId, 'PLANNED');
});
let accepted = 0;
const sending = await measured(async () => {
  await session.call(operations.LAUNCH_JOB, { jobId }, operations.withId);
  accepted = await reach(jobId, 'COMPLETED');
});
if (accepted !== recipients) throw new Error(`${accepted} of ${recipients} were sent to.`);
await session.close();
await sandbox.stop();
process.stdout.write(`${JSON.stringify({ recipients, planning, sending })}\n`);
process.exit(0);
