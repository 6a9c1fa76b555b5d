/** What an app may not ask for of all that servers may: everything but `recordEvents`. Their resolvers refuse it as well. */
export const NOT_FOR_APPS = [
  'Mutation.sendMessages',
  'Mutation.launchCampaign',
  'Mutation.cancelSend',
  'Mutation.issueAppToken',
  'Query.apiJob',
  'Subscription.onDelivery',
];
