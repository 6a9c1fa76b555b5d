import { util } from '@aws-appsync/utils';

/** AppSync ends a connection after a day; whoever subscribes again renews the note. */
const WATCH_MS = 24 * 60 * 60 * 1000;

/** Notes that somebody watches a customer of a job. */
export function request(ctx) {
  const watchedUntil = util.time.nowEpochMilliSeconds() + WATCH_MS;
  return {
    operation: 'PutItem',
    key: util.dynamodb.toMapValues({ pk: `watch#${ctx.args.jobId}`, sk: ctx.args.customerId }),
    attributeValues: util.dynamodb.toMapValues({
      watchedUntil,
      expiresAt: util.time.nowEpochSeconds() + WATCH_MS / 1000,
    }),
  };
}

export function response(ctx) {
  if (ctx.error) {
    util.error('The subscription could not be set up. Subscribe again.', 'INTERNAL');
  }
  return null;
}
