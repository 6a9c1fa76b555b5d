import db from 'dynalite/db/index.js';

/** Some megabytes of text. */
const MAX_REMEMBERED = 20_000;

const createKey = db.createKey;
const remembered = new Map<string, string>();

/**
 * Remembers the keys of texts under which the store keeps items. An item's key is needed when it is read, found, locked and
 * written, and to make one takes two digests' worth of work; the items of one customer share most of it.
 */
db.createKey = (item, table, keySchema = table.KeySchema) => {
  let name = '';
  for (const { AttributeName } of keySchema) {
    const text = textOf(item[AttributeName]);
    // What is no text is left to dynalite; the lengths keep `a` beside `bc` from being `ab` beside `c`.
    if (text === undefined) return createKey(item, table, keySchema);
    name += `${text.length} ${text}`;
  }
  const known = remembered.get(name);
  if (known !== undefined) return known;
  const key = createKey(item, table, keySchema);
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(name, key);
  return key;
};

function textOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('S' in value)) return undefined;
  return typeof value.S === 'string' ? value.S : undefined;
}
