import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Table } from '../../../../src/offline/assembly/resources.ts';
import { createClock } from '../../../../src/offline/clock.ts';
import { createDynamoDb, type EmbeddedDynamoDb } from '../../../../src/offline/services/dynamodb/create-dynamodb.ts';

const tableOf = (name: string): Table => ({
  name,
  arn: `arn:aws:dynamodb:ap-northeast-2:000000000000:table/${name}`,
  logicalId: name,
  attributeDefinitions: [{ name: 'id', type: 'S' }],
  keySchema: [{ name: 'id', type: 'HASH' }],
  globalSecondaryIndexes: [],
  localSecondaryIndexes: [],
});

let folder: string;
let db: EmbeddedDynamoDb;
const clock = createClock();
const open = async (): Promise<EmbeddedDynamoDb> => {
  const opened = await createDynamoDb({ folder, region: 'r', accountId: 'a', now: () => clock.now() });
  for (const name of ['Photo', 'Other']) await opened.ensureTable(tableOf(name));
  return opened;
};
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'changes-'));
  db = await open();
  await db.changes.follow('Photo', 'reader', 'TRIM_HORIZON');
});
afterEach(async () => {
  await db.stop();
  rmSync(folder, { recursive: true, force: true });
});

const item = (id: string, more: Record<string, unknown> = {}) => ({ id: { S: id }, ...more });
const put = (id: string, more: Record<string, unknown> = {}, table = 'Photo') =>
  db.call('PutItem', { TableName: table, Item: item(id, more) });
const remove = (id: string) => db.call('DeleteItem', { TableName: 'Photo', Key: item(id) });
const update = (id: string, likes: string) =>
  db.call('UpdateItem', {
    TableName: 'Photo',
    Key: item(id),
    UpdateExpression: 'SET likes = :n',
    ExpressionAttributeValues: { ':n': { N: likes } },
  });
const changes = () => db.changes.read('Photo', 'reader', 100);
const told = async () => (await changes()).map(({ name, keys }) => `${name} ${(keys['id'] as { S: string }).S}`);

describe('the changes of a followed table', () => {
  it('S17 are insertions, changes and removals with their images before and after, in order', async () => {
    await put('a', { likes: { N: '1' } });
    await update('a', '2');
    await remove('a');
    expect(await changes()).toMatchObject([
      { sequence: 1, name: 'INSERT', keys: item('a'), newImage: item('a', { likes: { N: '1' } }) },
      {
        sequence: 2,
        name: 'MODIFY',
        oldImage: item('a', { likes: { N: '1' } }),
        newImage: item('a', { likes: { N: '2' } }),
      },
      { sequence: 3, name: 'REMOVE', oldImage: item('a', { likes: { N: '2' } }) },
    ]);
    expect((await changes())[0]).not.toHaveProperty('oldImage');
    expect((await changes())[2]).not.toHaveProperty('newImage');
  });

  it('S17 come of every way to write', async () => {
    await update('u', '1');
    await db.call('BatchWriteItem', {
      RequestItems: {
        Photo: [{ PutRequest: { Item: item('b') } }, { DeleteRequest: { Key: item('u') } }],
      },
    });
    await db.call('TransactWriteItems', {
      TransactItems: [
        { Put: { TableName: 'Photo', Item: item('t') } },
        { Delete: { TableName: 'Photo', Key: item('b') } },
      ],
    });
    const all = await told();
    expect(all[0]).toBe('INSERT u');
    expect(all.slice(1, 3).toSorted()).toEqual(['INSERT b', 'REMOVE u']);
    expect(all.slice(3)).toEqual(['INSERT t', 'REMOVE b']);
  });

  it('S17 are not told of writes that change nothing, are refused, or are of other tables', async () => {
    await put('a', { tags: { SS: ['x', 'y'] } });
    await put('a', { tags: { SS: ['y', 'x'] } });
    await remove('nobody');
    await put('a', {}, 'Other');
    const refused = db.call('PutItem', {
      TableName: 'Photo',
      Item: item('a'),
      ConditionExpression: 'attribute_not_exists(id)',
    });
    await expect(refused).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    const cancelled = db.call('TransactWriteItems', {
      TransactItems: [
        { Put: { TableName: 'Photo', Item: item('z') } },
        {
          ConditionCheck: {
            TableName: 'Photo',
            Key: item('a'),
            ConditionExpression: 'attribute_not_exists(id)',
          },
        },
      ],
    });
    await expect(cancelled).rejects.toMatchObject({ name: 'TransactionCanceledException' });
    expect(await told()).toEqual(['INSERT a']);
  });

  it('S17 keep the order of each item when many are written at once', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `i${index}`);
    for (let round = 1; round <= 5; round += 1) await Promise.all(ids.map((id) => update(id, String(round))));
    const all = await db.changes.read('Photo', 'reader', 1000);
    expect(all.map((change) => change.sequence)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    for (const id of ids) {
      const ofItem = all.filter(({ keys }) => (keys['id'] as { S: string }).S === id);
      expect(ofItem.map(({ newImage }) => (newImage?.['likes'] as { N: string }).N)).toEqual(['1', '2', '3', '4', '5']);
    }
  });

  it('S17 are the same for whoever is far behind, near, or between', async () => {
    const count = 4_500;
    for (let n = 0; n < count; n += 1) {
      // Some are large, and some have values whose size is not known from their text.
      if (n >= 3_000 && n % 100 === 0 && n !== 4_200)
        await put('large', { likes: { N: String(n) }, text: { S: 'x'.repeat(350_000) } });
      else if (n === 4_200) await put('set', { likes: { N: String(n) }, words: { SS: ['a', 'b'] } });
      else await update(`i${n % 7}`, String(n));
    }
    const all: Awaited<ReturnType<typeof changes>>[number][] = [];
    for (;;) {
      const next = await db.changes.read('Photo', 'reader', 1000, all.at(-1)?.sequence);
      if (next.length === 0) break;
      all.push(...next);
    }
    expect(all.map((change) => (change.newImage?.['likes'] as { N: string }).N)).toEqual(
      Array.from({ length: count }, (_, n) => String(n)),
    );
    for (const place of [
      0, 1, 1_999, 2_400, 2_499, 2_500, 2_501, 3_499, 3_500, 4_149, 4_150, 4_199, 4_200, 4_201, 4_498, 4_499, 4_500,
    ])
      for (const max of [1, 300, 5_000]) {
        const next = await db.changes.read('Photo', 'reader', max, place);
        // As many as are at hand, and at least one as long as there is one.
        expect(next.length).toBeGreaterThanOrEqual(Math.min(1, count - place));
        expect(next.length).toBeLessThanOrEqual(max);
        expect(next).toEqual(all.slice(place, place + next.length));
      }
  });

  it('S17 show an item as it was, however it is changed before anybody reads', async () => {
    await put('a', { inner: { M: { n: { N: '1' }, parts: { L: [{ S: 'x' }] } } } });
    for (const n of ['2', '3'])
      await db.call('UpdateItem', {
        TableName: 'Photo',
        Key: item('a'),
        UpdateExpression: 'SET #in.n = :n, #in.parts[0] = :s, twin = #in REMOVE #in.gone',
        ExpressionAttributeNames: { '#in': 'inner' },
        ExpressionAttributeValues: { ':n': { N: n }, ':s': { S: n } },
        ReturnValues: 'ALL_NEW',
      });
    const inner = (n: string, x: string) => ({ M: { n: { N: n }, parts: { L: [{ S: x }] } } });
    const images = (await changes()).map(({ oldImage, newImage }) => [oldImage?.['inner'], newImage?.['inner']]);
    expect(images).toEqual([
      [undefined, inner('1', 'x')],
      [inner('1', 'x'), inner('2', '2')],
      [inner('2', '2'), inner('3', '3')],
    ]);
    expect((await changes())[2]?.newImage?.['twin']).toEqual(inner('2', '2'));
  });

  it('S17 show attributes of every name, just after they were written and after a restart', async () => {
    const odd: unknown = JSON.parse('{"id":{"S":"odd"},"__proto__":{"S":"x"},"constructor":{"N":"1"}}');
    await db.call('PutItem', { TableName: 'Photo', Item: odd });
    const names = async () => (await changes()).map(({ newImage = {} }) => Object.keys(newImage).toSorted());
    expect(await names()).toEqual([['__proto__', 'constructor', 'id']]);
    await db.stop();
    db = await open();
    await db.changes.follow('Photo', 'reader', 'TRIM_HORIZON');
    expect(await names()).toEqual([['__proto__', 'constructor', 'id']]);
  });

  it('S17 wait for a reader over a restart, from the place it had reached', async () => {
    await put('a');
    await put('b');
    await db.changes.advance('Photo', 'reader', 1);
    await db.stop();
    db = await open();
    await db.changes.follow('Photo', 'reader', 'LATEST');
    await put('c');
    expect(await told()).toEqual(['INSERT b', 'INSERT c']);
  });

  it('S17 begin for a new reader with what the stream still has, or with what comes after', async () => {
    await put('a');
    await db.changes.follow('Photo', 'late', 'LATEST');
    await db.changes.follow('Photo', 'all', 'TRIM_HORIZON');
    await put('b');
    expect((await db.changes.read('Photo', 'late', 10)).map((change) => change.sequence)).toEqual([2]);
    expect((await db.changes.read('Photo', 'all', 10)).map((change) => change.sequence)).toEqual([1, 2]);
  });

  it('S17 are forgotten after a day, and their numbers are not given again', async () => {
    await put('a');
    await db.changes.advance('Photo', 'reader', 1);
    clock.advance(25 * 3_600_000);
    await db.stop();
    db = await open();
    await db.changes.follow('Photo', 'other', 'TRIM_HORIZON');
    await db.changes.follow('Photo', 'reader', 'TRIM_HORIZON');
    expect(await db.changes.read('Photo', 'other', 10)).toEqual([]);
    await put('b');
    expect((await changes()).map((change) => change.sequence)).toEqual([2]);
  });

  it('S17 are kept for whoever has not read them, however far the clock was moved and also over a restart', async () => {
    await put('a');
    await put('b');
    await db.changes.advance('Photo', 'reader', 1);
    clock.advance(25 * 3_600_000);
    const many = Array.from({ length: 100 }, (_, index) => ({ PutRequest: { Item: item(`m${index}`) } }));
    for (let round = 0; round <= 10_000; round += 100) {
      const written = many.map(({ PutRequest: { Item } }) => ({
        PutRequest: { Item: { ...Item, n: { N: String(round) } } },
      }));
      for (const some of [0, 25, 50, 75]) {
        await db.call('BatchWriteItem', { RequestItems: { Photo: written.slice(some, some + 25) } });
      }
    }
    expect((await told())[0]).toBe('INSERT b');
    await db.stop();
    db = await open();
    await db.changes.follow('Photo', 'reader', 'LATEST');
    expect((await told())[0]).toBe('INSERT b');
  });

  it('S17 wake whoever waits for more', async () => {
    const ending = new AbortController();
    const more = db.changes.more('Photo', 'reader', ending.signal);
    await put('a');
    await more;
    await db.changes.more('Photo', 'reader', ending.signal);
    const never = db.changes.more('Photo', 'reader', ending.signal, 1);
    ending.abort();
    await never;
  });
});
