import { util } from '@aws-appsync/utils';

/** As every command reads an id (src/domain/id.ts). */
const MAX_ID = 500;

/** A server follows its own jobs; people, who are no API client, follow any that there is. */
export function request(ctx) {
  const context = ctx.identity?.resolverContext;
  if (context && context.refusal) {
    util.error(context.message, context.refusal);
  }
  const jobId = ctx.args.jobId.trim();
  if (jobId === '' || jobId.length > MAX_ID) {
    util.error(`jobId: an id has 1 to ${MAX_ID} characters.`, 'INVALID_INPUT');
  }
  return { operation: 'GetItem', key: util.dynamodb.toMapValues({ id: jobId }), consistentRead: true };
}

export function response(ctx) {
  if (ctx.error) {
    util.error('The subscription could not be set up. Subscribe again.', 'INTERNAL');
  }
  const { jobId } = ctx.args;
  const context = ctx.identity?.resolverContext;
  // Of another client's job not even its existence is told.
  if (context && (!context.clientId || !ctx.result || ctx.result.createdBy !== `client:${context.clientId}`)) {
    util.error(`There is no job ${jobId} of this API client.`, 'NOT_FOUND');
  }
  // Nor is a note left for a job that never was.
  if (!ctx.result) {
    util.error(`There is no job ${jobId}.`, 'NOT_FOUND');
  }
  return null;
}
