import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './backends-under-test.ts';

const run = promisify(execFile);
/** Where the commands of installed packages are. */
export const BIN = join(ROOT, 'node_modules', '.bin');

/**
 * What `npm install` would bring from the registry, where tests reach only this machine: links to the same packages here.
 * The library itself is not among them.
 */
export function linkPackages(home: string): string {
  const modules = join(home, 'node_modules');
  mkdirSync(modules, { recursive: true });
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (!name.startsWith('.') && name !== 'bonghwa') symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
  symlinkSync(BIN, join(modules, '.bin'));
  return modules;
}

/** Puts a packed library into a project, as npm does. */
export async function unpack(tarball: string, modules: string): Promise<void> {
  const home = join(modules, 'bonghwa');
  mkdirSync(home, { recursive: true });
  await run('tar', ['-xzf', tarball, '-C', home, '--strip-components=1']);
}

/** A project of somebody else: the packed library, and its peers as npm would have installed them. */
export async function makeProject(
  home: string,
  tarball: string,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  await unpack(tarball, linkPackages(home));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, file)), { recursive: true });
    writeFileSync(join(home, file), text);
  }
  return home;
}

/** What `tsc` complains of. */
export async function complaintsOf(home: string, compilerOptions: object): Promise<string> {
  const strict = { strict: true, noEmit: true, skipLibCheck: true, target: 'es2022', lib: ['es2023', 'dom'] };
  const options = { ...strict, resolveJsonModule: true, jsx: 'react-jsx', types: [], ...compilerOptions };
  writeFileSync(join(home, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['*'] }));
  return run(join(BIN, 'tsc'), ['-p', home]).then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout,
  );
}
