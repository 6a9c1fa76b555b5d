import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { hashSources } from '../../../../src/offline/assembly/hash-sources.ts';

describe('what a synthesis depends on', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sources-'));
    writeFileSync(
      join(folder, 'backend.ts'),
      "const CHOICES = { SHOP_SMS_PROVIDER: 'SMS' }; // read by name\nexport const url = process.env['SHOP_URL'];\n",
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(() => {
    vi.unstubAllEnvs();
  });
  const hash = () => hashSources([folder], undefined, '1');

  it.each(['SHOP_URL', 'SHOP_SMS_PROVIDER'])('M9 contains the setting %s, which its sources speak of', async (name) => {
    const before = await hash();
    vi.stubEnv(name, 'a');
    const one = await hash();
    vi.stubEnv(name, 'b');
    const other = await hash();
    vi.stubEnv(name, undefined);
    expect(new Set([before, one, other]).size).toBe(3);
    expect(await hash()).toBe(before);
  });

  it('M9 does not contain what they do not speak of, and tells two settings apart', async () => {
    const before = await hash();
    vi.stubEnv('SHOP_UNRELATED', 'a');
    expect(await hash()).toBe(before);
    vi.stubEnv('SHOP_URL', 'x');
    const url = await hash();
    vi.stubEnv('SHOP_URL', undefined);
    vi.stubEnv('SHOP_SMS_PROVIDER', 'x');
    expect(await hash()).not.toBe(url);
  });
});
