import { extensions, util } from '@aws-appsync/utils';

/** As every command reads an id (src/domain/id.ts). */
const MAX_ID = 500;

export function request(ctx) {
  const id = ctx.args.importId.trim();
  if (id === '' || id.length > MAX_ID) {
    util.error(`importId: an id has 1 to ${MAX_ID} characters.`, 'INVALID_INPUT');
  }
  return { payload: null };
}

/** A subscriber hears of one import. */
export function response(ctx) {
  extensions.setSubscriptionFilter(util.transform.toSubscriptionFilter({ importId: { eq: ctx.args.importId.trim() } }));
  return null;
}
