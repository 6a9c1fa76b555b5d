import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..', '..');
const lock = z.object({
  packages: z.record(z.string(), z.object({ hasInstallScript: z.boolean().optional() })),
});

/**
 * What npm names because its scripts do not run, and why nothing is missing without them: esbuild and classic-level find
 * what was built for this platform beside them, the watcher and the hosting of Amplify are not used, core-js only asks for
 * money.
 */
const NAMED = ['@aws-amplify/hosting', '@parcel/watcher', 'classic-level', 'core-js', 'esbuild'];

describe('the first run of a fresh clone', () => {
  it('U13 needs no install script of a package, and the README says what npm warns of', () => {
    const { packages } = lock.parse(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')));
    const scripted = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript === true);
    const names = new Set(scripted.map(([path]) => path.replace(/^.*node_modules\//, '')));
    expect([...names].sort()).toEqual(NAMED);
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    for (const word of ['ERESOLVE', 'EBADENGINE', 'install scripts']) expect(readme).toContain(word);
  });
});
