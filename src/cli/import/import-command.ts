import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { RefusedError, type GraphqlSession } from '../graphql-session.ts';
import { createProgress } from '../progress-bar.ts';
import { signIn, type SignInOptions } from '../sign-in.ts';
import { importFile, type ImportReport } from './import-file.ts';
import { describeReport, exitCodeOf } from './describe-report.ts';
import type { ImportOptions } from '../../import-reader/import-options.ts';
import { listFiles } from './list-files.ts';
import { rejectedFileOf } from './write-rejections.ts';

export interface ImportCommand extends SignInOptions {
  readonly name: 'import';
  readonly paths: readonly string[];
  readonly how: ImportOptions;
  /** The folder for files of rejected rows; beside each file when absent. */
  readonly rejectedFolder?: string;
  readonly json: boolean;
}

interface ImportedFile extends Omit<ImportReport, 'rejections'> {
  readonly file: string;
}

/** `bonghwa import FILE...`: signs in, streams files and folders, prints what became of every row. */
export async function importCommand(command: ImportCommand): Promise<number> {
  const fail = (message: string): number => {
    process.stderr.write(`${message}\n`);
    return 1;
  };
  const signedIn = await signIn(command);
  if (!signedIn.ok) return fail(signedIn.message);
  const { session } = signedIn;
  const memory = watchMemory();
  try {
    const files = await listFiles(command.paths);
    if (files.length === 0) return fail('There are no files to import.');
    const imported: ImportedFile[] = [];
    for (const file of files) {
      const outcome = await importOne(session, file, command);
      if (!outcome.ok) return fail(outcome.error.message);
      imported.push(outcome.imported);
    }
    if (command.json) process.stdout.write(`${JSON.stringify({ files: imported, memory: memory() })}\n`);
    return exitCodeOf(imported);
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return fail(`The backend refused the import (${error.code}): ${error.message}`);
  } finally {
    await session.close();
  }
}

async function importOne(session: GraphqlSession, file: string, command: ImportCommand) {
  const output = command.json ? process.stderr : process.stdout;
  const progress = createProgress(`Importing ${basename(file)}`, output);
  const rejectedFile = rejectedFileOf(file, command.rejectedFolder);
  const outcome = await importFile(session, file, {
    how: command.how,
    rejectedFile,
    onBegun: (importId) => output.write(`Importing ${basename(file)} as ${importId}\n`),
    onProgress: (done, total) => progress.update(done, total),
  });
  if (!outcome.ok) return outcome;
  progress.finish();
  // What an earlier run left must not be taken for what this one rejected.
  if (outcome.report.rejected === 0) await rm(rejectedFile, { force: true });
  if (!command.json) process.stdout.write(describeReport(outcome.report, rejectedFile));
  const { rejections: _, ...counts } = outcome.report;
  return { ok: true, imported: { file, ...counts } } as const;
}

/** Megabytes this process holds now, and at most until asked. */
function watchMemory(): () => { readonly idleMb: number; readonly peakMb: number } {
  const idle = process.memoryUsage.rss();
  return () => ({
    idleMb: Math.round(idle / 1024 / 1024),
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
  });
}
