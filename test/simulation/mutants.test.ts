import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { MUTANTS, type Mutant } from './mutants.ts';

const ROOT = join(import.meta.dirname, '../..');
/** All that the simulation imports. */
const COPIED = [
  'package.json',
  'src/standards',
  'src/domain',
  'src/app',
  'src/adapters/memory',
  'src/adapters/request-token',
  'test/simulation',
];

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

const report = z.object({ seeds: z.int().positive(), breach: z.string().nullable() });

/** A copy of the engine and its simulator with one mistake, or none. */
async function copyWith(mutant: Mutant | null): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mutant-'));
  folders.push(folder);
  for (const path of COPIED) await cp(join(ROOT, path), join(folder, path), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  if (mutant === null) return folder;
  const file = join(folder, mutant.file);
  const source = await readFile(file, 'utf8');
  expect(source.split(mutant.original), `${mutant.file} has "${mutant.original}" once`).toHaveLength(2);
  await writeFile(
    file,
    source.replace(mutant.original, () => mutant.mutated),
  );
  return folder;
}

async function simulateIn(folder: string, seeds: string) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/simulation/find-breach.ts', '--seeds', seeds], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  const code = await new Promise((resolve) => child.on('close', resolve));
  const { breach } = report.parse(JSON.parse(output.trim().split('\n').at(-1) ?? ''));
  return { code, breach };
}

describe('the simulator', () => {
  it('finds nothing in the engine as it is', { timeout: 120_000 }, async () => {
    expect(await simulateIn(await copyWith(null), '10')).toEqual({ code: 0, breach: null });
  });

  it.each(MUTANTS)('notices when somebody breaks $breaks', { timeout: 120_000 }, async (mutant) => {
    const { code, breach } = await simulateIn(await copyWith(mutant), '100');
    expect(breach).not.toBeNull();
    expect(code).toBe(1);
    // It must fail by what the engine did, not because the mutant cannot run.
    expect(breach).not.toMatch(/is not defined|is not a function|SyntaxError/);
    console.log(`${mutant.breaks}\n  noticed: ${breach ?? ''}`);
  });
});
