import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import * as z from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD } from '../amplify-client.ts';
import { OUR_BACKEND, ROOT, startBackend, type RunningBackend } from '../backends-under-test.ts';
import { planOneStepJob, prepareJob, type PreparedJob } from '../prepare-job.ts';
import { runScript } from '../running-command.ts';
import { BIN, complaintsOf, makeProject } from '../somebodys-project.ts';

const OUTPUTS = '{ "version": "1", "data": { "url": "https://example.org/graphql", "aws_region": "ap-northeast-2" } }';
const names = z.record(z.string(), z.string());
const manifest = z.object({ dependencies: names, peerDependencies: names });

const run = promisify(execFile);
/** CONNECTION_INIT_TIMEOUT of @aws-amplify/api-graphql: its timer is not cleared when the connection is acknowledged. */
const AMPLIFY_CONNECT_MS = 15_000;

let folder: string;
let tarball: string;

const project = (name: string, files: Readonly<Record<string, string>>): Promise<string> =>
  makeProject(join(folder, name), tarball, files);

/** The snippets of the documentation, by the names of the files that they become. */
function samples(): Readonly<Record<string, string>> {
  const text = readFileSync(join(ROOT, 'docs', 'client.md'), 'utf8');
  const found = [...text.matchAll(/^```(tsx?)\n(.*?)^```/gms)];
  return Object.fromEntries(found.map(([, kind = '', code = ''], index) => [`sample-${index}.${kind}`, code]));
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
  it('U8 has JavaScript and types, no TypeScript sources, and nothing of the backend', () => {
    const home = join(folder, 'package');
    const files = readdirSync(home, { recursive: true, encoding: 'utf8' });
    expect(files.filter((file) => /(?<!\.d)\.tsx?$/.test(file))).toEqual([]);
    expect(files.filter((file) => /amplify\/|resolvers|cdk/.test(file))).toEqual([]);
    const { dependencies, peerDependencies } = manifest.parse(
      JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')),
    );
    expect(Object.keys(dependencies)).toEqual(['@smithy/signature-v4', 'jose', 'zod']);
    expect(Object.keys(peerDependencies)).toEqual(['aws-amplify', 'graphql', 'react']);
  });

  it('U8 is clean by publint, and every entry point resolves with types from ESM and from CommonJS', async () => {
    await run(join(BIN, 'publint'), ['run', join(folder, 'package'), '--strict', '--pack', 'false']);
    const attw = ['--profile', 'node16', '--exclude-entrypoints', './schema.graphql'];
    await run(join(BIN, 'attw'), [tarball, ...attw]);
  }, 120_000);

  const USE = `
    import { bonghwa, configureBonghwa, watchJob, watchRun, type JobProgress } from 'bonghwa';
    import { documents } from 'bonghwa/documents';
    import { useJob } from 'bonghwa/react';
    import { createServerClient } from 'bonghwa/server';
    import { configureSandbox } from 'bonghwa/front-end';
    export const watch = watchJob('job', { onProgress: ({ accepted }: JobProgress) => accepted.toFixed() });
    export const run = watchRun('run');
    export const operations = bonghwa;
    export const server = createServerClient;
    export const all = [configureBonghwa, configureSandbox, documents, useJob];
  `;
  it.each([
    ['bundler', 'use.ts', { module: 'esnext', moduleResolution: 'bundler' }],
    ['node16 from ESM', 'use.mts', { module: 'node16', moduleResolution: 'node16' }],
    ['L5 node16 from CommonJS', 'use.cts', { module: 'node16', moduleResolution: 'node16' }],
  ])(
    'is understood by tsc: %s, and its values can be exported with declarations',
    async (name, file, options) => {
      const home = await project(name.replaceAll(' ', '-'), { [file]: USE });
      expect(await complaintsOf(home, { ...options, declaration: true })).toBe('');
    },
    120_000,
  );

  it('is taken by a front end as far as it is used: who records events has neither aws-amplify nor a document', async () => {
    const home = await project('shop', { 'shop.mjs': `export { createEventRecorder } from 'bonghwa';` });
    const options = { bundle: true, minify: true, format: 'esm', write: false, logLevel: 'silent' } as const;
    const { outputFiles } = await build({ ...options, entryPoints: [join(home, 'shop.mjs')] });
    const [{ text }] = z.tuple([z.object({ text: z.string() })]).parse(outputFiles.map(({ text }) => ({ text })));
    expect(text).toContain('RecordEvents');
    expect(text).not.toContain('listRecipients');
    expect(text.length).toBeLessThan(20_000);
  });

  it('U8 is used in its documentation and in examples/frontend as it is', async () => {
    expect(Object.keys(samples()).length).toBeGreaterThan(8);
    const example = join(ROOT, 'examples', 'frontend', 'src');
    const home = await project('documentation', {
      ...samples(),
      ...Object.fromEntries(readdirSync(example).map((file) => [file, readFileSync(join(example, file), 'utf8')])),
      'amplify_outputs.json': OUTPUTS,
      '../amplify_outputs.json': OUTPUTS,
      'package.json': '{ "type": "module" }',
    });
    const complaints = await complaintsOf(home, { module: 'esnext', moduleResolution: 'bundler', types: ['node'] });
    expect(complaints).toBe('');
  }, 120_000);

  it('has a reference that is made of its docstrings without a warning', async () => {
    await run('npm', ['run', 'docs:client', '--', '--emit', 'none'], { cwd: ROOT });
  }, 120_000);
});

describe('a Node project with the packed client library', () => {
  let backend: RunningBackend;
  let prepared: PreparedJob;
  beforeAll(async () => {
    backend = await startBackend(OUR_BACKEND, { startAt: Date.parse('2026-11-24T10:00:00+09:00') });
    prepared = await prepareJob(backend, 30);
    await backend.sandbox.createUser({ email: 'dev@example.org', password: PASSWORD, groups: ['viewer'] });
  }, 180_000);
  afterAll(() => backend?.stop());

  it('L4 watches a job to its end, and ends within two seconds after the loop', { timeout: 120_000 }, async () => {
    const home = await project('node', {
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

  it('hears and reads a job by the recipes for Apollo with AppSync’s own links, urql and graphql-request', async () => {
    const { jobId } = await planOneStepJob(prepared.session, 30, { importId: 'recipes', messagesPerSecond: 10 });
    const recipe = (library: string): string =>
      Object.values(samples()).find((code) => code.includes(`from '${library}'`)) ?? '';
    const home = await project('recipes', {
      'apollo.ts': recipe('@apollo/client/core'),
      'urql.ts': recipe('@urql/core'),
      'graphql-request.ts': recipe('graphql-request'),
      'amplify_outputs.json': JSON.stringify(backend.sandbox.outputs),
      'main.ts': USE_RECIPES,
    });
    // As a front end is: bundled. Node itself finds no `@apollo/client/core` of version 3.
    const outfile = join(home, 'main.cjs');
    const options = { bundle: true, platform: 'node', format: 'cjs', logLevel: 'silent' } as const;
    await build({ ...options, entryPoints: [join(home, 'main.ts')], outfile });
    const script = runScript([outfile, jobId, PASSWORD], home);
    await script.waitFor(/^read PLANNED PLANNED$/m);
    // Until both subscriptions are live, of which Apollo says nothing.
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const LAUNCH = 'mutation ($jobId: ID!) { launchJob(jobId: $jobId) { id } }';
    await prepared.session.call(LAUNCH, { jobId }, z.unknown());
    await script.exited;
    expect(script.output()).toContain('apollo COMPLETED 30');
    expect(script.output()).toContain('urql COMPLETED 30');
  }, 90_000);
});

const USE_RECIPES = `
  import { signIn } from 'aws-amplify/auth';
  import { configureBonghwa } from 'bonghwa';
  import { documents } from 'bonghwa/documents';
  import { WebSocket } from 'ws';
  import outputs from './amplify_outputs.json';
  import { progressOf } from './apollo';
  import { phaseOf } from './graphql-request';
  import { jobOf, urql } from './urql';

  async function main([jobId, password]) {
    globalThis.WebSocket ??= WebSocket;
    configureBonghwa(outputs);
    await signIn({ username: 'dev@example.org', password });
    console.log('read', await phaseOf(jobId), (await jobOf(jobId)).data?.getSendJob?.phase);
    const over = new Set();
    const hear = (client) => ({ data, error }) => {
      console.log(client, data?.onJobProgress?.phase, data?.onJobProgress?.accepted, error ?? '');
      if (data?.onJobProgress?.phase === 'COMPLETED' && over.add(client).size === 2) process.exit(0);
    };
    progressOf(jobId).subscribe(hear('apollo'));
    urql.subscription(documents.onJobProgress, { jobId }).subscribe(hear('urql'));
    setTimeout(() => process.exit(0), 40_000);
  }
  void main(process.argv.slice(2));
`;
