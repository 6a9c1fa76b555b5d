import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { generateClient } from 'aws-amplify/data';
import { Amplify } from 'aws-amplify';
import { signIn } from 'aws-amplify/auth';
import { parseAmplifyConfig } from 'aws-amplify/utils';
import { afterAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { PASSWORD } from '../../../amplify-client.ts';
import { ASSEMBLY_CACHE, LIBRARY_APP, ROOT, startBackend } from '../../../backends-under-test.ts';
import type { Schema } from '../../../fixtures/library-app/amplify/data/resource.ts';

const folder = mkdtempSync(join(tmpdir(), 'full-disk-'));
const dataFolder = join(folder, 'data');
let child: ChildProcess | undefined;
afterAll(() => {
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const PROGRAM = `
import { startSandbox } from '${ROOT}/src/offline/index.ts';
const tell = (line) => process.stdout.write(JSON.stringify(line) + '\\n');
const started = await startSandbox({
  ...${JSON.stringify({ ...LIBRARY_APP, cacheFolder: ASSEMBLY_CACHE, dataFolder, port: 0 })},
  log: (told) => tell({ told }),
});
if (!started.ok) throw new Error(started.error.message);
await started.sandbox.createUser({ email: 'kim@example.com', password: '${PASSWORD}', groups: ['librarians'] });
tell({ url: started.sandbox.url, outputs: started.sandbox.outputs });
`;

const said = z.union([
  z.object({ told: z.string() }),
  z.object({ url: z.string(), outputs: z.record(z.string(), z.unknown()) }),
]);

describe('a sandbox on a full disk', () => {
  it('S30 says so to who writes and to who started it, goes on reading, and has lost nothing at the next start', async () => {
    const program = join(folder, 'sandbox.mts');
    writeFileSync(program, PROGRAM);
    // No file may grow beyond 3 MB, as if there were no more room. Of its tables the sandbox writes the log first.
    child = spawn('bash', ['-c', `ulimit -f 3000; exec '${process.execPath}' --import tsx '${program}'`], {
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: ROOT,
    });
    const told: string[] = [];
    const ready = new Promise<{ url: string; outputs: Record<string, unknown> }>((resolve) => {
      createInterface({ input: child?.stdout ?? process.stdin }).on('line', (line) => {
        const what = said.parse(JSON.parse(line));
        if ('told' in what) told.push(what.told);
        else resolve(what);
      });
    });
    const { url, outputs } = await ready;
    const config = parseAmplifyConfig(outputs);
    Object.assign(config.Auth?.Cognito ?? {}, { userPoolEndpoint: url, identityPoolEndpoint: url });
    Amplify.configure(config);
    expect((await signIn({ username: 'kim@example.com', password: PASSWORD })).isSignedIn).toBe(true);

    const client = generateClient<Schema>();
    const saved: string[] = [];
    let refusal: string | undefined;
    while (refusal === undefined && saved.length < 200) {
      const { data, errors } = await client.models.Book.create({
        title: `${saved.length}`,
        isbn: 'x'.repeat(2000),
        details: JSON.stringify('가'.repeat(30_000)),
      });
      if (errors === undefined) saved.push(data?.id ?? '');
      else refusal = errors[0]?.message;
    }
    expect(saved.length).toBeGreaterThan(5);
    expect(refusal).toContain('The disk that holds the data folder is full');
    expect((await client.models.Book.create({ title: 'again', isbn: '1' })).errors?.[0]?.message).toContain(
      'The disk that',
    );
    expect((await client.models.Book.get({ id: saved[0] ?? '' })).data?.title).toBe('0');
    expect(told.filter((line) => line.includes('The disk that holds the data folder is full'))).toHaveLength(1);
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    expect(await exited).toEqual([null, 'SIGKILL']);

    const { sandbox, stop } = await startBackend(LIBRARY_APP, { dataFolder });
    // The user's tokens are good for the next start, too.
    const restarted = parseAmplifyConfig(sandbox.outputs);
    Object.assign(restarted.Auth?.Cognito ?? {}, { userPoolEndpoint: sandbox.url, identityPoolEndpoint: sandbox.url });
    Amplify.configure(restarted);
    for (const id of saved) expect((await client.models.Book.get({ id })).data?.id).toBe(id);
    expect((await client.models.Book.create({ title: 'again', isbn: '1' })).errors).toBeUndefined();
    await stop();
  });
});
