import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bonghwa, recipientsAsCsv } from '../client/index.ts';
import type { ExportRecipientsCommand } from './parse-export-recipients.ts';
import { signIn } from './sign-in.ts';

/** `bonghwa export-recipients`: writes everybody whom a job includes, or lists as excluded, as CSV for a spreadsheet. */
export async function exportRecipients(command: ExportRecipientsCommand): Promise<number> {
  const fail = (message: string): number => {
    process.stderr.write(`${message}\n`);
    return 1;
  };
  const signedIn = await signIn(command);
  if (!signedIn.ok) return fail(signedIn.message);
  try {
    const refusal = await checkJob(command.jobId);
    if (refusal !== null) return fail(refusal);
    const people = await writeList(command);
    process.stdout.write(`${command.outcome}: ${people} customers in ${command.out}\n`);
    return 0;
  } catch (error) {
    return fail(`The list could not be written: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await signedIn.session.close();
  }
}

/** While a job is planned its lists grow: what they hold then is not the plan. */
async function checkJob(jobId: string): Promise<string | null> {
  const { data, errors } = await bonghwa.getSendJob({ id: jobId });
  if (errors[0] !== undefined) return errors[0].message;
  if (data === null) return `There is no job ${jobId}.`;
  return data.phase === 'PLANNING' ? `Job ${jobId} is still being planned. Wait until it is PLANNED.` : null;
}

/** Under its own name only when it is whole: half a list looks like a list. */
async function writeList({ jobId, outcome, out }: ExportRecipientsCommand): Promise<number> {
  const partial = `${out}.partial`;
  let lines = 0;
  async function* text(): AsyncGenerator<string> {
    // The mark by which spreadsheets know UTF-8; without it they misread Korean.
    yield '\ufeff';
    for await (const line of recipientsAsCsv({ jobId, outcome })) {
      lines += 1;
      yield line;
    }
  }
  try {
    await pipeline(Readable.from(text()), createWriteStream(partial));
    await rename(partial, out);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  return lines - 1;
}
