import { extensions, util } from '@aws-appsync/utils';

export function request() {
  return { payload: null };
}

/** A subscriber hears of one import. */
export function response(ctx) {
  extensions.setSubscriptionFilter(util.transform.toSubscriptionFilter({ importId: { eq: ctx.args.importId } }));
  return null;
}
