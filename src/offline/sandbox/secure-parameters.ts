import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Parameter } from '../assembly/resources.ts';

const saved = z.record(z.string(), z.string());

/** Parameters that an operator would make by hand (CloudFormation cannot): made up once, and kept with the state. */
export function openSecureParameters(stateFolder: string, names: readonly string[]): Parameter[] {
  const file = join(stateFolder, 'secure-parameters.json');
  const known = existsSync(file) ? saved.parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
  const all = Object.fromEntries(names.map((name) => [name, known[name] ?? randomBytes(32).toString('base64url')]));
  if (names.some((name) => known[name] === undefined)) writeFileSync(file, JSON.stringify(all), { mode: 0o600 });
  return Object.entries(all).map(([name, value]) => ({ name, value }));
}
