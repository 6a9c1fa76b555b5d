import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OUR_BACKEND, ROOT } from '../backends-under-test.ts';

/** What `npx ampx sandbox` makes of our backend, up to where it would begin to deploy. */
describe('the deployer of Amplify', () => {
  mkdirSync(join(ROOT, '.bonghwa'), { recursive: true });
  // Within the project, whose lock file CDK looks for; not its root, where a developer's own deployment may lie.
  const folder = mkdtempSync(join(ROOT, '.bonghwa', 'deployer-'));
  let deployment: unknown;

  beforeAll(async () => {
    const script = join(import.meta.dirname, 'synthesize-by-deployer.mjs');
    const kept = Object.entries(process.env).filter(([name]) => !/^(AWS_|CDK_|NODE_OPTIONS$|VITEST)/.test(name));
    const { stdout } = await promisify(execFile)(process.execPath, [script, OUR_BACKEND.backendFile], {
      cwd: folder,
      maxBuffer: 64 * 1024 * 1024,
      env: {
        ...Object.fromEntries(kept),
        PATH: `${join(ROOT, 'src/offline/assembly/bin')}${delimiter}${process.env['PATH'] ?? ''}`,
        SYNTHESIS_BIN: join(ROOT, 'node_modules', '.bin'),
        AWS_REGION: 'ap-northeast-2',
        // The toolkit asks whose account it is before it synthesizes, and goes on without an answer.
        AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
        AWS_ACCESS_KEY_ID: 'nobody',
        AWS_SECRET_ACCESS_KEY: 'nothing',
        AWS_EC2_METADATA_DISABLED: 'true',
        AMPLIFY_DISABLE_TELEMETRY: '1',
      },
    });
    deployment = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  }, 240_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('synthesizes templates without indentation, though it takes its context from nowhere but itself', () => {
    const assembly = join(folder, '.amplify/artifacts/cdk.out');
    const templates = readdirSync(assembly).filter((name) => name.endsWith('.template.json'));
    expect(templates.length).toBeGreaterThan(10);
    for (const name of templates) {
      const text = readFileSync(join(assembly, name), 'utf8');
      expect(text.split('\n').length, name).toBeLessThanOrEqual(2);
      // Larger than ours by the construct paths that the toolkit asks for.
      expect(Buffer.byteLength(text), name).toBeLessThan(450_000);
    }
  });

  it('would deploy so that what fails is rolled back: its toolkit does not turn a fallback into EXPRESS mode', () => {
    expect(deployment).toMatchObject({ deploymentMethod: { method: 'hotswap', fallback: { method: 'direct' } } });
    expect(deployment).not.toHaveProperty('express');
    // https://github.com/aws-amplify/amplify-backend/issues/3327
    const deployer = createRequire(import.meta.url).resolve('@aws-amplify/backend-deployer');
    const toolkit = dirname(createRequire(deployer).resolve('@aws-cdk/toolkit-lib'));
    const source = readFileSync(join(toolkit, 'api/deployments/deploy-stack.js'), 'utf8');
    expect(source).toContain("'EXPRESS'");
    expect(source).not.toMatch(/express: true/);
  });
});
