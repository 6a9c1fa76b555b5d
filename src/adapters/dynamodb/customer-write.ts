import type { CustomerWrite } from '../../app/ports.ts';
import { isoTime, type Database } from './tables.ts';
import { revisionGuard, rowUpdate } from './write-row.ts';

/** What a write of a customer sets. */
export function customerFields({ customer: { id: _, ...known }, marks }: CustomerWrite) {
  const importMarks = marks?.map(({ slice, isNew, endpoints }) => [slice, isNew, endpoints] as const);
  return importMarks === undefined ? known : { ...known, importMarks };
}

/** The conditional write of a customer, alone or as a step of a transaction. */
export function customerStep(database: Database, table: string, write: CustomerWrite) {
  const { customer, revision } = write;
  const { id } = customer;
  const fields = customerFields(write);
  const now = isoTime(database.now());
  if (revision > 0) {
    const row = { table, typename: 'Customer', key: { id }, fields: { ...fields, revision: revision + 1 } };
    return { Update: rowUpdate({ ...row, guard: revisionGuard(revision) }, now) };
  }
  const item = { id, ...fields, __typename: 'Customer', revision: 1, createdAt: now, updatedAt: now };
  return { Put: { TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(id)' } };
}
