import { isRecord } from '../data-source.ts';

/** Plain JSON of one typed attribute value, as resolvers see results: sets become lists, binary stays base64 text. */
function fromAttributeValue(typed: unknown): unknown {
  if (!isRecord(typed)) return null;
  for (const type in typed) {
    const value = typed[type];
    switch (type) {
      case 'S':
      case 'B':
      case 'BOOL':
        return value;
      case 'N':
        return Number(value);
      case 'NULL':
        return null;
      case 'M':
        return fromItem(value);
      case 'L':
        return Array.isArray(value) ? value.map(fromAttributeValue) : [];
      case 'SS':
      case 'BS':
        return value;
      case 'NS':
        return Array.isArray(value) ? value.map(Number) : [];
    }
  }
  return null;
}

/** Plain JSON of a whole item; null stays null. */
export function fromItem(item: unknown): Record<string, unknown> | null {
  if (!isRecord(item)) return null;
  const plain: Record<string, unknown> = {};
  for (const name in item) plain[name] = fromAttributeValue(item[name]);
  return plain;
}

export function fromItems(items: unknown): (Record<string, unknown> | null)[] {
  return Array.isArray(items) ? items.map(fromItem) : [];
}

/**
 * A typed value as DynamoDB's protocol wants it. `util.dynamodb.toDynamoDB` writes numbers as numbers and null as null
 * (`{ "N": 5 }`, `{ "NULL": null }`), which AppSync accepts and the protocol does not.
 */
function toWireValue(typed: unknown): unknown {
  if (!isRecord(typed)) return typed;
  const wire: Record<string, unknown> = {};
  for (const type in typed) {
    const value = typed[type];
    if (type === 'N') wire['N'] = typeof value === 'number' || typeof value === 'bigint' ? String(value) : value;
    else if (type === 'NULL') wire['NULL'] = true;
    else if (type === 'M' && isRecord(value)) wire['M'] = toWireItem(value);
    else if (type === 'L' && Array.isArray(value)) wire['L'] = value.map(toWireValue);
    else if (type === 'NS' && Array.isArray(value)) wire['NS'] = value.map(String);
    else wire[type] = value;
  }
  return wire;
}

/** A whole item, a key or a map of expression values. */
export function toWireItem(item: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const wire: Record<string, unknown> = {};
  for (const name in item) wire[name] = toWireValue(item[name]);
  return wire;
}
