import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateClient } from 'aws-amplify/data';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Schema } from '../fixtures/shop-workspace/packages/shop/amplify/data/resource.ts';
import { ROOT } from '../backends-under-test.ts';
import type { RunningCommand } from '../running-command.ts';
import { interrupt, runSandboxCommand, useSandbox } from '../running-sandbox.ts';

const SHOP = 'shop-workspace/packages/shop';
const USERS = ['--user', 'seller@example.com:sellers', '--port', '0', '--once'];

let folder: string;
const running: RunningCommand[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shop-'));
  // What an earlier run synthesized is kept beside the backend, of each environment: there would be no change to tell.
  await rm(join(ROOT, 'test', 'fixtures', SHOP, '.bonghwa'), { recursive: true, force: true });
});
afterEach(async () => {
  for (const command of running.splice(0)) await interrupt(command);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function run(...words: readonly string[]): RunningCommand {
  const command = runSandboxCommand(SHOP, folder, ...USERS, ...words);
  running.push(command);
  return command;
}

const signed = (key: string, price: string): string =>
  `${price} ${createHmac('sha256', key).update(price).digest('hex')}`;
const TIME = { timeout: 300_000 };

describe('an app in a workspace of packages', () => {
  it('S22 does not start without the value of a secret, and names it and the function', TIME, async () => {
    const command = run();
    expect(await command.exited).toBe(1);
    expect(command.output()).toMatch(/secrets have no value here: SIGNING_KEY \(of quote.*--secret SIGNING_KEY=VALUE/s);
    expect(command.output()).not.toContain('    at ');
  });

  it('S18, S20, S22 runs with the lock file at the top, and delivers texts and lists', TIME, async () => {
    await run('--secret', 'SIGNING_KEY=from=the=line').waitFor(/Ready\./);
    await useSandbox(folder, 'seller@example.com');
    const client = generateClient<Schema>();
    const quoted = await client.queries.quote({ pieces: 10, each: 1000 });
    expect(quoted.errors).toBeUndefined();
    expect(quoted.data).toBe(signed('from=the=line', '9000 KRW'));

    const heard: unknown[] = [];
    const complaints: unknown[] = [];
    const observer = {
      next: (event: unknown) => heard.push(event),
      error: (error: unknown) => complaints.push(error),
    };
    const listening = [
      client.subscriptions.onShout().subscribe(observer),
      client.subscriptions.onOffer().subscribe(observer),
    ];
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect((await client.mutations.shout({ text: '세일' })).data).toBe('세일');
    const offered = await client.mutations.offer({ names: ['책', '펜'], pieces: 3 });
    expect(offered.errors).toBeUndefined();
    await expect
      .poll(() => [heard, complaints], { timeout: 10_000 })
      .toEqual([
        [
          '세일',
          [
            { name: '책', pieces: 3 },
            { name: '펜', pieces: 3 },
          ],
        ],
        [],
      ]);
    for (const subscription of listening) subscription.unsubscribe();
  });

  it('S24 is synthesized anew when a variable that it reads changes, and says which', TIME, async () => {
    const secrets = join(folder, 'secrets.env');
    await writeFile(secrets, '# not committed\nSIGNING_KEY="from the file"\n');
    process.env['SHOP_CURRENCY'] = 'USD';
    try {
      const dollars = run('--secrets', secrets);
      await dollars.waitFor(/Ready\./);
      expect(dollars.output()).toMatch(/The environment changed, which .*backend\.ts reads \(SHOP_CURRENCY\)/);
      await useSandbox(folder, 'seller@example.com');
      const client = generateClient<Schema>();
      expect((await client.queries.quote({ pieces: 1, each: 5 })).data).toBe(signed('from the file', '5 USD'));
      await interrupt(dollars);
      const again = run('--secrets', secrets);
      await again.waitFor(/Ready\./);
      expect(again.output()).not.toContain('environment changed');
      await interrupt(again);
    } finally {
      delete process.env['SHOP_CURRENCY'];
    }
    const won = run('--secrets', secrets);
    await won.waitFor(/Ready\./);
    expect(won.output()).not.toContain('takes 10 to 60 s');
  });
});
