import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, it } from 'vitest';
import { createDynamoDb } from '../../../../src/offline/services/dynamodb/create-dynamodb.ts';
import { createOutbox } from '../../../../src/offline/services/outbox/create-outbox.ts';

const services = resolve(import.meta.dirname, '../../../../src/offline/services');
const folder = mkdtempSync(join(tmpdir(), 'kill-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const TABLE = `{
  name: 'Thing', arn: 'a', logicalId: 'T',
  attributeDefinitions: [{ name: 'id', type: 'S' }, { name: 'state', type: 'S' }],
  keySchema: [{ name: 'id', type: 'HASH' }],
  globalSecondaryIndexes: [{ name: 'byState', keySchema: [{ name: 'state', type: 'HASH' }], projection: { type: 'ALL', nonKeyAttributes: [] } }],
  localSecondaryIndexes: [],
}`;

/** Writes for ever and prints each write after it was acknowledged. */
const PROGRAM = `
import { createDynamoDb } from '${services}/dynamodb/create-dynamodb.ts';
import { createOutbox } from '${services}/outbox/create-outbox.ts';
const db = await createDynamoDb({ folder: '${folder}/db', region: 'r', accountId: '0' });
await db.ensureTable(${TABLE});
const outbox = createOutbox({ folder: '${folder}' });
for (let n = 0; ; n += 1) {
  await db.call('PutItem', { TableName: 'Thing', Item: { id: { S: 'i' + (n % 7) }, state: { S: 's' + (n % 3) }, n: { N: String(n) } } });
  outbox.add([{ at: n, channel: 'PUSH', channelType: 'GCM', provider: 'pinpoint', address: 'a' + n, body: '', status: 'SUCCESSFUL', statusCode: 200, accepted: true, requestId: 'r' }]);
  process.stdout.write(n + '\\n');
}
`;

describe('a killed process', () => {
  it('loses no acknowledged item or message, and leaves no item out of step with its index', async () => {
    const program = join(folder, 'writer.mts');
    writeFileSync(program, PROGRAM);
    const child = spawn(process.execPath, ['--import', 'tsx', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: resolve(services, '../../..'),
    });
    let last = -1;
    for await (const line of createInterface({ input: child.stdout })) {
      last = Number(line);
      if (last >= 500) break;
    }
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;

    const outbox = createOutbox({ folder });
    expect(outbox.count()).toBeGreaterThan(last);
    await outbox.stop();
    const db = await createDynamoDb({ folder: join(folder, 'db'), region: 'r', accountId: '0' });
    const { Items: items } = await db.call('Scan', { TableName: 'Thing' });
    const { Items: indexed } = await db.call('Scan', { TableName: 'Thing', IndexName: 'byState' });
    const numbers = (rows: unknown) =>
      (rows as { id: { S: string }; n: { N: string } }[]).map(({ id, n }) => `${id.S} ${n.N}`).sort();
    expect(numbers(items)).toEqual(numbers(indexed));
    expect(Math.max(...numbers(items).map((row) => Number(row.split(' ')[1])))).toBeGreaterThanOrEqual(last);
    await db.stop();
  });
});
