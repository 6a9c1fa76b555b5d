import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const FILE = 'environment.json';
const namesSchema = z.array(z.string());
const digestsSchema = z.record(z.string(), z.string().nullable());
/** Digests of the variables that a synthesis rests on, by name; values may be secrets. null: not set. */
export type ReadVariables = z.infer<typeof digestsSchema>;

/** Different in every terminal, and of no meaning to a backend that lists all variables. */
const OF_THE_TERMINAL =
  /^(_|PWD|OLDPWD|SHLVL|PATH|TERM.*|COLORTERM|COLUMNS|LINES|WINDOWID|SSH_.*|XDG_.*|DBUS_.*|npm_.*|INIT_CWD|TMPDIR|PS1)$/i;
/** Set for the synthesis itself. */
const OF_THE_SYNTHESIS = /^(CDK_|SYNTHESIS_|AWS_EC2_METADATA_DISABLED$|AMPLIFY_DISABLE_TELEMETRY$)/;

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** The variables that a backend read, as the file of `record-environment.mjs` names them. */
export function readVariables(namesFile: string, environment: NodeJS.ProcessEnv): ReadVariables {
  const names = existsSync(namesFile) ? namesSchema.parse(JSON.parse(readFileSync(namesFile, 'utf8'))) : [];
  const isListed = names.includes('*');
  const meant = names.filter(
    (name) => !OF_THE_SYNTHESIS.test(name) && !(isListed && OF_THE_TERMINAL.test(name)) && name !== 'PATH',
  );
  return digestsOf(meant, environment);
}

/** The digests of the same variables now. */
function digestsOf(names: readonly string[], environment: NodeJS.ProcessEnv): ReadVariables {
  return Object.fromEntries(names.map((name) => [name, digestNow(name, environment)]));
}

function digestNow(name: string, environment: NodeJS.ProcessEnv): string | null {
  if (name === '*') {
    const listed = Object.keys(environment).filter((one) => !OF_THE_SYNTHESIS.test(one) && !OF_THE_TERMINAL.test(one));
    return digestOf(listed.sort().join('\0'));
  }
  const value = environment[name];
  return value === undefined ? null : digestOf(value);
}

/** The name of an assembly's folder says which values it rests on. */
export function digestOfAll(variables: ReadVariables): string {
  return digestOf(JSON.stringify(Object.entries(variables).sort())).slice(0, 8);
}

/** What an assembly in the cache was made with; undefined when that was not written down. */
export function variablesOf(assemblyFolder: string): ReadVariables | undefined {
  try {
    return digestsSchema.parse(JSON.parse(readFileSync(join(assemblyFolder, FILE), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Writes it down beside an assembly. */
export const variablesFile = (assemblyFolder: string): string => join(assemblyFolder, FILE);

/** Which of the variables have another value now. */
export function changedVariables(before: ReadVariables, environment: NodeJS.ProcessEnv): readonly string[] {
  const now = digestsOf(Object.keys(before), environment);
  return Object.keys(before).filter((name) => before[name] !== now[name]);
}
