import { relative } from 'node:path';
import { startSandbox, type Sandbox } from '../../offline/index.ts';
import { buildConsole, CONSOLE_SITE } from '../console/build-console.ts';
import { createLocalUsers } from '../create-local-users.ts';
import { openSession, type GraphqlSession } from '../graphql-session.ts';
import { importFile } from '../import/import-file.ts';
import { LOCAL_ADMIN, LOCAL_MARKETER, LOCAL_PASSWORD } from '../local-users.ts';
import { DEMO_DATA_FOLDER, EXAMPLE_AUDIENCE, OWN_BACKEND } from '../own-backend.ts';
import type { DemoCommand } from '../parse-command-line.ts';
import { createProgress } from '../progress-bar.ts';
import { untilInterrupted } from '../until-interrupted.ts';
import { DEMO_TIME, LATER_WAVES } from './campaign-content.ts';
import { FAULTS } from './faults.ts';
import { SAVE_RATES, savedRates } from './operations.ts';
import { saveCampaign } from './save-campaign.ts';
import { sendWaves } from './send-waves.ts';
import { setPrices } from './set-prices.ts';
import { showLaw } from './show-law.ts';
import { showPlan } from './show-plan.ts';
import { showRehearsal } from './show-rehearsal.ts';
import { showReport } from './show-report.ts';
import { showSummary, summarise } from './show-summary.ts';

const write = (text: string): void => void process.stdout.write(`${text}\n`);

/** The main job from end to end, on this machine: import, save, plan, review, send, watch. */
export async function runDemo(command: DemoCommand): Promise<number> {
  const built = command.keep ? await buildConsole(write) : undefined;
  if (built?.ok === false) {
    process.stderr.write(`${built.message}\n`);
    return 1;
  }
  const started = await startSandbox({
    ...OWN_BACKEND,
    ...(built === undefined ? {} : { site: { name: CONSOLE_SITE, folder: built.folder } }),
    dataFolder: DEMO_DATA_FOLDER,
    port: command.port,
    fresh: true,
    startAt: DEMO_TIME,
    faultPlan: FAULTS,
    quotas: QUOTAS,
    log: write,
  });
  if (!started.ok) {
    process.stderr.write(`${started.error.message}\n`);
    return 1;
  }
  const { sandbox } = started;
  try {
    await createLocalUsers(sandbox);
    await setRates(sandbox);
    const session = await openSession(sandbox.outputs, LOCAL_MARKETER, LOCAL_PASSWORD);
    write(`Signed in as ${LOCAL_MARKETER}.`);
    const { isBalanced, jobId } = await runSteps(session, sandbox, command);
    if (command.keep) {
      const interrupted = untilInterrupted();
      write(`\nThe finished campaign: ${sandbox.url}/${CONSOLE_SITE}/#/runs/${jobId}`);
      write(`Sign in as ${LOCAL_MARKETER}, password ${LOCAL_PASSWORD}. Still running; Ctrl-C stops it.`);
      await interrupted;
    }
    return isBalanced ? 0 : 1;
  } finally {
    await sandbox.stop();
  }
}

/** A new account sends 14 mails and 10 SMS a second; that of a company with a million members sends more. */
const RATES = { EMAIL: 1_000, SMS: 1_000 };

const QUOTAS = {
  email: { perSecond: RATES.EMAIL, perDay: 5_000_000 },
  sms: { partsPerSecond: 2 * RATES.SMS },
};

async function setRates(sandbox: Sandbox): Promise<void> {
  const operator = await openSession(sandbox.outputs, LOCAL_ADMIN, LOCAL_PASSWORD);
  await operator.call(SAVE_RATES, { messagesPerSecond: RATES }, savedRates);
  await setPrices(operator);
  await operator.close();
  write(`${LOCAL_ADMIN} allows ${RATES.EMAIL} e-mails and ${RATES.SMS} SMS a second, and saves what an SMS costs.`);
}

/** What was sent, and whether everybody of it has an outcome. */
interface DemoOutcome {
  readonly isBalanced: boolean;
  readonly jobId: string;
}

async function runSteps(session: GraphqlSession, sandbox: Sandbox, command: DemoCommand): Promise<DemoOutcome> {
  write('\n1. Import an audience in Pinpoint’s export format');
  const progress = createProgress('   Importing', process.stdout);
  const imported = await importFile(session, EXAMPLE_AUDIENCE, {
    onProgress: (done, total) => progress.update(done, total),
  });
  if (!imported.ok) throw new Error(imported.error.message);
  const { report } = imported;
  progress.finish();
  write(`   ${report.accepted} endpoints; ${report.rejected} damaged rows named and skipped:`);
  for (const { line, code, reason } of report.rejections) write(`     line ${line}: ${code}: ${reason}`);

  write('\n2. Save templates, a segment and a campaign through GraphQL');
  const { campaignId, templates } = await saveCampaign(session, write, LATER_WAVES);
  write('\n3. What the law asks for, as a real member reads each message');
  await showLaw(session, templates, 'm-0000001', write);

  write('\n4. Rehearse: what it would do and cost');
  await showRehearsal(session, campaignId, write);

  write('\n5. Plan: who gets it, who does not, and why');
  const jobId = await showPlan(session, campaignId, write);

  write('\n6. Send three waves, with throttling, failures and opt-outs injected; people come back between them');
  const signIn = (): Promise<GraphqlSession> => openSession(sandbox.outputs, LOCAL_MARKETER, LOCAL_PASSWORD);
  await session.close();
  const sent = await sendWaves({ sandbox, runId: jobId, signIn, write });

  const summary = summarise(report, sent);
  const isBalanced = showSummary(summary, write);
  write('\n7. What came of it');
  const reader = await signIn();
  await showReport(reader, jobId, write);
  await reader.close();
  write(
    `\nOutbox: ${sandbox.url}/_bonghwa/outbox` +
      (command.keep ? '' : `  (open it again: npm start -- --data ${relative(process.cwd(), DEMO_DATA_FOLDER)})`),
  );
  if (command.json) write(JSON.stringify(summary));
  return { isBalanced, jobId };
}
