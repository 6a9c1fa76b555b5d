import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD } from '../amplify-client.ts';
import { OUR_BACKEND, ROOT, startBackend, type RunningBackend } from '../backends-under-test.ts';
import { prepareJob } from '../prepare-job.ts';

const names = z.record(z.string(), z.string());
const manifest = z.object({ dependencies: names, peerDependencies: names });

const run = promisify(execFile);
/** CONNECTION_INIT_TIMEOUT of @aws-amplify/api-graphql: its timer is not cleared when the connection is acknowledged. */
const AMPLIFY_CONNECT_MS = 15_000;
const BIN = join(ROOT, 'node_modules', '.bin');

let folder: string;
let tarball: string;

/** A project of somebody else: the packed library, and its peers as npm would have installed them. */
function project(name: string, files: Readonly<Record<string, string>>): string {
  const home = join(folder, name);
  const modules = join(home, 'node_modules');
  mkdirSync(modules, { recursive: true });
  cpSync(join(folder, 'package'), join(modules, 'bonghwa'), { recursive: true });
  for (const peer of readdirSync(join(ROOT, 'node_modules'))) {
    if (!peer.startsWith('.') && peer !== 'bonghwa') symlinkSync(join(ROOT, 'node_modules', peer), join(modules, peer));
  }
  for (const [file, text] of Object.entries(files)) writeFileSync(join(home, file), text);
  return home;
}

/** What `tsc` complains of. */
async function complaintsOf(home: string, compilerOptions: object): Promise<string> {
  const strict = { strict: true, noEmit: true, skipLibCheck: true, target: 'es2022', lib: ['es2023', 'dom'] };
  const options = { ...strict, resolveJsonModule: true, jsx: 'react-jsx', types: [], ...compilerOptions };
  writeFileSync(join(home, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['*'] }));
  return run(join(BIN, 'tsc'), ['-p', home]).then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout,
  );
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'packed-client-'));
  const built = join(folder, 'built');
  await run(process.execPath, ['--import', 'tsx', join(ROOT, 'scripts', 'build-package.ts'), '--out', built], {
    cwd: ROOT,
  });
  const { stdout } = await run('npm', ['pack', built, '--pack-destination', folder, '--json', '--offline']);
  const [packed] = JSON.parse(stdout) as [{ filename: string }];
  tarball = join(folder, packed.filename);
  await run('tar', ['-xzf', tarball, '-C', folder]);
}, 180_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the packed client library', () => {
  it('has JavaScript and types, no TypeScript sources, and nothing of the backend', () => {
    const home = join(folder, 'package');
    const files = readdirSync(home, { recursive: true, encoding: 'utf8' });
    expect(files.filter((file) => /(?<!\.d)\.tsx?$/.test(file))).toEqual([]);
    expect(files.filter((file) => /amplify\/|resolvers|cdk/.test(file))).toEqual([]);
    const { dependencies, peerDependencies } = manifest.parse(
      JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')),
    );
    expect(Object.keys(dependencies)).toEqual(['@smithy/signature-v4', 'jose', 'zod']);
    expect(Object.keys(peerDependencies)).toEqual(['aws-amplify', 'react']);
  });

  it('is clean by publint, and every entry point resolves with types from ESM and from CommonJS', async () => {
    await run(join(BIN, 'publint'), ['run', join(folder, 'package'), '--strict', '--pack', 'false']);
    const attw = ['--profile', 'node16', '--exclude-entrypoints', './schema.graphql'];
    await run(join(BIN, 'attw'), [tarball, ...attw]);
  }, 120_000);

  const USE = `
    import { bonghwa, configureBonghwa, watchJob, watchRun, type JobProgress } from 'bonghwa';
    import { useJob } from 'bonghwa/react';
    import { createServerClient } from 'bonghwa/server';
    import { configureSandbox } from 'bonghwa/front-end';
    export const watch = watchJob('job', { onProgress: ({ accepted }: JobProgress) => accepted.toFixed() });
    export const run = watchRun('run');
    export const operations = bonghwa;
    export const server = createServerClient;
    export const all = [configureBonghwa, configureSandbox, useJob];
  `;
  it.each([
    ['bundler', 'use.ts', { module: 'esnext', moduleResolution: 'bundler' }],
    ['node16 from ESM', 'use.mts', { module: 'node16', moduleResolution: 'node16' }],
    ['L5 node16 from CommonJS', 'use.cts', { module: 'node16', moduleResolution: 'node16' }],
  ])(
    'is understood by tsc: %s, and its values can be exported with declarations',
    async (name, file, options) => {
      const home = project(name.replaceAll(' ', '-'), { [file]: USE });
      expect(await complaintsOf(home, { ...options, declaration: true })).toBe('');
    },
    120_000,
  );

  it('is used in its documentation as it is', async () => {
    const text = readFileSync(join(ROOT, 'docs', 'client.md'), 'utf8');
    const samples = [...text.matchAll(/^```(tsx?)\n(.*?)^```/gms)];
    expect(samples.length).toBeGreaterThan(4);
    const files = samples.map(([, kind = '', code = ''], index) => [`sample-${index}.${kind}`, code] as const);
    const home = project('documentation', {
      ...Object.fromEntries(files),
      'amplify_outputs.json': '{ "version": "1", "data": { "url": "https://example.org/graphql" } }',
      'package.json': '{ "type": "module" }',
    });
    expect(await complaintsOf(home, { module: 'esnext', moduleResolution: 'bundler' })).toBe('');
  }, 120_000);
});

describe('a Node project with the packed client library', () => {
  let backend: RunningBackend;
  beforeAll(async () => {
    backend = await startBackend(OUR_BACKEND, { startAt: Date.parse('2026-11-24T10:00:00+09:00') });
  }, 180_000);
  afterAll(() => backend?.stop());

  it('L4 watches a job to its end, and ends within two seconds after the loop', { timeout: 120_000 }, async () => {
    const prepared = await prepareJob(backend, 30);
    await backend.sandbox.createUser({ email: 'dev@example.org', password: PASSWORD, groups: ['viewer'] });
    const home = project('node', {
      'package.json': '{ "type": "module" }',
      'outputs.json': JSON.stringify(backend.sandbox.outputs),
      'watch.js': `
        import { readFileSync } from 'node:fs';
        import { WebSocket } from 'ws';
        import { signIn } from 'aws-amplify/auth';
        import { configureBonghwa, watchJob } from 'bonghwa';
        globalThis.WebSocket ??= WebSocket;
        configureBonghwa(JSON.parse(readFileSync(new URL('outputs.json', import.meta.url), 'utf8')));
        await signIn({ username: 'dev@example.org', password: ${JSON.stringify(PASSWORD)} });
        console.log('watching', Date.now());
        for await (const { phase, accepted } of watchJob(${JSON.stringify(prepared.jobId)})) console.log(phase, accepted);
        console.log('over', Date.now());
      `,
    });
    const watching = run(process.execPath, [join(home, 'watch.js')]).then(({ stdout }) => ({
      stdout,
      endedAt: Date.now(),
    }));
    const end = await prepared.launchAndFinish();
    const { stdout, endedAt } = await watching;
    expect(stdout).toContain(`COMPLETED ${end.accepted}`);
    const [watchedAt = NaN, overAt = NaN] = [...stdout.matchAll(/(?:watching|over) (\d+)/g)].map(([, time]) =>
      Number(time),
    );
    // Of `aws-amplify` a timer is left that runs out 15 s after it connected; of the watch nothing is.
    expect(endedAt - Math.max(overAt, watchedAt + AMPLIFY_CONNECT_MS)).toBeLessThan(2_000);
  });
});
