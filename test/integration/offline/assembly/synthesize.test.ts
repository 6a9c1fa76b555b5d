import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { synthesize } from '../../../../src/offline/assembly/synthesize.ts';
import { ASSEMBLY_CACHE, LIBRARY_APP, ROOT } from '../../../backends-under-test.ts';

it('a synthesis takes the place of one that somebody was killed over removing', { timeout: 120_000 }, async () => {
  const known = await synthesize({ ...LIBRARY_APP, cacheFolder: ASSEMBLY_CACHE });
  if (!known.ok) throw new Error(known.error.message);
  const cacheFolder = await mkdtemp(join(tmpdir(), 'assemblies-'));
  try {
    await mkdir(join(cacheFolder, basename(known.assemblyFolder), 'asset.left'), { recursive: true });
    const result = await synthesize({ ...LIBRARY_APP, cacheFolder });
    expect(result).toMatchObject({ ok: true, fromCache: false });
    const folder = join(cacheFolder, basename(known.assemblyFolder));
    expect([existsSync(join(folder, 'manifest.json')), existsSync(join(folder, 'asset.left'))]).toEqual([true, false]);
  } finally {
    await rm(cacheFolder, { recursive: true, force: true });
  }
});

it(
  'S18 a backend whose only lock file is in amplify/ finds $amplify/env and its bundler',
  { timeout: 180_000 },
  async () => {
    const packages = await mkdtemp(join(tmpdir(), 'own-lock-'));
    const project = join(packages, 'shop');
    const amplify = join(project, 'amplify');
    try {
      const shop = join(ROOT, 'test', 'fixtures', 'shop-workspace', 'packages');
      await cp(join(shop, 'shop', 'amplify'), amplify, { recursive: true });
      await cp(join(shop, 'pricing'), join(packages, 'pricing'), { recursive: true });
      await symlink(join(ROOT, 'node_modules'), join(packages, 'node_modules'));
      await writeFile(join(amplify, 'package-lock.json'), '{}');
      await rm(join(amplify, 'amplify-env.d.ts'));
      const backendFile = join(amplify, 'backend.ts');
      const result = await synthesize({ backendFile, sourceRoots: [amplify], cacheFolder: join(packages, 'cache') });
      expect(result).toMatchObject({ ok: true });
      expect(existsSync(join(project, '.amplify', 'generated', 'env', 'quote.ts'))).toBe(true);
      expect(existsSync(join(project, 'package-lock.json'))).toBe(false);
    } finally {
      await rm(packages, { recursive: true, force: true });
    }
  },
);
