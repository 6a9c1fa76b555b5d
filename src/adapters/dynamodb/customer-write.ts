import type { CustomerWrite } from '../../app/ports.ts';
import { customerName, nameKeys } from '../../domain/customer/index.ts';
import { isoTime, type Database } from './tables.ts';
import { revisionGuard, rowUpdate } from './write-row.ts';

/** By what names are found (amplify/data/due-indexes.ts); absent where there is no name, and then in no index. */
export const NAME_FIELDS = ['nameGroup', 'searchName'] as const;

/** What a write of a customer sets. */
export function customerFields({ customer: { id: _, ...known }, marks }: CustomerWrite) {
  const importMarks = marks?.map(({ slice, isNew, endpoints }) => [slice, isNew, endpoints] as const);
  const fields = { ...known, ...nameKeys(customerName(known.attributes) ?? '') };
  return importMarks === undefined ? fields : { ...fields, importMarks };
}

/** The conditional write of a customer, alone or as a step of a transaction. */
export function customerStep(database: Database, table: string, write: CustomerWrite) {
  const { customer, revision } = write;
  const { id } = customer;
  const fields = customerFields(write);
  const now = isoTime(database.now());
  if (revision > 0) {
    const nameless = Object.fromEntries(NAME_FIELDS.map((name) => [name, undefined]));
    const row = {
      table,
      typename: 'Customer',
      key: { id },
      fields: { ...nameless, ...fields, revision: revision + 1 },
    };
    return { Update: rowUpdate({ ...row, guard: revisionGuard(revision) }, now) };
  }
  const item = { id, ...fields, __typename: 'Customer', revision: 1, createdAt: now, updatedAt: now };
  return { Put: { TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(id)' } };
}

/**
 * The conditional write of what somebody did: of a customer that is there already, whose other fields the revision holds
 * as they were read. They need not go over the wire again with each event.
 */
export function historyStep(database: Database, table: string, { customer, revision }: CustomerWrite) {
  const { id, activity, campaignEntries } = customer;
  const fields = { activity, campaignEntries, revision: revision + 1 };
  const row = { table, typename: 'Customer', key: { id }, fields, guard: revisionGuard(revision) };
  return { Update: rowUpdate(row, isoTime(database.now())) };
}
