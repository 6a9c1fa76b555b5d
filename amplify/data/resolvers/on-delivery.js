import { extensions, util } from '@aws-appsync/utils';

export function request() {
  return { payload: null };
}

/** A subscriber hears of one customer of one job. */
export function response(ctx) {
  const { jobId, customerId } = ctx.args;
  const filter = { jobId: { eq: jobId.trim() }, customerId: { eq: customerId.trim() } };
  extensions.setSubscriptionFilter(util.transform.toSubscriptionFilter(filter));
  return null;
}
