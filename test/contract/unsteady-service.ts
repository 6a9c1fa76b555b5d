import * as z from 'zod';

/** Sends one request of DynamoDB's JSON protocol, by the name of its operation; answers its status and body. */
export type DynamoCall = (
  operation: string,
  body: unknown,
) => Promise<{ readonly status: number; readonly body: unknown }>;

type Item = Readonly<Record<string, unknown>>;
type KeyNames = (table: string) => readonly string[];

/** Rows of one page at most: everything of more than that has to be read on. */
const PAGE = 2;

const item = z.record(z.string(), z.unknown());
const read = z.looseObject({
  TableName: z.string(),
  IndexName: z.string().optional(),
  ConsistentRead: z.boolean().optional(),
  Limit: z.int().optional(),
});
const get = read.extend({ Key: item });
const write = z.object({ TableName: z.string(), Item: item.optional(), Key: item.optional() });
const transaction = z.object({
  TransactItems: z.array(z.object({ Put: write.optional(), Update: write.optional(), Delete: write.optional() })),
});
const batchOfTable = z.looseObject({ Keys: z.array(item), ConsistentRead: z.boolean().optional() });
const batch = z.object({ RequestItems: z.record(z.string(), batchOfTable) });
const batchAnswer = z.looseObject({ Responses: z.record(z.string(), z.array(item)).optional() });
const oneItem = z.looseObject({ Item: item.optional() });
const items = z.looseObject({ Items: z.array(item).optional(), Count: z.int().optional() });

/**
 * A DynamoDB at its worst, all of which its documentation allows: a read that does not ask for consistency (and every
 * read of an index) sees each row as it was before its last write, a page ends after two rows, and of a batch of keys
 * half is left unprocessed. After `catchUp` all reads see all that was written before it.
 */
export function makeUnsteady(
  call: DynamoCall,
  keyNames: KeyNames,
): { readonly call: DynamoCall; readonly catchUp: () => void } {
  /** By table and key: the row as it was before its last write; null when there was none. */
  const before = new Map<string, Item | null>();
  const idOf = (table: string, row: Item): string =>
    JSON.stringify([table, ...keyNames(table).map((name) => row[name])]);

  const remember = async ({ TableName, Item: put, Key = put }: z.infer<typeof write>): Promise<() => void> => {
    if (Key === undefined) return () => undefined;
    const key = Object.fromEntries(keyNames(TableName).map((name) => [name, Key[name]]));
    const found = await call('GetItem', { TableName, Key: key, ConsistentRead: true });
    const { Item: known = null } = oneItem.parse(found.body);
    return () => void before.set(idOf(TableName, key), known);
  };

  /** The row as an eventual read may see it, with no more attributes than were asked for. */
  const asBefore = (table: string, seen: Item): Item | null => {
    const old = before.get(idOf(table, seen));
    if (old === undefined || old === null) return old === undefined ? seen : null;
    return Object.fromEntries(
      Object.keys(old).flatMap((name) => (name in seen || isWhole(seen, old) ? [[name, old[name]]] : [])),
    );
  };

  const writeAll = async (operation: string, body: unknown, writes: readonly z.infer<typeof write>[]) => {
    const noted = await Promise.all(writes.map(remember));
    const answer = await call(operation, body);
    if (answer.status === 200) for (const note of noted) note();
    return answer;
  };

  const answer: DynamoCall = async (operation, body) => {
    switch (operation) {
      case 'PutItem':
      case 'UpdateItem':
      case 'DeleteItem':
        return writeAll(operation, body, [write.parse(body)]);
      case 'TransactWriteItems':
        return writeAll(
          operation,
          body,
          transaction.parse(body).TransactItems.flatMap(({ Put, Update, Delete }) => Put ?? Update ?? Delete ?? []),
        );
      case 'GetItem': {
        const { TableName, ConsistentRead, Key } = get.parse(body);
        const answer = await call(operation, body);
        const old = before.get(idOf(TableName, Key));
        if (ConsistentRead === true || old === undefined || answer.status !== 200) return answer;
        return { ...answer, body: old === null ? {} : { Item: old } };
      }
      case 'Query':
      case 'Scan': {
        const request = read.parse(body);
        const answer = await call(operation, { ...request, Limit: Math.min(request.Limit ?? PAGE, PAGE) });
        if (request.ConsistentRead === true || answer.status !== 200) return answer;
        const page = items.parse(answer.body);
        // An index holds a row only with all of its keys.
        const Items = page.Items?.flatMap((seen) => {
          const old = asBefore(request.TableName, seen);
          const isIndexed =
            request.IndexName === undefined || (old !== null && Object.keys(seen).every((name) => name in old));
          return old === null || !isIndexed ? [] : [old];
        });
        return { ...answer, body: { ...page, ...(Items === undefined ? {} : { Items }) } };
      }
      case 'BatchGetItem': {
        const wanted = Object.entries(batch.parse(body).RequestItems);
        const taken: Record<string, unknown> = {};
        const left: Record<string, unknown> = {};
        for (const [table, { Keys, ...how }] of wanted) {
          const half = Math.ceil(Keys.length / 2);
          taken[table] = { ...how, Keys: Keys.slice(0, half) };
          if (half < Keys.length) left[table] = { ...how, Keys: Keys.slice(half) };
        }
        const answer = await call(operation, { RequestItems: taken });
        if (answer.status !== 200) return answer;
        const { Responses = {}, ...rest } = batchAnswer.parse(answer.body);
        const seen: Record<string, unknown> = {};
        for (const [table, { ConsistentRead }] of wanted) {
          const rows = Responses[table] ?? [];
          seen[table] = ConsistentRead === true ? rows : rows.flatMap((row) => asBefore(table, row) ?? []);
        }
        return { ...answer, body: { ...rest, Responses: seen, UnprocessedKeys: left } };
      }
      default:
        return call(operation, body);
    }
  };
  return { call: answer, catchUp: () => before.clear() };
}

/** Whether an answer holds all of a row rather than a projection of it. */
function isWhole(seen: Item, old: Item): boolean {
  return Object.keys(seen).length >= Object.keys(old).length;
}
