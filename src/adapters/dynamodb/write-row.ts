import { isDeepStrictEqual } from 'node:util';
import { attributesOfItem, plainItem } from './attribute-values.ts';
import { UpdateCommand, type UpdateCommandInput } from './commands.ts';
import { holds, holdsOrDid, SHOW_ITEM } from './condition.ts';
import { isoTime, type Database } from './tables.ts';

export type RowWrite = {
  readonly table: string;
  readonly typename: string;
  readonly key: Readonly<Record<string, string | number>>;
  /** `undefined` removes the attribute. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The guard's attribute must have this value; undefined: the row must not exist. */
  readonly guard: { readonly attribute: string; readonly expected: number | undefined };
};

/**
 * Writes an Amplify model row (with its `__typename`, `createdAt` and `updatedAt`) under a guard; false when the guard
 * does not hold.
 */
export async function writeRow(database: Database, row: RowWrite): Promise<boolean> {
  return holds(database.client.send(new UpdateCommand(rowUpdate(row, isoTime(database.now())))));
}

/** As `writeRow`, and true as well when the row is what was to be written already: the answer of that write was lost. */
export async function writeRowOnce(database: Database, row: RowWrite): Promise<boolean> {
  const update = { ...rowUpdate(row, isoTime(database.now())), ...SHOW_ITEM };
  return holdsOrDid(database.client.send(new UpdateCommand(update)), (item) => isAsWritten(item, row.fields));
}

function isAsWritten(item: Record<string, unknown>, fields: RowWrite['fields']): boolean {
  const written = plainItem(attributesOfItem(fields));
  return Object.keys(fields).every((name) => isDeepStrictEqual(item[name], written[name]));
}

/** The update that writes a row; not a put, so that `createdAt` and attributes of others stay. */
export function rowUpdate(row: RowWrite, now: string): UpdateCommandInput & { readonly UpdateExpression: string } {
  const fields = { ...row.fields, __typename: row.typename, updatedAt: now };
  const names: Record<string, string> = { '#guard': row.guard.attribute, '#createdAt': 'createdAt' };
  const values: Record<string, unknown> = { ':createdAt': now };
  const set: string[] = [];
  const remove: string[] = [];
  for (const [index, [name, value]] of Object.entries(fields).entries()) {
    names[`#f${index}`] = name;
    if (value === undefined) {
      remove.push(`#f${index}`);
    } else {
      values[`:f${index}`] = value;
      set.push(`#f${index} = :f${index}`);
    }
  }
  if (!('createdAt' in row.fields)) set.push('#createdAt = if_not_exists(#createdAt, :createdAt)');
  else {
    delete names['#createdAt'];
    delete values[':createdAt'];
  }
  const isNew = row.guard.expected === undefined;
  if (!isNew) values[':guard'] = row.guard.expected;
  return {
    TableName: row.table,
    Key: row.key,
    UpdateExpression: `SET ${set.join(', ')}${remove.length === 0 ? '' : ` REMOVE ${remove.join(', ')}`}`,
    ConditionExpression: isNew ? 'attribute_not_exists(#guard)' : '#guard = :guard',
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  };
}

/** The guard of rows that carry a revision; revision 0 means that the row must not exist. */
export function revisionGuard(revision: number): RowWrite['guard'] {
  return { attribute: 'revision', expected: revision === 0 ? undefined : revision };
}
