import { util } from '@aws-appsync/utils';

const DAY_MS = 24 * 60 * 60 * 1000;

/** As many as one direct send has recipients; the rest of a job is read with `listRecipients`. */
const MAX_WATCHED = 100;

/** As every command reads an id (src/domain/id.ts). */
const MAX_ID = 500;

/**
 * Notes that somebody watches a customer of a job: one item for each job, caller and UTC day, with a set that holds at
 * most MAX_WATCHED customers. The write itself keeps the bound, whoever subscribes at the same time. AppSync ends a
 * connection after a day, so a note that counts until the end of the next day outlives it; whoever subscribes again is
 * noted anew.
 */
export function request(ctx) {
  const jobId = ctx.args.jobId.trim();
  const customerId = ctx.args.customerId.trim();
  if (customerId === '' || customerId.length > MAX_ID) {
    util.error(`customerId: an id has 1 to ${MAX_ID} characters.`, 'INVALID_INPUT');
  }
  const clientId = ctx.identity.resolverContext?.clientId;
  const caller = clientId ? `client:${clientId}` : `person:${ctx.identity.sub}`;
  const day = Math.floor(util.time.nowEpochMilliSeconds() / DAY_MS);
  const watchedUntil = (day + 2) * DAY_MS;
  return {
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues({ pk: `watch#${jobId}`, sk: `${caller}#${day}` }),
    update: {
      expression: 'SET watchedUntil = :until, expiresAt = :expires ADD customers :customer',
      expressionValues: {
        ':until': util.dynamodb.toNumber(watchedUntil),
        ':expires': util.dynamodb.toNumber(watchedUntil / 1000),
        ':customer': util.dynamodb.toStringSet([customerId]),
      },
    },
    condition: {
      expression: 'attribute_not_exists(customers) OR size(customers) < :most OR contains(customers, :id)',
      expressionValues: {
        ':most': util.dynamodb.toNumber(MAX_WATCHED),
        ':id': util.dynamodb.toString(customerId),
      },
    },
  };
}

export function response(ctx) {
  if (ctx.error && ctx.error.type === 'DynamoDB:ConditionalCheckFailedException') {
    util.error(
      `You follow ${MAX_WATCHED} customers of job ${ctx.args.jobId} today. Read the others with listRecipients.`,
      'TOO_MANY_WATCHES',
    );
  }
  if (ctx.error) {
    util.error('The subscription could not be set up. Subscribe again.', 'INTERNAL');
  }
  return null;
}
