import { isWithinCaps, type SendHistory } from '../../domain/campaign/index.ts';
import { itemInForce, messageCost, priceItemOf, type PriceList } from '../../domain/cost/index.ts';
import { addressDigest, type Customer } from '../../domain/customer/index.ts';
import type { RehearsedDecision } from '../../domain/forecast/index.ts';
import { decideCustomer } from '../../domain/send-job/index.ts';
import type { CompiledJob } from '../delivery/model/compiled-job.ts';

const NEVER: SendHistory = {};

/**
 * The planner as a rehearsal asks it: it decides somebody at a moment as a job would, and says what that costs.
 * `sentBefore` are the messages of the waves before, which caps count.
 */
export function plannerOf(
  job: CompiledJob,
  list: PriceList,
  histories: ReadonlyMap<string, SendHistory>,
): (customer: Customer, at: number, sentBefore?: SendHistory) => RehearsedDecision {
  const { caps } = job.plan;
  return (customer, at, sentBefore = NEVER) => {
    const decision = decideCustomer(customer, job.plan, at);
    if (decision.outcome === 'EXCLUDED') return { outcome: 'OUT', reason: decision.reason };
    if (caps !== undefined) {
      const history = { ...histories.get(customer.id), ...sentBefore };
      if (!isWithinCaps(caps, history, job.id, at)) return { outcome: 'OUT', reason: 'FREQUENCY_CAP' };
    }
    const { stepIndex, channel, billed, endpointIndex } = decision;
    const step = job.steps[stepIndex];
    const { channelType = 'CUSTOM', address = '' } = customer.endpoints[endpointIndex] ?? {};
    const price = step?.price ?? null;
    const item = priceItemOf(channel, price, step?.destination?.name, address, billed);
    return {
      outcome: 'SEND',
      channel,
      item: itemInForce(item, list, at),
      units: billed.units,
      ...(price === null ? {} : { claimMicros: messageCost(price, address, billed) }),
      address: addressDigest(channelType, address),
    };
  };
}
