import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoDb, type EmbeddedDynamoDb } from '../../../../src/offline/services/dynamodb/create-dynamodb.ts';
import { openEmbeddedStore } from '../../../../src/offline/services/dynamodb/embedded-store.ts';

const TABLE = {
  name: 'Customer',
  arn: 'arn:aws:dynamodb:ap-northeast-2:000000000000:table/Customer',
  logicalId: 'CustomerTable',
  attributeDefinitions: [{ name: 'id', type: 'S' }],
  keySchema: [{ name: 'id', type: 'HASH' }],
  globalSecondaryIndexes: [],
  localSecondaryIndexes: [],
} as const;

type Page = { Count: number; ScannedCount: number; Items: { id: { S: string } }[]; LastEvaluatedKey?: object };

const open = (folder?: string) => createDynamoDb({ folder, region: 'ap-northeast-2', accountId: '000000000000' });
let db: EmbeddedDynamoDb;
const ids = Array.from({ length: 1_500 }, (_, n) => `사람-${n}`);

async function fill(target: EmbeddedDynamoDb, note: string): Promise<void> {
  await target.ensureTable(TABLE);
  for (let from = 0; from < ids.length; from += 25) {
    const puts = ids
      .slice(from, from + 25)
      .map((id) => ({ PutRequest: { Item: { id: { S: id }, note: { S: note } } } }));
    await target.call('BatchWriteItem', { RequestItems: { Customer: puts } });
  }
}

beforeAll(async () => {
  db = await open();
  await fill(db, 'x'.repeat(2_000));
});
afterAll(() => db.stop());

/** As an SDK asks, over the wire. */
async function ask(operation: string, input: object): Promise<{ status: number; body: unknown }> {
  const { status, body } = await db.handle({
    service: 'dynamodb',
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: { 'x-amz-target': `DynamoDB_20120810.${operation}` },
    body: Buffer.from(JSON.stringify(input)),
    principal: null,
  });
  return { status, body: JSON.parse(body.toString()) as unknown };
}

async function scanAll(parameters: object): Promise<Page[]> {
  const pages: Page[] = [];
  let start: object | undefined;
  do {
    const { body } = await ask('Scan', {
      TableName: 'Customer',
      ...parameters,
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    });
    const page = body as Page;
    pages.push(page);
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return pages;
}

describe('a scan of whole items', () => {
  it('gives every item once, in pages of at most a megabyte and an item', async () => {
    const pages = await scanAll({});
    expect(pages.length).toBeGreaterThan(2);
    for (const page of pages) {
      expect(JSON.stringify(page.Items).length).toBeLessThan(1024 * 1024 + 4_000);
      expect(page.Count).toBe(page.Items.length);
      expect(page.ScannedCount).toBe(page.Items.length);
    }
    const seen = pages.flatMap(({ Items }) => Items.map(({ id }) => id.S));
    expect(seen.sort()).toEqual([...ids].sort());
  });

  it('gives the items that a scan by dynalite gives, in the same order', async () => {
    const fast = await scanAll({ Segment: 1, TotalSegments: 3 });
    const slow = await scanAll({ Segment: 1, TotalSegments: 3, FilterExpression: 'attribute_exists(id)' });
    expect(fast.flatMap(({ Items }) => Items)).toEqual(slow.flatMap(({ Items }) => Items));
  });

  it.each([1, 7, 4_096, 5_000])('gives every item in exactly one of %i segments', async (total) => {
    const seen: string[] = [];
    const segments = Array.from({ length: total }, (_, segment) => segment);
    for (const segment of segments) {
      const pages = await scanAll({ Segment: segment, TotalSegments: total });
      seen.push(...pages.flatMap(({ Items }) => Items.map(({ id }) => id.S)));
    }
    expect(seen.sort()).toEqual([...ids].sort());
  });

  it('spreads items over more segments than three hash digits tell apart', async () => {
    let filled = 0;
    for (let segment = 0; segment < 12_000; segment += 1) {
      const [page] = await scanAll({ Segment: segment, TotalSegments: 12_000 });
      filled += page?.Count === 0 ? 0 : 1;
    }
    // 1,500 items fall into some 1,410 of 12,000 segments, and into some 1,256 of 4,096.
    expect(filled).toBeGreaterThan(1_350);
  });

  it('refuses a start key of another segment, and a key that is none', async () => {
    const [page] = await scanAll({ Segment: 0, TotalSegments: 2 });
    const start = { id: page?.Items.at(-1)?.id };
    const other = { TableName: 'Customer', Segment: 1, TotalSegments: 2 };
    expect(await ask('Scan', { ...other, ExclusiveStartKey: start })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('Segment') as string },
    });
    expect(await ask('Scan', { ...other, ExclusiveStartKey: { id: { N: '1' } } })).toMatchObject({ status: 400 });
    expect(await ask('Scan', { ...other, TableName: 'Nobody' })).toMatchObject({
      status: 400,
      body: { __type: expect.stringContaining('ResourceNotFound') as string },
    });
  });
});

describe('the count of a table', () => {
  const countOf = async (target: EmbeddedDynamoDb): Promise<unknown> =>
    ((await target.call('DescribeTable', { TableName: 'Customer' }))['Table'] as { ItemCount: number }).ItemCount;

  it('follows what is written, in transactions too, and survives', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'counts-'));
    try {
      let kept = await open(folder);
      await fill(kept, 'x');
      expect(await countOf(kept)).toBe(ids.length);
      const put = (id: string) => ({ TableName: 'Customer', Item: { id: { S: id } } });
      await kept.call('PutItem', put('사람-1'));
      await kept.call('DeleteItem', { TableName: 'Customer', Key: { id: { S: '사람-2' } } });
      await kept.call('DeleteItem', { TableName: 'Customer', Key: { id: { S: 'nobody' } } });
      await kept.call('TransactWriteItems', { TransactItems: [{ Put: put('new-1') }, { Put: put('new-2') }] });
      const refused = { ...put('new-1'), ConditionExpression: 'attribute_not_exists(id)' };
      await expect(
        kept.call('TransactWriteItems', { TransactItems: [{ Put: put('new-3') }, { Put: refused }] }),
      ).rejects.toThrow();
      expect(await countOf(kept)).toBe(ids.length + 1);
      await kept.stop();
      kept = await open(folder);
      expect(await countOf(kept)).toBe(ids.length + 1);
      await kept.stop();
      // A folder from before counts were kept.
      const { db: level } = await openEmbeddedStore({ folder, region: 'ap-northeast-2', accountId: '000000000000' });
      await new Promise((done) => level.batch([{ type: 'del', key: 'count~Customer' }], done));
      await level.close();
      kept = await open(folder);
      expect(await countOf(kept)).toBe(ids.length + 1);
      await kept.stop();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
