import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { synthesize } from '../../../../src/offline/assembly/synthesize.ts';
import { ASSEMBLY_CACHE, LIBRARY_APP } from '../../../backends-under-test.ts';

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
