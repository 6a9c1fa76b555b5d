import { extensions, util } from '@aws-appsync/utils';

export function request() {
  return { payload: null };
}

/** A subscriber hears of one job. */
export function response(ctx) {
  extensions.setSubscriptionFilter(util.transform.toSubscriptionFilter({ jobId: { eq: ctx.args.jobId } }));
  return null;
}
