import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import type { Parameter } from '../assembly/resources.ts';
import { readStateFile, writeStateFile } from '../services/state-file.ts';

const saved = z.record(z.string(), z.string());

/** Parameters that an operator would make by hand (CloudFormation cannot): made up once, and kept with the state. */
export function openSecureParameters(stateFolder: string, names: readonly string[]): Parameter[] {
  const file = join(stateFolder, 'secure-parameters.json');
  const known = readStateFile(file, saved, 'the secrets that were made up') ?? {};
  const all = Object.fromEntries(names.map((name) => [name, known[name] ?? randomBytes(32).toString('base64url')]));
  if (names.some((name) => known[name] === undefined)) writeStateFile(file, all);
  return Object.entries(all).map(([name, value]) => ({ name, value }));
}
