/// <reference lib="dom" />
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { LOCAL_PASSWORD } from '../../src/cli/local-users.ts';
import { ROOT } from '../backends-under-test.ts';
import { runScript, type RunningCommand } from '../running-command.ts';
import { linkPackages, unpack } from '../somebodys-project.ts';
import { CHROMIUM_OPTIONS } from './chromium.ts';
import { keepPagesOf } from './keep-what-failed.ts';

const MOST_STEPS = 10;
const MADE_HERE = /^(?:node_modules|\.git|\.bonghwa|\.amplify|dist|cdk\.out|amplify_outputs\.json|.*\.tgz)$/;
const SERVES: Readonly<Record<string, RegExp>> = { 'npm start': /^Ready/m, 'npm run dev': /http:\/\/localhost:\d+/ };
const run = promisify(execFile);
const versions = z.record(z.string(), z.string());
const manifest = z.object({ dependencies: versions, devDependencies: versions });

let clone: string;
let browser: Browser;
const running: RunningCommand[] = [];

beforeAll(async () => {
  clone = mkdtempSync(join(tmpdir(), 'first-live-send-'));
  for (const name of readdirSync(ROOT)) {
    if (MADE_HERE.test(name)) continue;
    cpSync(join(ROOT, name), join(clone, name), { recursive: true, filter: (path) => !path.endsWith('node_modules') });
  }
  browser = await chromium.launch(CHROMIUM_OPTIONS);
  keepPagesOf(browser);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  for (const { child } of running) child.kill('SIGINT');
  for (const { exited } of running) await exited;
  rmSync(clone, { recursive: true, force: true });
});

/** The commands of a section of the documentation, in their order. */
function stepsOf(heading: string): readonly string[] {
  const page = readFileSync(join(ROOT, 'docs', 'client.md'), 'utf8');
  const [, section = ''] = page.split(`## ${heading}\n`);
  const [own = ''] = section.split('\n## ');
  return [...own.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, lines = '']) => lines.trim().split('\n'));
}

function readManifest(folder: string): unknown {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

/** What both installs would bring from the registry: the very versions that are installed here. */
async function install(folder: string): Promise<void> {
  if (folder === clone) return symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'));
  const { dependencies, devDependencies } = manifest.parse(readManifest(folder));
  const { bonghwa: tarball = '', ...others } = { ...dependencies, ...devDependencies };
  const here = manifest.parse(readManifest(ROOT));
  expect({ ...here.dependencies, ...here.devDependencies }).toMatchObject(others);
  await unpack(join(folder, tarball.replace('file:', '')), linkPackages(folder));
}

/** The script of a package for Node, without npm between: it does not always pass a signal on. */
function scriptOf(folder: string, name: string): readonly string[] {
  const { scripts } = z.object({ scripts: versions }).parse(readManifest(folder));
  const [program = '', ...words] = (scripts[name] ?? '').split(' ');
  return program === 'node' ? words : [realpathSync(join(folder, 'node_modules', '.bin', program)), ...words];
}

/** Runs one line as a person would type it; answers what it prints once it serves something. */
async function take(step: string, folder: string): Promise<string> {
  const [program = '', ...words] = step.split(' ');
  const serves = SERVES[step];
  if (step === 'npm ci' || step === 'npm install') await install(folder);
  else if (serves === undefined) await run(program, words, { cwd: folder });
  else {
    const [script = '', ...rest] = scriptOf(folder, words.at(-1) ?? '');
    // The backend's own program is the one here: what it synthesizes and builds first, it keeps for the folder that it is in.
    // At any free port: the one of the documentation may be somebody else's on this machine.
    const command = runScript([resolve(folder === clone ? ROOT : folder, script), ...rest, '--port', '0'], folder);
    running.push(command);
    return (await command.waitFor(serves))[0];
  }
  return '';
}

describe('a front-end developer with a fresh clone and docs/client.md', () => {
  it('sees a first live send after at most ten commands and edits', { timeout: 300_000 }, async () => {
    const steps = stepsOf('Your first live send');
    expect(steps[0]).toBe('npm ci');
    expect(steps.length).toBeLessThanOrEqual(MOST_STEPS);
    let folder = clone;
    let served = '';
    for (const step of steps) {
      if (step.startsWith('cd ')) folder = join(folder, step.slice('cd '.length));
      else served = await take(step, folder);
    }
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(served);
    await page.fill('input[name=password]', LOCAL_PASSWORD);
    await page.getByRole('button', { name: 'Send' }).click();
    const said = page.locator('output');
    const seen = new Set<number>();
    await expect
      .poll(
        async () => {
          const text = await said.innerText();
          seen.add(Number(/(\d+) of 60/.exec(text)?.[1]));
          return text;
        },
        { timeout: 150_000, interval: 200 },
      )
      .toBe('COMPLETED: 60 of 60');
    // It moved, by itself: the page was never loaded again.
    expect(seen.size).toBeGreaterThan(3);
    expect(problems).toEqual([]);
  });
});
