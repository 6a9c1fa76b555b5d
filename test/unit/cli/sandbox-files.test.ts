import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { chooseOutputsFile } from '../../../src/cli/sandbox/choose-outputs-file.ts';
import { readSecretsFile } from '../../../src/cli/sandbox/read-secrets-file.ts';
import { runSandbox } from '../../../src/cli/sandbox/run-sandbox.ts';
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

  it('is the usual one when there is none, or an empty one, or one of a sandbox', () => {
    expect(chooseOutputsFile(folder, undefined)).toEqual({ ok: true, file: usual() });
    outputs('HTTP://localhost:20002/graphql');
    expect(chooseOutputsFile(folder, undefined)).toEqual({ ok: true, file: usual() });
    writeFileSync(usual(), '\n');
    expect(chooseOutputsFile(folder, undefined)).toEqual({ ok: true, file: usual() });
  });
  it.each([['https://x.appsync-api.ap-northeast-2.amazonaws.com/graphql'], ['https://localhost.example.com/graphql']])(
    'is another when the usual one is of a deployment (%s), or cannot be read',
    (url) => {
      outputs(url);
      expect(chooseOutputsFile(folder, undefined)).toEqual({ ok: true, file: other(), kept: usual() });
      writeFileSync(usual(), '{');
      expect(chooseOutputsFile(folder, undefined)).toEqual({ ok: true, file: other(), kept: usual() });
    },
  );
  it('is the one that was named, unless that is of a deployment or something else altogether', () => {
    expect(chooseOutputsFile(folder, other())).toEqual({ ok: true, file: other() });
    outputs('http://127.0.0.1:20002/graphql');
    expect(chooseOutputsFile(folder, usual())).toEqual({ ok: true, file: usual() });
    for (const text of ['{"data":{"url":"https://x/graphql"}}', '{"name":"my-app"}', 'export {};']) {
      writeFileSync(usual(), text);
      expect(chooseOutputsFile(folder, usual())).toMatchObject({
        ok: false,
        message: expect.stringContaining('stays as it is') as string,
      });
    }
  });
  it('cannot be a folder, or lie in one that is not there', () => {
    expect(chooseOutputsFile(folder, folder)).toMatchObject({ ok: false });
    expect(chooseOutputsFile(folder, join(folder, 'none', 'outputs.json'))).toMatchObject({ ok: false });
  });
});

describe('the backend of a sandbox', () => {
  it('is a file: a folder is refused at once, with the file in it, and nothing is made around it', async () => {
    const complaints: string[] = [];
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => complaints.push(String(text)) > 0);
    const run = (backendFile: string) =>
      runSandbox({ name: 'sandbox', backendFile, port: 0, fresh: false, users: [], secrets: {}, once: true });
    try {
      mkdirSync(join(folder, 'app', 'amplify'), { recursive: true });
      expect(await run(join(folder, 'app'))).toBe(1);
      writeFileSync(join(folder, 'app', 'amplify', 'backend.ts'), '');
      expect(await run(join(folder, 'app'))).toBe(1);
      expect(await run(join(folder, 'app', 'amplify'))).toBe(1);
    } finally {
      vi.restoreAllMocks();
    }
    const file = join(folder, 'app', 'amplify', 'backend.ts');
    expect(complaints).toEqual([
      `${join(folder, 'app')} is no file. Give an Amplify Gen 2 backend.ts with --backend FILE.\n`,
      `${join(folder, 'app')} is no file. Give an Amplify Gen 2 backend.ts: --backend ${file}.\n`,
      `${join(folder, 'app', 'amplify')} is no file. Give an Amplify Gen 2 backend.ts: --backend ${file}.\n`,
    ]);
    expect(readdirSync(folder)).toEqual(['app']);
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
