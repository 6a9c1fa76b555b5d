import { EXCLUSION_REASONS, type Recipient } from '../../domain/send-job/index.ts';
import type { ExcludedList } from '../delivery/model/chunk.ts';
import type { RecipientDecision } from './ports.ts';

/** The decisions of a job that exists, from its stored plan, in the order of the call's `customerIds`. */
export function restoreDecisions(
  customerIds: readonly string[],
  included: readonly Recipient[],
  excluded: ExcludedList['customerIds'],
): RecipientDecision[] {
  const endpoints = new Map(included.map(({ customerId, endpointId }) => [customerId, endpointId]));
  const seen = new Set<string>();
  return customerIds.map((customerId): RecipientDecision => {
    if (seen.has(customerId)) return { customerId, outcome: 'EXCLUDED', reason: 'DUPLICATE_USER' };
    seen.add(customerId);
    const endpointId = endpoints.get(customerId);
    if (endpointId !== undefined) return { customerId, endpointId, outcome: 'INCLUDED' };
    const reason = EXCLUSION_REASONS.find((candidate) => excluded[candidate]?.includes(customerId) === true);
    return { customerId, outcome: 'EXCLUDED', ...(reason === undefined ? {} : { reason }) };
  });
}
