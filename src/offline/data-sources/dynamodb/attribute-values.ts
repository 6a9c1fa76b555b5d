import { isRecord } from '../data-source.ts';

/** Plain JSON of one typed attribute value, as resolvers see results: sets become lists, binary stays base64 text. */
export function fromAttributeValue(typed: unknown): unknown {
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
