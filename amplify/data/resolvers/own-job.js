import { runtime, util } from '@aws-appsync/utils';

/** A server follows its own jobs; people, who are no API client, follow any. */
export function request(ctx) {
  const context = ctx.identity?.resolverContext;
  if (!context) {
    return runtime.earlyReturn(null);
  }
  if (context.refusal) {
    util.error(context.message, context.refusal);
  }
  return { operation: 'GetItem', key: util.dynamodb.toMapValues({ id: ctx.args.jobId }), consistentRead: true };
}

export function response(ctx) {
  if (ctx.error) {
    util.error('The subscription could not be set up. Subscribe again.', 'INTERNAL');
  }
  const clientId = ctx.identity.resolverContext.clientId;
  // Of another client's job not even its existence is told.
  if (!clientId || !ctx.result || ctx.result.createdBy !== `client:${clientId}`) {
    util.error(`There is no job ${ctx.args.jobId} of this API client.`, 'NOT_FOUND');
  }
  return null;
}
