import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import * as z from 'zod';
import type { ImportOptions } from '../../import-reader/import-options.ts';
import { BonghwaError, createServerClient, type ServerClient } from '../../server/index.ts';
import { listFiles } from '../import/list-files.ts';
import { rejectedFileOf } from '../import/write-rejections.ts';
import { createProgress } from '../progress-bar.ts';
import { readOutputs } from '../read-outputs.ts';
import { importEvents, type EventImport } from './import-events.ts';

export type ImportEventsCommand = {
  readonly name: 'import-events';
  readonly paths: readonly string[];
  readonly outputs: string;
  /** Which registered server speaks, and by which of its keys. */
  readonly clientId: string;
  readonly keyId: string;
  /** A file with the private key (PEM) or the secret of that key. */
  readonly keyFile: string;
  readonly how: Pick<ImportOptions, 'format' | 'encoding'>;
  /** The folder for files of rejected rows; beside each file when absent. */
  readonly rejectedFolder?: string;
  readonly json: boolean;
};

type Imported = Omit<EventImport, 'rejections'> & { readonly file: string };

const SHOWN = 10;
const outputsShape = z.object({ data: z.object({ url: z.string() }) });

/** `bonghwa import-events FILE...`: tells what customers did before, as a registered server; says what became of each. */
export async function importEventsCommand(command: ImportEventsCommand): Promise<number> {
  const fail = (message: string): number => {
    process.stderr.write(`${message}\n`);
    return 1;
  };
  const connected = await connect(command);
  if (!connected.ok) return fail(connected.message);
  try {
    const files = await listFiles(command.paths);
    if (files.length === 0) return fail('There are no files to import.');
    const imported: Imported[] = [];
    for (const file of files) {
      const outcome = await importOne(connected.client, file, command);
      if (!outcome.ok) return fail(outcome.error.message);
      imported.push(outcome.imported);
    }
    if (command.json) process.stdout.write(`${JSON.stringify({ files: imported })}\n`);
    return imported.some(({ accepted, duplicates, rejected }) => accepted + duplicates === 0 && rejected > 0) ? 2 : 0;
  } catch (error) {
    if (!(error instanceof BonghwaError)) throw error;
    return fail(
      `The backend refused the events (${error.code}): ${error.message} Run it again: no event counts twice.`,
    );
  }
}

async function connect({
  outputs,
  clientId,
  keyId,
  keyFile,
}: ImportEventsCommand): Promise<
  { readonly ok: true; readonly client: ServerClient } | { readonly ok: false; readonly message: string }
> {
  const read = await readOutputs(outputs);
  if (!read.ok) return read;
  const parsed = outputsShape.safeParse(read.value);
  if (!parsed.success) return { ok: false, message: `${outputs} names no GraphQL API (data.url).` };
  const text = await readFile(keyFile, 'utf8').catch(() => undefined);
  if (text === undefined)
    return { ok: false, message: `${keyFile} cannot be read. Check the path and its permissions.` };
  const key = text.includes('-----BEGIN') ? { privateKey: text } : { secret: text.trim() };
  try {
    const client = await createServerClient({
      url: parsed.data.data.url,
      auth: { kind: 'TOKEN', clientId, keyId, key },
    });
    return { ok: true, client };
  } catch {
    // Of what the key is like nothing is said.
    return { ok: false, message: `${keyFile} holds no Ed25519 private key (PKCS #8, PEM), and no secret.` };
  }
}

async function importOne(client: ServerClient, file: string, { how, rejectedFolder, json }: ImportEventsCommand) {
  const progress = createProgress(`Importing ${basename(file)}`, json ? process.stderr : process.stdout);
  const rejectedFile = rejectedFileOf(file, rejectedFolder);
  const outcome = await importEvents(client, file, {
    how,
    rejectedFile,
    onProgress: (done, total) => progress.update(done, total),
  });
  if (!outcome.ok) return outcome;
  progress.finish();
  if (!json) process.stdout.write(describe(outcome.imported, rejectedFile));
  const { rejections: _, ...counts } = outcome.imported;
  return { ok: true, imported: { file, ...counts } } as const;
}

function describe({ accepted, duplicates, late, rejected, rejections }: EventImport, rejectedFile: string): string {
  const lines = [
    `${accepted + duplicates + rejected} events: ${accepted} accepted, ${duplicates} known before, ${rejected} rejected.`,
    ...(late === 0 ? [] : [`${late} are older than a week: they count in reports, and change no segment.`]),
    ...rejections.slice(0, SHOWN).map(({ line, code, reason }) => `  line ${line}: ${code}: ${reason}`),
    ...(rejected === 0 ? [] : [`All rejected rows with their reasons: ${rejectedFile}`]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}
