import { PutCommand } from '../../src/adapters/dynamodb/commands.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWatches } from '../../src/adapters/dynamodb/index.ts';
import { startEmbeddedDatabase } from './embedded-database.ts';

const NOW = Date.UTC(2026, 10, 28, 3);
const LATER = NOW + 1;

let database: Awaited<ReturnType<typeof startEmbeddedDatabase>>;

beforeAll(async () => {
  database = await startEmbeddedDatabase();
});
afterAll(() => database.stop());

const note = async (jobId: string, sk: string, attributes: Record<string, unknown>): Promise<void> => {
  const Item = { pk: `watch#${jobId}`, sk, ...attributes };
  await database.database.client.send(new PutCommand({ TableName: database.tables.delivery, Item }));
};
const watched = async (jobId: string) =>
  [...(await createWatches(database.database, database.tables.delivery).list(jobId, NOW))].sort();

it('knows whom all callers of a job watch now, and passes over a note that cannot be read', async () => {
  await note('j1', 'client:shop#1', { customers: new Set(['a', 'b']), watchedUntil: LATER });
  await note('j1', 'person:minji#1', { customers: new Set(['b', 'c']), watchedUntil: LATER });
  await note('j1', 'person:minji#0', { customers: new Set(['old']), watchedUntil: NOW });
  await note('j1', 'person:damaged#1', { customers: 'd', watchedUntil: LATER });
  await note('j2', 'person:minji#1', { customers: new Set(['of another job']), watchedUntil: LATER });
  expect(await watched('j1')).toEqual(['a', 'b', 'c']);
  expect(await watched('none')).toEqual([]);
});

it('reads on where DynamoDB ends a page', async () => {
  const customer = (caller: number, index: number): string => `${caller}-${index}-`.padEnd(500, 'x');
  for (let caller = 0; caller < 25; caller += 1) {
    const customers = new Set(Array.from({ length: 100 }, (_, index) => customer(caller, index)));
    await note('large', `person:${caller}#1`, { customers, watchedUntil: LATER });
  }
  // 25 notes of 50 KB each are more than the 1 MB of a page.
  expect(await watched('large')).toHaveLength(2_500);
});
