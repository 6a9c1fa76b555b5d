import { messageCost, withPublished, type Billed } from '../../../domain/cost/index.ts';
import { stepPriceOf } from '../../../domain/destination/index.ts';
import type { PriceStore } from '../../ports.ts';
import type { CompiledJob } from '../model/compiled-job.ts';

/** What one message to an address costs, in millionths of a won. */
export type CostNow = (address: string, billed: Billed) => number;

/** What messages of a step cost whose call begins from one moment to another (milliseconds since the epoch). */
export type PresentPrices = (stepIndex: number, from: number, until: number) => CostNow;

/**
 * The prices by which a job with a budget pays for what its plan has not paid for: those that are in force when it sends, also
 * such as were saved or began since it was planned. Read once for each time that a shard is worked. A price that is gone by
 * now leaves the planned one.
 */
export async function readPresentPrices(
  { prices }: { readonly prices: Pick<PriceStore, 'get'> },
  { steps }: Pick<CompiledJob, 'steps'>,
): Promise<PresentPrices> {
  const list = withPublished(await prices.get());
  return (stepIndex, from, until) => {
    const step = steps[stepIndex];
    if (step === undefined) return () => 0;
    const either = [from, until].map((at) => {
      const priced = stepPriceOf(step, list, at);
      return priced.ok ? priced.price : step.price;
    });
    return (address, billed) =>
      either.reduce((most, price) => (price === null ? most : Math.max(most, messageCost(price, address, billed))), 0);
  };
}
