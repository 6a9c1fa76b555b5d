import { isRecord, jsonObject, targetOperation } from '../aws-response.ts';
import type { Authorization, AwsRequest } from '../contract.ts';

/** IAM needs the action of each step of a transaction, not one of the transaction. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html */
const STEP_ACTIONS: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

/** IAM actions and table or index ARNs that a DynamoDB request needs. */
export function authorizationsOf(request: AwsRequest, region: string, accountId: string): readonly Authorization[] {
  const operation = targetOperation(request.headers);
  const input = jsonObject(request.body) ?? {};
  const arn = (table: string) =>
    table.startsWith('arn:') ? table : `arn:aws:dynamodb:${region}:${accountId}:table/${table}`;
  const action = `dynamodb:${operation}`;
  const { TableName: table, IndexName: index, RequestItems: requests, TransactItems: steps } = input;
  if (typeof table === 'string')
    return [{ action, resource: typeof index === 'string' ? `${arn(table)}/index/${index}` : arn(table) }];
  if (isRecord(requests)) return Object.keys(requests).map((name) => ({ action, resource: arn(name) }));
  if (Array.isArray(steps)) return steps.flatMap((step: unknown) => stepAuthorizations(step, arn));
  return [{ action, resource: '*' }];
}

function stepAuthorizations(step: unknown, arn: (table: string) => string): readonly Authorization[] {
  if (!isRecord(step)) return [];
  return Object.entries(step).flatMap(([kind, body]) => {
    const action = STEP_ACTIONS[kind];
    const table = isRecord(body) ? body['TableName'] : undefined;
    return action === undefined || typeof table !== 'string'
      ? []
      : [{ action: `dynamodb:${action}`, resource: arn(table) }];
  });
}
