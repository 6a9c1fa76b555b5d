import { readFile, writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { openSession, RefusedError, type GraphqlSession } from './graphql-session.ts';
import { importFile, type ImportReport } from './import-file.ts';
import { LOCAL_MARKETER, LOCAL_PASSWORD } from './local-users.ts';
import type { ImportCommand } from './parse-command-line.ts';
import { createProgress } from './progress-bar.ts';

const SHOWN_REJECTIONS = 10;

/** `bonghwa import FILE`: signs in, streams the file, prints what became of every row. */
export async function importCommand(command: ImportCommand): Promise<number> {
  const fail = (message: string): number => {
    process.stderr.write(`${message}\n`);
    return 1;
  };
  const outputs = await readOutputs(command.outputs);
  if (outputs === undefined) {
    return fail(
      `${command.outputs} is missing or not JSON. Start a backend first (npm start), or name its file with --outputs.`,
    );
  }
  let session: GraphqlSession;
  try {
    session = await openSession(outputs, command.email ?? LOCAL_MARKETER, command.password ?? LOCAL_PASSWORD);
  } catch (error) {
    return fail(`Could not sign in: ${messageOf(error)} Is the backend of ${command.outputs} running?`);
  }
  const progress = createProgress(`Importing ${basename(command.file)}`, process.stdout);
  try {
    const outcome = await importFile(session, command.file, (done, total, report) =>
      progress.update(done, total, `${report.accepted.toLocaleString('en')} endpoints`),
    );
    if (!outcome.ok) return fail(outcome.error.message);
    progress.finish();
    await printReport(outcome.report);
    return 0;
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return fail(`The backend refused the import (${error.code}): ${error.message}`);
  } finally {
    await session.close();
  }
}

/** Prints the totals and the first rejections; all of them go to a file beside where the command runs. */
async function printReport(report: ImportReport): Promise<void> {
  const write = (text: string): void => void process.stdout.write(`${text}\n`);
  write(
    `${report.lines} rows: ${report.accepted} accepted, ${report.rejections.length} rejected; ` +
      `${report.customersWritten} customers and ${report.endpointsWritten} endpoints written.`,
  );
  for (const { line, code, reason } of report.rejections.slice(0, SHOWN_REJECTIONS))
    write(`  line ${line}: ${code}: ${reason}`);
  if (report.rejections.length === 0) return;
  const file = resolve(`${report.importId}.rejections.ndjson`);
  await writeFile(file, report.rejections.map((rejection) => `${JSON.stringify(rejection)}\n`).join(''));
  write(`All rejected rows with their reasons: ${file}`);
}

async function readOutputs(file: string): Promise<unknown> {
  try {
    const parsed: unknown = JSON.parse(await readFile(file, 'utf8'));
    return parsed;
  } catch {
    return undefined;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
