/** The part of dynalite 4 (plain JavaScript, no types) that the embedded store uses. */

interface DynaliteError extends Error {
  readonly statusCode?: number;
  readonly body?: Record<string, unknown> & { __type: string; message?: string; Message?: string };
}

type DynaliteItem = Record<string, unknown>;
type DynaliteCallback<T = void> = (error: DynaliteError | null | undefined, value?: T) => void;

interface DynaliteIndex {
  readonly IndexName: string;
  readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: string }[];
  readonly Projection: { readonly ProjectionType: string; readonly NonKeyAttributes?: readonly string[] };
}

interface DynaliteTable {
  readonly TableName: string;
  readonly TableStatus: string;
  readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: string }[];
  readonly GlobalSecondaryIndexes?: readonly DynaliteIndex[];
  readonly LocalSecondaryIndexes?: readonly DynaliteIndex[];
}

/** A path, a value with its type, or what is computed of others. */
type DynaliteOperand = readonly (string | number)[] | DynaliteCondition | Readonly<Record<string, unknown>>;

/** A node of a parsed expression: `{ type: '=', args }`, `{ type: 'function', name: 'size', args }`. */
interface DynaliteCondition {
  readonly type: string;
  readonly name?: string;
  readonly args: readonly DynaliteOperand[];
}

interface DynaliteUpdateSection {
  readonly type: 'set' | 'remove' | 'add' | 'delete';
  readonly path: readonly (string | number)[];
  readonly val?: DynaliteOperand;
}

interface DynaliteUpdate {
  readonly sections: readonly DynaliteUpdateSection[];
}

interface DynaliteSubDb {
  get: (key: string, callback: DynaliteCallback<unknown>) => void;
  put: (key: string, value: unknown, callback: DynaliteCallback) => void;
  del: (key: string, callback: DynaliteCallback) => void;
  createValueStream: (options: Record<string, unknown>) => NodeJS.ReadableStream;
  lock: (key: string, run: (release: <T>(callback: DynaliteCallback<T>) => DynaliteCallback<T>) => void) => void;
  awsAccountId?: string;
  awsRegion?: string;
}

type DynaliteOperation =
  | { readonly type: 'put'; readonly key: string; readonly value: unknown }
  | { readonly type: 'del'; readonly key: string };

interface DynaliteIterator<T> {
  /** An empty list: there are no more. */
  nextv: (size: number) => Promise<T[]>;
  close: () => Promise<void>;
}

interface DynaliteLevel {
  open: (options?: Record<string, unknown>) => Promise<void>;
  getSync: (key: string) => unknown;
  put: (key: string, value: unknown) => Promise<void>;
  batch: (operations: readonly DynaliteOperation[], callback: DynaliteCallback) => void;
  close: () => Promise<void>;
  keys: (options: Record<string, unknown>) => DynaliteIterator<string>;
  values: (options: Record<string, unknown>) => DynaliteIterator<unknown>;
}

interface DynaliteStore {
  readonly options: Record<string, unknown>;
  readonly db: DynaliteLevel;
  readonly tableDb: DynaliteSubDb;
  getItemDb: (name: string) => DynaliteSubDb;
  getIndexDb: (type: string, tableName: string, indexName: string) => DynaliteSubDb;
  getTable: (name: string, callback: DynaliteCallback<DynaliteTable>) => void;
}

declare module 'dynalite/db/index.js' {
  const db: {
    create: (options: Record<string, unknown>) => DynaliteStore;
    createKey: (item: DynaliteItem, table: DynaliteTable, keySchema?: DynaliteTable['KeySchema']) => string;
    createIndexKey: (item: DynaliteItem, table: DynaliteTable, keySchema: DynaliteTable['KeySchema']) => string;
    updateIndexes: (
      store: DynaliteStore,
      table: DynaliteTable,
      existing: DynaliteItem | undefined,
      item: DynaliteItem | undefined,
      callback: DynaliteCallback,
    ) => void;
    checkConditional: (
      data: Record<string, unknown>,
      existing: DynaliteItem | undefined,
    ) => DynaliteError | null | undefined;
    validateKey: (key: DynaliteItem, table: DynaliteTable) => DynaliteError | null | undefined;
    validateUpdates: (
      attributes: undefined,
      updates: DynaliteUpdate,
      table: DynaliteTable,
    ) => DynaliteError | null | undefined;
    /** The first true that `visit` answers, if any. */
    traverseIndexes: (table: DynaliteTable, visit: (name: string, type: string) => boolean) => boolean | undefined;
    addConsumedCapacity: (
      data: Record<string, unknown>,
      isRead: boolean,
      newItem: DynaliteItem | undefined,
      oldItem: DynaliteItem | undefined,
    ) => Record<string, unknown> | undefined;
    compare: (
      operator: string,
      value: Readonly<Record<string, unknown>> | undefined,
      others: readonly (Readonly<Record<string, unknown>> | undefined)[],
    ) => boolean | undefined;
    mapPaths: (paths: readonly (readonly (string | number)[] | string)[], item: DynaliteItem) => DynaliteItem;
  };
  export = db;
}

interface DynaliteParserOptions {
  readonly context: {
    readonly attrNames?: Readonly<Record<string, string>>;
    readonly attrVals?: Readonly<Record<string, DynaliteItem>>;
    /** What an expression uses is deleted here. */
    readonly unusedAttrNames: Record<string, boolean>;
    readonly unusedAttrVals: Record<string, boolean>;
    readonly isKeyCondition?: boolean;
  };
}

/** Throws a syntax error; other errors come back as text. */
interface DynaliteParser {
  parse: (text: string, options: DynaliteParserOptions) => unknown;
}

declare module 'dynalite/db/conditionParser.js' {
  const parser: DynaliteParser;
  export = parser;
}

declare module 'dynalite/db/updateParser.js' {
  const parser: DynaliteParser;
  export = parser;
}

declare module 'dynalite/validations/index.js' {
  const validations: {
    validateAttributeValue: (value: unknown) => string | undefined;
    checkTypes: (data: Record<string, unknown>, types: unknown) => Record<string, unknown>;
    checkValidations: (data: Record<string, unknown>, types: unknown, custom: unknown, store: DynaliteStore) => void;
  };
  export = validations;
}

declare module 'dynalite/actions/*.js' {
  const action: (
    store: DynaliteStore,
    data: Record<string, unknown>,
    callback: DynaliteCallback<Record<string, unknown>>,
  ) => void;
  export = action;
}

declare module 'dynalite/validations/*.js' {
  const validation: { readonly types: unknown; readonly custom?: unknown };
  export = validation;
}
