/** https://docs.aws.amazon.com/appsync/latest/devguide/extensions-js.html */
import * as z from 'zod';
import type { SubscriptionFilter } from '../contract.ts';
import { mapArgument, stringArgument, UtilArgumentError } from './arguments.ts';
import type { UtilCatalogue } from './run.ts';
import { UnsupportedFeatureError } from './unsupported.ts';

const filterSchema = z.object({
  filterGroup: z.array(
    z.object({
      filters: z.array(z.object({ fieldName: z.string(), operator: z.string(), value: z.unknown() })),
    }),
  ),
});

/** "A maximum of five invalidations per request". */
const INVALIDATION_LIMIT = 5;

function parseFilter(operation: string, value: unknown): SubscriptionFilter {
  const parsed = filterSchema.safeParse(value);
  if (!parsed.success)
    throw new UtilArgumentError(`extensions.${operation} expects { filterGroup: [{ filters: [...] }] }.`);
  return parsed.data;
}

export const extensionCatalogue: UtilCatalogue = {
  setSubscriptionFilter: (run, filter) => {
    run.effects.subscriptionFilter = parseFilter('setSubscriptionFilter', filter);
    return '';
  },
  setSubscriptionInvalidationFilter: (run, filter) => {
    run.effects.subscriptionInvalidationFilter = parseFilter('setSubscriptionInvalidationFilter', filter);
    return '';
  },
  invalidateSubscriptions: (run, value) => {
    const request = mapArgument('extensions.invalidateSubscriptions', value);
    if (run.effects.invalidations.length >= INVALIDATION_LIMIT) {
      throw new UtilArgumentError(
        `extensions.invalidateSubscriptions can be called ${INVALIDATION_LIMIT} times per request.`,
      );
    }
    run.effects.invalidations.push({
      subscriptionField: stringArgument('extensions.invalidateSubscriptions', request['subscriptionField']),
      payload: request['payload'] ?? {},
    });
    return '';
  },
  evictFromApiCache: () => {
    throw new UnsupportedFeatureError('extensions.evictFromApiCache');
  },
};
