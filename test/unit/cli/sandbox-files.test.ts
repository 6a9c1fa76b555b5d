import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseOutputsFile } from '../../../src/cli/sandbox/choose-outputs-file.ts';
import { readSecretsFile } from '../../../src/cli/sandbox/read-secrets-file.ts';
import { untilSourcesChange } from '../../../src/cli/sandbox/until-sources-change.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the outputs file of a sandbox', () => {
  const usual = () => join(folder, 'amplify_outputs.json');
  const other = () => join(folder, 'amplify_outputs.sandbox.json');
  const outputs = (url: string) => writeFileSync(usual(), JSON.stringify({ data: { url } }));

  it('is the usual one when there is none, or one of a sandbox', () => {
    expect(chooseOutputsFile(folder, undefined)).toEqual({ file: usual() });
    outputs('HTTP://localhost:20002/graphql');
    expect(chooseOutputsFile(folder, undefined)).toEqual({ file: usual() });
  });
  it.each([['https://x.appsync-api.ap-northeast-2.amazonaws.com/graphql'], ['https://localhost.example.com/graphql']])(
    'is another when the usual one is of a deployment (%s), or cannot be read',
    (url) => {
      outputs(url);
      expect(chooseOutputsFile(folder, undefined)).toEqual({ file: other(), kept: usual() });
      writeFileSync(usual(), '{');
      expect(chooseOutputsFile(folder, undefined)).toEqual({ file: other(), kept: usual() });
    },
  );
  it('is the one that was named', () => {
    outputs('https://x/graphql');
    expect(chooseOutputsFile(folder, usual())).toEqual({ file: usual() });
  });
});

describe('the secrets file', () => {
  it('S22 holds a secret a line, quoted or not', () => {
    const file = join(folder, 'secrets.env');
    writeFileSync(file, '# of the sandbox\nA=1\nB="two words"\nC=a=b\n');
    expect(readSecretsFile(file, false)).toEqual({ ok: true, secrets: { A: '1', B: 'two words', C: 'a=b' } });
  });
  it('S22 need not be there, unless it was named', () => {
    const file = join(folder, 'none.env');
    expect(readSecretsFile(file, false)).toEqual({ ok: true, secrets: {} });
    expect(readSecretsFile(file, true)).toMatchObject({ ok: false, message: expect.stringContaining(file) as string });
  });
});

describe('the look-out for changes of sources', () => {
  it('sees a changed file in a folder below, and nothing of packages, state and outputs', async () => {
    for (const name of ['amplify/data', 'node_modules/x', 'state']) mkdirSync(join(folder, name), { recursive: true });
    let isSeen = false;
    const file = join(folder, 'amplify/data/resource.ts');
    const key = async () => await Promise.resolve(existsSync(file) ? 'after' : 'before');
    const changes = untilSourcesChange([folder], join(folder, 'state'), { key, before: 'before' });
    void changes.changed.then(() => (isSeen = true));
    try {
      for (const name of ['node_modules/x/a.ts', 'state/log', '.env.swp', 'amplify_outputs.json'])
        writeFileSync(join(folder, name), 'x');
      await new Promise((resolve) => setTimeout(resolve, 600));
      expect(isSeen).toBe(false);
      writeFileSync(join(folder, 'page.tsx'), 'x');
      await new Promise((resolve) => setTimeout(resolve, 600));
      expect(isSeen).toBe(false);
      writeFileSync(file, 'x');
      await changes.changed;
    } finally {
      changes.stop();
    }
  });

  it('sees what was changed while the sandbox started', async () => {
    const key = async () => await Promise.resolve('after');
    const changes = untilSourcesChange([folder], join(folder, 'state'), { key, before: 'before' });
    await changes.changed;
    changes.stop();
  });
});
