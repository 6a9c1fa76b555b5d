import { mapArgument } from './arguments.ts';
import { toJson } from './json.ts';
import type { UtilCatalogue } from './run.ts';
import { toDynamoDBExpression } from './transform/dynamodb-expression.ts';
import { toSubscriptionFilter } from './transform/subscription-filter.ts';

/** Both expression helpers return JSON text, also in JavaScript. */
export const transformUtil: UtilCatalogue = {
  'transform.toDynamoDBFilterExpression': (_run, filter) =>
    toJson(toDynamoDBExpression(mapArgument('transform.toDynamoDBFilterExpression', filter))),
  'transform.toDynamoDBConditionExpression': (_run, condition) =>
    toJson(toDynamoDBExpression(mapArgument('transform.toDynamoDBConditionExpression', condition))),
  'transform.toSubscriptionFilter': (_run, filter, ignoredFields, rules) =>
    toSubscriptionFilter(filter, ignoredFields, rules),
};
