import db from 'dynalite/db/index.js';
import { isRecord } from '../aws-response.ts';

/** DynamoDB's limit of a page. Counted in JSON, which is longer than what DynamoDB counts: pages are full, not overfull. */
const PAGE_BYTES = 1024 * 1024;
const READ_BATCH = 256;
const READ_BATCH_BYTES = 256 * 1024;

/** A scan with other parameters filters, projects, counts or reads an index. */
const WHOLE_ITEMS = new Set(['TableName', 'Segment', 'TotalSegments', 'ExclusiveStartKey', 'ConsistentRead']);

/** The digits of a hash that keys begin with: dynalite's own scan looks at three, enough for as many segments. */
const COARSE = 3;
const FINE = 6;

/**
 * The answer of a scan of whole items as JSON text, put together from the stored texts: parsing a million items only to
 * write them out again costs more than all the rest of a scan. null: not such a scan, or a start key that dynalite
 * has to judge.
 */
export async function scanPage(store: DynaliteStore, data: Readonly<Record<string, unknown>>): Promise<Buffer | null> {
  const { TableName: name, ExclusiveStartKey: startKey } = data;
  if (typeof name !== 'string' || Object.keys(data).some((parameter) => !WHOLE_ITEMS.has(parameter))) return null;
  const table = describe(store, name);
  if (table === undefined) return null;
  const segment = segmentOf(data);
  let after: string | undefined;
  if (startKey !== undefined) {
    if (!isRecord(startKey) || db.validateKey(startKey, table)) return null;
    after = db.createKey(startKey, table);
    if (after < segment.from || after > segment.to) return null;
  }
  const prefix = `item-${name}~`;
  const iterator = store.db.values({
    valueEncoding: 'buffer',
    highWaterMarkBytes: READ_BATCH_BYTES,
    ...(after === undefined ? { gte: prefix + segment.from } : { gt: prefix + after }),
    lt: prefix + segment.to,
  });
  const items: Buffer[] = [];
  let bytes = 0;
  try {
    while (bytes < PAGE_BYTES) {
      const values = await iterator.nextv(READ_BATCH);
      if (values.length === 0) break;
      for (const value of values) {
        if (!Buffer.isBuffer(value)) throw new Error('Values were asked for as buffers.');
        if (bytes >= PAGE_BYTES) break;
        items.push(value);
        bytes += value.length;
      }
    }
  } finally {
    await iterator.close();
  }
  const last = items.at(-1);
  return assemble(items, last === undefined || bytes < PAGE_BYTES ? undefined : keyOf(last, table));
}

function describe(store: DynaliteStore, name: string): DynaliteTable | undefined {
  let found: DynaliteTable | undefined;
  // Table descriptions are read synchronously.
  store.getTable(name, (_error, table) => (found = table));
  return found;
}

/** The keys of a segment lie from `from` up to `to`; digits come before `~`. */
function segmentOf({ Segment: segment, TotalSegments: total }: Readonly<Record<string, unknown>>) {
  if (typeof segment !== 'number' || typeof total !== 'number' || total === 1) return { from: '', to: '~' };
  const digits = total > 16 ** COARSE ? FINE : COARSE;
  const hash = (share: number): string =>
    Math.ceil(16 ** digits * share)
      .toString(16)
      .padStart(digits, '0');
  return {
    from: segment === 0 ? '' : hash(segment / total),
    to: segment + 1 === total ? '~' : hash((segment + 1) / total),
  };
}

function keyOf(text: Buffer, table: DynaliteTable): Record<string, unknown> {
  const item: unknown = JSON.parse(text.toString('utf8'));
  if (!isRecord(item)) throw new Error(`An item of ${table.TableName} is no JSON object.`);
  return Object.fromEntries(table.KeySchema.map(({ AttributeName: name }) => [name, item[name]]));
}

const COMMA = Buffer.from(',');

function assemble(items: readonly Buffer[], lastKey: Record<string, unknown> | undefined): Buffer {
  const count = items.length;
  const end = lastKey === undefined ? '' : `,"LastEvaluatedKey":${JSON.stringify(lastKey)}`;
  const parts: Buffer[] = [Buffer.from(`{"Count":${count},"ScannedCount":${count},"Items":[`)];
  for (const [index, item] of items.entries()) {
    if (index > 0) parts.push(COMMA);
    parts.push(item);
  }
  parts.push(Buffer.from(`]${end}}`));
  return Buffer.concat(parts);
}
