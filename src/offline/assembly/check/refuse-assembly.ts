import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { checkAssembly } from './check-assembly.ts';
import type { Finding } from './finding.ts';

/** Raise when the checks change, so that verdicts of older ones are not used. */
const VERSION = '1';
const SHOWN = 20;
const KEPT_VERDICTS = 20;

const verdictSchema = z.object({ messages: z.array(z.string()) });

/** Everything that the verdict rests on: all templates, and which asset is which. */
function hashTemplates(assemblyFolder: string): string {
  const hash = createHash('sha256').update(VERSION);
  const names = readdirSync(assemblyFolder).filter((name) => /\.(template|assets)\.json$/.test(name));
  for (const name of names.sort()) hash.update(`\0${name}\0`).update(readFileSync(join(assemblyFolder, name)));
  return hash.digest('hex').slice(0, 32);
}

function readVerdict(file: string): readonly string[] | undefined {
  try {
    const { messages } = verdictSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    const now = new Date();
    utimesSync(file, now, now);
    return messages;
  } catch {
    // Not there, or half written by a process that was killed: it is found anew.
    return undefined;
  }
}

function keepVerdict(folder: string, file: string, messages: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  const temporary = `${file}.${randomUUID().slice(0, 8)}`;
  writeFileSync(temporary, JSON.stringify({ messages }));
  renameSync(temporary, file);
  const byAge = readdirSync(folder)
    .map((name) => join(folder, name))
    .map((path) => ({ path, used: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((left, right) => right.used - left.used);
  for (const { path } of byAge.slice(KEPT_VERDICTS)) rmSync(path, { force: true });
}

const messageOf = ({ code, message }: Finding): string => `${code}: ${message}`;

/**
 * Why CloudFormation would refuse an assembly, as one text for the person who starts it; undefined when it would not. What
 * was found of the same templates before is kept in `verdictFolder`.
 */
export async function refusalOf(assemblyFolder: string, verdictFolder: string): Promise<string | undefined> {
  const file = join(verdictFolder, `${hashTemplates(assemblyFolder)}.json`);
  let messages = readVerdict(file);
  if (messages === undefined) {
    messages = (await checkAssembly(assemblyFolder)).map(messageOf);
    keepVerdict(verdictFolder, file, messages);
  }
  if (messages.length === 0) return undefined;
  const more = messages.length > SHOWN ? [`... and ${messages.length - SHOWN} more.`] : [];
  return ['CloudFormation would refuse this backend:', ...messages.slice(0, SHOWN), ...more].join('\n  ');
}
