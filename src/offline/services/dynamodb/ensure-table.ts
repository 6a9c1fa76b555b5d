import type { SecondaryIndex, Table } from '../../assembly/resources.ts';
import type { DynamoDb } from '../contract.ts';

/** The data folder holds a table whose keys or indexes differ from the backend's: reading it would silently lose items. */
export class TableShapeChangedError extends Error {
  override readonly name = 'TableShapeChangedError';
  readonly code = 'TABLE_SHAPE_CHANGED';
  constructor(readonly tableName: string) {
    super(
      `The keys or indexes of table ${tableName} changed, and the data folder holds the old shape. Start once with --fresh to remove the local data, or use another --data folder.`,
    );
  }
}

/** Creates a table of the cloud app, ACTIVE at once; an existing one must have the same keys and indexes. */
export async function ensureTable(store: DynaliteStore, call: DynamoDb['call'], table: Table): Promise<void> {
  const input = createTableInput(table);
  const existing = store.db.getSync(`table~${table.name}`);
  if (existing !== undefined) {
    if (shapeOf(existing) !== shapeOf(input)) throw new TableShapeChangedError(table.name);
    return;
  }
  await call('CreateTable', input);
  // dynalite turns the table ACTIVE in a timer; a process killed before it would leave the table CREATING for ever.
  const created = store.db.getSync(`table~${table.name}`);
  await new Promise<void>((resolve, reject) =>
    store.tableDb.put(table.name, activated(created), (error) => (error ? reject(error) : resolve())),
  );
}

function activated(description: unknown): unknown {
  const indexes = field(description, 'GlobalSecondaryIndexes');
  return {
    ...(typeof description === 'object' ? description : {}),
    TableStatus: 'ACTIVE',
    ...(Array.isArray(indexes)
      ? { GlobalSecondaryIndexes: indexes.map((index: object) => ({ ...index, IndexStatus: 'ACTIVE' })) }
      : {}),
  };
}

function createTableInput(table: Table): Record<string, unknown> {
  const keys = (schema: Table['keySchema']) => schema.map((key) => ({ AttributeName: key.name, KeyType: key.type }));
  const index = (definition: SecondaryIndex) => ({
    IndexName: definition.name,
    KeySchema: keys(definition.keySchema),
    Projection: {
      ProjectionType: definition.projection.type,
      ...(definition.projection.nonKeyAttributes.length === 0
        ? {}
        : { NonKeyAttributes: definition.projection.nonKeyAttributes }),
    },
  });
  const used = new Set(
    [table, ...table.globalSecondaryIndexes, ...table.localSecondaryIndexes].flatMap((part) =>
      part.keySchema.map((key) => key.name),
    ),
  );
  return {
    TableName: table.name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: table.attributeDefinitions
      .filter((attribute) => used.has(attribute.name))
      .map((attribute) => ({ AttributeName: attribute.name, AttributeType: attribute.type })),
    KeySchema: keys(table.keySchema),
    ...(table.globalSecondaryIndexes.length === 0
      ? {}
      : { GlobalSecondaryIndexes: table.globalSecondaryIndexes.map(index) }),
    ...(table.localSecondaryIndexes.length === 0
      ? {}
      : { LocalSecondaryIndexes: table.localSecondaryIndexes.map(index) }),
  };
}

/** A canonical text of what may not change under existing data. */
function shapeOf(description: unknown): string {
  const rows = (name: string, parent: unknown = description): unknown[] => {
    const value = field(parent, name);
    return Array.isArray(value) ? value : [];
  };
  const keys = (parent: unknown) =>
    rows('KeySchema', parent).map((key) => `${text(key, 'AttributeName')}:${text(key, 'KeyType')}`);
  const indexes = (name: string) =>
    rows(name)
      .map((index) => {
        const projection = field(index, 'Projection');
        return [
          text(index, 'IndexName'),
          ...keys(index),
          text(projection, 'ProjectionType'),
          ...rows('NonKeyAttributes', projection).map(String).sort(),
        ].join(' ');
      })
      .sort();
  const attributes = rows('AttributeDefinitions')
    .map((attribute) => `${text(attribute, 'AttributeName')}:${text(attribute, 'AttributeType')}`)
    .sort();
  return JSON.stringify([
    keys(description),
    attributes,
    indexes('GlobalSecondaryIndexes'),
    indexes('LocalSecondaryIndexes'),
  ]);
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

function text(value: unknown, name: string): string {
  const found = field(value, name);
  return typeof found === 'string' ? found : '';
}
