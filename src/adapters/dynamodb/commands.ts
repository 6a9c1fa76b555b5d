import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  PutItemCommand,
  QueryCommand as RawQueryCommand,
  ScanCommand as RawScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type DeleteItemCommandInput,
  type PutItemCommandInput,
  type QueryCommandInput as RawQueryInput,
  type ScanCommandInput as RawScanInput,
  type TransactWriteItemsCommandInput,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { attributesOfItem } from './attribute-values.ts';

/**
 * DynamoDB's commands with plain values, written as attributes when a command is made; what they answer is read by
 * `plainItem`. The SDK's own document client does the same by building its chain of middleware anew for each request, and
 * refuses to keep it (`cacheMiddleware`): a quarter of the work of a request.
 */
type Plain = Readonly<Record<string, unknown>>;
type Values = { readonly ExpressionAttributeValues?: Plain | undefined };
type Keyed = Values & { readonly Key: Plain };

/** Parameters of before expressions, and whatever is given as plain values here. */
type Replaced = 'AttributeUpdates' | 'Expected' | 'ExclusiveStartKey' | 'ExpressionAttributeValues' | 'Item' | 'Key';

export type PutCommandInput = Omit<PutItemCommandInput, Replaced> & Values & { readonly Item: Plain };
export type UpdateCommandInput = Omit<UpdateItemCommandInput, Replaced> & Keyed;
type DeleteCommandInput = Omit<DeleteItemCommandInput, Replaced> & Keyed;
type Paged = Values & { readonly ExclusiveStartKey?: Plain | undefined };
export type QueryCommandInput = Omit<RawQueryInput, Replaced | 'KeyConditions' | 'QueryFilter'> & Paged;
type ScanCommandInput = Omit<RawScanInput, Replaced | 'ScanFilter'> & Paged;

/** One step of a transaction; exactly one of these is given. */
export type TransactStep = {
  readonly Put?: Omit<PutCommandInput, 'ReturnValues'>;
  readonly Update?: UpdateCommandInput & { readonly UpdateExpression: string };
  readonly Delete?: DeleteCommandInput;
  readonly ConditionCheck?: Omit<DeleteCommandInput, 'ReturnValues'> & { readonly ConditionExpression: string };
};
type TransactWriteCommandInput = Omit<TransactWriteItemsCommandInput, 'TransactItems'> & {
  readonly TransactItems: readonly TransactStep[];
};

type Write = { readonly PutRequest: { readonly Item: Plain } } | { readonly DeleteRequest: { readonly Key: Plain } };

export class PutCommand extends PutItemCommand {
  constructor(input: PutCommandInput) {
    super(putInput(input));
  }
}

export class UpdateCommand extends UpdateItemCommand {
  constructor(input: UpdateCommandInput) {
    super(keyedInput(input));
  }
}

export class DeleteCommand extends DeleteItemCommand {
  constructor(input: DeleteCommandInput) {
    super(keyedInput(input));
  }
}

export class QueryCommand extends RawQueryCommand {
  constructor(input: QueryCommandInput) {
    super(pagedInput(input));
  }
}

export class ScanCommand extends RawScanCommand {
  constructor(input: ScanCommandInput) {
    super(pagedInput(input));
  }
}

export class TransactWriteCommand extends TransactWriteItemsCommand {
  constructor(input: TransactWriteCommandInput) {
    const TransactItems = input.TransactItems.map(({ Put, Update, Delete, ConditionCheck }) => ({
      ...(Put === undefined ? {} : { Put: putInput(Put) }),
      ...(Update === undefined ? {} : { Update: keyedInput(Update) }),
      ...(Delete === undefined ? {} : { Delete: keyedInput(Delete) }),
      ...(ConditionCheck === undefined ? {} : { ConditionCheck: keyedInput(ConditionCheck) }),
    }));
    super({ ...input, TransactItems });
  }
}

export class BatchWriteCommand extends BatchWriteItemCommand {
  constructor(input: { readonly RequestItems: Readonly<Record<string, readonly Write[]>> }) {
    const tables = Object.entries(input.RequestItems).map(([table, writes]) => [table, writes.map(writeOf)] as const);
    super({ RequestItems: Object.fromEntries(tables) });
  }
}

function writeOf(write: Write) {
  return 'PutRequest' in write
    ? { PutRequest: { Item: attributesOfItem(write.PutRequest.Item) } }
    : { DeleteRequest: { Key: attributesOfItem(write.DeleteRequest.Key) } };
}

function valuesInput<Input extends Values>(input: Input) {
  const { ExpressionAttributeValues: values, ...rest } = input;
  return { ...rest, ...(values === undefined ? {} : { ExpressionAttributeValues: attributesOfItem(values) }) };
}

function putInput<Input extends Values & { readonly Item: Plain }>(input: Input) {
  return { ...valuesInput(input), Item: attributesOfItem(input.Item) };
}

function keyedInput<Input extends Keyed>(input: Input) {
  return { ...valuesInput(input), Key: attributesOfItem(input.Key) };
}

function pagedInput<Input extends Paged>(input: Input) {
  const { ExclusiveStartKey: start } = input;
  return { ...valuesInput(input), ...(start === undefined ? {} : { ExclusiveStartKey: attributesOfItem(start) }) };
}
