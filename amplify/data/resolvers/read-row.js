import { util } from '@aws-appsync/utils';

/** Reads the row whose key the command before it returned, so that a command answers exactly what a later read would. */
export function request(ctx) {
  return {
    operation: 'GetItem',
    key: util.dynamodb.toMapValues(ctx.prev.result),
    consistentRead: true,
  };
}

export function response(ctx) {
  if (ctx.error) {
    util.error('It was saved, but could not be read back. Read it again.', 'INTERNAL');
  }
  return ctx.result;
}
