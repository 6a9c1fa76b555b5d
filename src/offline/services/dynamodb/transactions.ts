import { createHash } from 'node:crypto';
import db from 'dynalite/db/index.js';
import { isRecord } from '../aws-response.ts';
import { DynamoDbError } from '../contract.ts';
import { transactionView } from './embedded-store.ts';
import { perform, prepare } from './operations.ts';

const MAX_ACTIONS = 100;
/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html#DDB-TransactWriteItems-request-ClientRequestToken */
const TOKEN_LIFETIME_MS = 10 * 60 * 1000;

type Step = {
  readonly operation: 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'ConditionCheck' | 'GetItem';
  readonly data: Record<string, unknown>;
};
type Located = { readonly step: Step; readonly table: string; readonly key: string };
interface Reason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: Record<string, unknown>;
}

/**
 * TransactWriteItems on the embedded store: every item is locked, every condition is checked against the committed
 * state, and all writes go into one LevelDB batch, so a transaction is atomic even when the process is killed.
 */
export function createTransactions(store: DynaliteStore, now: () => number) {
  // Transactions take their locks one after another; one transaction at a time means that two cannot wait for each other.
  let turn: Promise<unknown> = Promise.resolve();

  /** `body`: the request as it came, when it came over the wire; a repeated one has the same. */
  async function write(input: Record<string, unknown>, body?: Buffer): Promise<Record<string, unknown>> {
    const located = parse(input, ['Put', 'Update', 'Delete', 'ConditionCheck']);
    const token = input['ClientRequestToken'];
    const run = turn.then(() =>
      withLocks(store, located, () => commit(located, typeof token === 'string' ? token : undefined, input, body)),
    );
    turn = run.catch(() => undefined);
    return run;
  }

  async function commit(
    located: readonly Located[],
    token: string | undefined,
    input: Record<string, unknown>,
    body: Buffer | undefined,
  ): Promise<Record<string, unknown>> {
    const tokenKey = `transaction-token~${token ?? ''}`;
    // Writing a hundred items as text once more costs as much as storing them.
    const digest = createHash('sha256')
      .update(body ?? JSON.stringify(input))
      .digest('hex');
    if (token !== undefined) {
      const earlier = store.db.getSync(tokenKey);
      if (isRecord(earlier) && typeof earlier['at'] === 'number' && now() - earlier['at'] < TOKEN_LIFETIME_MS) {
        if (earlier['digest'] === digest) return {};
        throw new DynamoDbError(
          'IdempotentParameterMismatchException',
          'The provided client token is already in use with different parameters.',
          400,
        );
      }
    }
    const { view, commit: write } = transactionView(store);
    const reasons: Reason[] = [];
    for (const { step } of located) reasons.push(await attempt(view, step));
    if (reasons.some((reason) => reason.Code !== 'None')) throw cancelled(reasons);
    await write(token === undefined ? [] : [{ type: 'put', key: tokenKey, value: { at: now(), digest } }]);
    return {};
  }

  async function read(input: Record<string, unknown>): Promise<Record<string, unknown>> {
    const located = parse(input, ['Get']);
    // Point reads are synchronous and start in this very tick: together they are one consistent snapshot.
    const results = await Promise.all(located.map(({ step }) => perform(store, 'GetItem', step.data)));
    return { Responses: results.map((result) => (result['Item'] === undefined ? {} : { Item: result['Item'] })) };
  }

  function parse(input: Record<string, unknown>, kinds: readonly string[]): Located[] {
    const items = input['TransactItems'];
    if (!Array.isArray(items) || items.length < 1 || items.length > MAX_ACTIONS) {
      throw invalid(
        `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to ${MAX_ACTIONS} and greater than or equal to 1`,
      );
    }
    const located = items.map((item: unknown) => locate(store, stepOf(store, item, kinds)));
    if (new Set(located.map((entry) => `${entry.table}\n${entry.key}`)).size !== located.length) {
      throw invalid('Transaction request cannot include multiple operations on one item');
    }
    return located;
  }

  return { write, read };
}

function stepOf(store: DynaliteStore, item: unknown, kinds: readonly string[]): Step {
  const names = isRecord(item) ? Object.keys(item).filter((name) => isRecord(item[name])) : [];
  const [kind] = names;
  if (kind === undefined || names.length !== 1 || !kinds.includes(kind) || !isRecord(item)) {
    throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  const body = item[kind];
  const action = isRecord(body) ? body : {};
  switch (kind) {
    case 'Put':
      return { operation: 'PutItem', data: prepare(store, 'PutItem', action) };
    case 'Update':
      if (typeof action['UpdateExpression'] !== 'string') throw missing('update', 'updateExpression');
      return { operation: 'UpdateItem', data: prepare(store, 'UpdateItem', action) };
    case 'Get':
      return { operation: 'GetItem', data: prepare(store, 'GetItem', action) };
    case 'ConditionCheck':
      if (typeof action['ConditionExpression'] !== 'string') throw missing('conditionCheck', 'conditionExpression');
      // A condition check takes exactly the parameters of a conditional delete.
      return { operation: 'ConditionCheck', data: prepare(store, 'DeleteItem', action) };
    default:
      return { operation: 'DeleteItem', data: prepare(store, 'DeleteItem', action) };
  }
}

function locate(store: DynaliteStore, step: Step): Located {
  const table = typeof step.data['TableName'] === 'string' ? step.data['TableName'] : '';
  const key = step.operation === 'PutItem' ? step.data['Item'] : step.data['Key'];
  let located: Located | undefined;
  store.getTable(table, (error, description) => {
    if (error || description === undefined)
      throw new DynamoDbError('ResourceNotFoundException', 'Requested resource not found', 400);
    const attributes = isRecord(key) ? key : {};
    const onlyKey = Object.fromEntries(
      description.KeySchema.map(({ AttributeName }) => [AttributeName, attributes[AttributeName]]),
    );
    if (db.validateKey(step.operation === 'PutItem' ? onlyKey : attributes, description)) {
      throw invalid('The provided key element does not match the schema');
    }
    located = { step, table, key: db.createKey(attributes, description) };
  });
  if (located === undefined) throw new Error('Table descriptions are read synchronously.');
  return located;
}

async function withLocks<T>(store: DynaliteStore, located: readonly Located[], run: () => Promise<T>): Promise<T> {
  const releases: (() => void)[] = [];
  try {
    for (const { table, key } of located) {
      let isLocked = false;
      const locked = new Promise<void>((resolve) =>
        store.getItemDb(table).lock(key, (release) => {
          const done = release(() => undefined);
          releases.push(() => done(null));
          isLocked = true;
          resolve();
        }),
      );
      // Nearly all are free, and then no other turn need come in between.
      if (!isLocked) await locked;
    }
    return await run();
  } finally {
    for (const release of releases) release();
  }
}

async function attempt(view: DynaliteStore, step: Step): Promise<Reason> {
  try {
    if (step.operation === 'ConditionCheck') checkOnly(view, step.data);
    else await perform(view, step.operation, step.data);
    return { Code: 'None' };
  } catch (error) {
    if (!(error instanceof DynamoDbError)) throw error;
    const code = error.name === 'ValidationException' ? 'ValidationError' : error.name.replace(/Exception$/, '');
    return { Code: code, Message: error.message, ...(error.item === undefined ? {} : { Item: error.item }) };
  }
}

function checkOnly(view: DynaliteStore, data: Record<string, unknown>): void {
  const { key, table } = locate(view, { operation: 'ConditionCheck', data });
  view.getItemDb(table).get(key, (_error, existing) => {
    const failure = db.checkConditional(data, isRecord(existing) ? existing : undefined);
    const item = failure?.body?.['Item'];
    if (failure)
      throw new DynamoDbError(
        'ConditionalCheckFailedException',
        failure.message,
        400,
        isRecord(item) ? item : undefined,
      );
  });
}

/** Carries the reasons that `TransactionCanceledException` lists, one per action, in order. */
export class TransactionCanceledError extends DynamoDbError {
  constructor(readonly reasons: readonly Reason[]) {
    super(
      'TransactionCanceledException',
      `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map((reason) => reason.Code).join(', ')}]`,
      400,
    );
  }
}

function cancelled(reasons: readonly Reason[]): TransactionCanceledError {
  return new TransactionCanceledError(reasons);
}

function missing(kind: string, member: string): DynamoDbError {
  return invalid(
    `1 validation error detected: Value null at 'transactItems.member.${kind}.${member}' failed to satisfy constraint: Member must not be null`,
  );
}

function invalid(message: string): DynamoDbError {
  return new DynamoDbError('ValidationException', message, 400);
}
