import legacyUpdateItem from 'dynalite/actions/updateItem.js';
import db from 'dynalite/db/index.js';
import { DynamoDbError } from '../contract.ts';
import { applyUpdate } from './apply-update.ts';
import { isAttributes, partsAt } from './document-paths.ts';

/**
 * UpdateItem by an expression. dynalite's own removes elements of a list one after another, so that the second is another
 * one than DynamoDB's, and copies a value by sharing it. The old form of updates, without an expression, stays dynalite's.
 */
export function updateItem(
  store: DynaliteStore,
  data: Record<string, unknown>,
  callback: DynaliteCallback<Record<string, unknown>>,
): void {
  const { _updates: updates, Key: key, TableName: name, ReturnValues: returnValues } = data;
  if (!isUpdate(updates) || !isAttributes(key) || typeof name !== 'string')
    return legacyUpdateItem(store, data, callback);
  store.getTable(name, (noTable, table) => {
    if (noTable || table === undefined) return callback(noTable);
    const wrong = db.validateKey(key, table) ?? db.validateUpdates(undefined, updates, table);
    if (wrong != null) return callback(wrong);
    const items = store.getItemDb(name);
    const itemKey = db.createKey(key, table);
    items.lock(itemKey, (release) => {
      const done = release(callback);
      items.get(itemKey, (_missing, stored) => {
        const existing = isAttributes(stored) ? stored : undefined;
        const refused = db.checkConditional(data, existing);
        if (refused != null) return done(refused);
        let item: DynaliteItem;
        try {
          item = applyUpdate(updates.sections, existing ?? key);
          checkIndexKeys(updates, item, table);
        } catch (error) {
          if (error instanceof DynamoDbError) return done(error);
          throw error;
        }
        const consumed = db.addConsumedCapacity(data, false, existing, item);
        const answer = {
          ...attributesOf(returnValues, updates, existing, item),
          ...(consumed === undefined ? {} : { ConsumedCapacity: consumed }),
        };
        db.updateIndexes(store, table, existing, item, (notIndexed) => {
          if (notIndexed) return done(notIndexed);
          items.put(itemKey, item, (notStored) => done(notStored, answer));
        });
      });
    });
  });
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html#DDB-UpdateItem-request-ReturnValues */
function attributesOf(
  returnValues: unknown,
  { sections }: DynaliteUpdate,
  existing: DynaliteItem | undefined,
  item: DynaliteItem,
): { readonly Attributes?: DynaliteItem } {
  const paths = (list: readonly DynaliteUpdateSection[]) => list.map(({ path }) => path);
  switch (returnValues) {
    case 'ALL_NEW':
      return { Attributes: item };
    case 'ALL_OLD':
      return existing === undefined ? {} : { Attributes: existing };
    case 'UPDATED_OLD':
      return someOf(partsAt(paths(sections), existing ?? {}));
    case 'UPDATED_NEW':
      // What was removed has no new value.
      return someOf(partsAt(paths(sections.filter(({ type }) => type !== 'remove')), item));
    default:
      return {};
  }
}

function someOf(attributes: DynaliteItem): { readonly Attributes?: DynaliteItem } {
  return Object.keys(attributes).length === 0 ? {} : { Attributes: attributes };
}

/** What an expression computes may have another type than a key of an index. */
function checkIndexKeys({ sections }: DynaliteUpdate, item: DynaliteItem, table: DynaliteTable): void {
  const set = new Set(
    sections.filter(({ type, path }) => type === 'set' && path.length === 1).map(({ path }) => path[0]),
  );
  const isWrong = db.traverseIndexes(table, (name, type) => {
    const value = set.has(name) ? item[name] : undefined;
    return isAttributes(value) && !Object.hasOwn(value, type);
  });
  if (isWrong === true)
    throw new DynamoDbError(
      'ValidationException',
      'The update expression attempted to update the secondary index key to unsupported type',
      400,
    );
}

function isUpdate(value: unknown): value is DynaliteUpdate {
  return isAttributes(value) && Array.isArray(value['sections']);
}
