import { fitBudget, messageCost, ONE_UNIT } from '../../../domain/cost/index.ts';
import { addressDigest, type Customer } from '../../../domain/customer/index.ts';
import {
  addTotals,
  EXCLUSION_REASONS,
  NO_STEP_TOTALS,
  NO_TOTALS,
  totalsOfStep,
  type Decision,
  type ExclusionReason,
  type Recipient,
  type Totals,
} from '../../../domain/send-job/index.ts';
import { zoneOf } from '../../../domain/schedule/index.ts';
import type { CompiledJob } from '../model/compiled-job.ts';
import type { ExcludedList } from '../model/chunk.ts';
import type { ShardPlanning } from '../model/shard.ts';
import type { TakenAddresses } from './taken-addresses.ts';

/** KNOWN: the endpoint names a zone that there is. UNKNOWN and MISSING are taken for Asia/Seoul. */
type ZoneKnowledge = 'KNOWN' | 'UNKNOWN' | 'MISSING';

function zoneKnowledge(name: string | undefined): ZoneKnowledge {
  if (name === undefined) return 'MISSING';
  return zoneOf(name).isKnown ? 'KNOWN' : 'UNKNOWN';
}

/** Whom a page would send to and what that would cost, and whom it excludes. Amounts are millionths of a won. */
export type SortedPage = {
  readonly planned: number;
  readonly recipients: readonly Recipient[];
  /** In the order of the recipients. */
  readonly costs: readonly number[];
  /** In the order of the recipients: what is known of where they are. */
  readonly zones: readonly ZoneKnowledge[];
  readonly excluded: { readonly [R in ExclusionReason]?: readonly string[] };
  readonly filteredOut: number;
};

/**
 * Sorts a page of decided customers into recipients and reasons; `capped` are those who had enough of the campaign and why,
 * `take` says whether an address is nobody's of the shard yet.
 */
export function sortPage(
  job: CompiledJob,
  customers: readonly Customer[],
  decisions: readonly Decision[],
  capped: ReadonlyMap<string, ExclusionReason>,
  take: TakenAddresses['take'],
): SortedPage {
  const recipients: Recipient[] = [];
  const costs: number[] = [];
  const zones: ZoneKnowledge[] = [];
  const excluded: { [R in ExclusionReason]?: string[] } = {};
  let filteredOut = 0;
  const exclude = (reason: ExclusionReason, customerId: string): void =>
    void (excluded[reason] ??= []).push(customerId);
  for (let index = 0; index < customers.length; index += 1) {
    const customer = customers[index];
    const decision = decisions[index];
    if (customer === undefined || decision === undefined) continue;
    const enough = capped.size === 0 ? undefined : capped.get(customer.id);
    if (decision.outcome === 'EXCLUDED') {
      // Almost everyone is outside a segment: they are counted, not listed.
      if (decision.reason === 'FILTERED_OUT_BY_SEGMENT') filteredOut += 1;
      // Who had enough is of no arm any more, the holdout among them.
      else
        exclude(decision.reason === 'TREATMENT_HOLDOUT' ? (enough ?? decision.reason) : decision.reason, customer.id);
      continue;
    }
    if (enough !== undefined) {
      exclude(enough, customer.id);
      continue;
    }
    const { channelType = 'CUSTOM', address = '' } = customer.endpoints[decision.endpointIndex] ?? {};
    const digest = addressDigest(channelType, address);
    // Customers who share a device or mailbox get one message. Within a shard this is seen here; what several shards
    // have is found when all are planned (`markDuplicates`).
    if (!take(digest)) {
      exclude('DUPLICATE_ENDPOINT', customer.id);
      continue;
    }
    const { stepIndex, endpointId, treatment, billed, expiresAt } = decision;
    const price = job.steps[stepIndex]?.price;
    const cost = price == null ? 0 : messageCost(price, address, billed);
    // Nearly always it is a unit, whose cost is known without keeping it.
    const isOne = job.plan.budgetKrw === undefined || price == null || cost === messageCost(price, address, ONE_UNIT);
    const recipient = { customerId: customer.id, endpointId, stepIndex, treatment, addressDigest: digest };
    // Nearly always neither is there: of millions no object is made twice.
    recipients.push(
      expiresAt === undefined && isOne
        ? recipient
        : { ...recipient, ...(expiresAt === undefined ? {} : { expiresAt }), ...(isOne ? {} : { paidMicros: cost }) },
    );
    costs.push(cost);
    zones.push(zoneKnowledge(customer.endpoints[decision.endpointIndex]?.demographic.timezone));
  }
  return { planned: customers.length, recipients, costs, zones, excluded, filteredOut };
}

/** The digests of the addresses that a page sends to. */
export function digestsOf({ recipients }: SortedPage): readonly number[] {
  const digests: number[] = [];
  for (const { addressDigest: digest } of recipients) if (digest !== undefined) digests.push(digest);
  return digests;
}

/** Leaves out those whom `granted` does not pay for. */
export function withinBudget(page: SortedPage, granted: number): SortedPage {
  const fits = fitBudget(page.costs, granted);
  const tooDear = page.recipients.filter((_, index) => fits[index] === false).map(({ customerId }) => customerId);
  if (tooDear.length === 0) return page;
  return {
    ...page,
    recipients: page.recipients.filter((_, index) => fits[index]),
    costs: page.costs.filter((_, index) => fits[index]),
    zones: page.zones.filter((_, index) => fits[index]),
    // In a later wave of a run some were too dear already when they were to be sent to once more.
    excluded: { ...page.excluded, BUDGET_EXCEEDED: [...(page.excluded.BUDGET_EXCEEDED ?? []), ...tooDear] },
  };
}

/** Who of a page is listed as excluded; null when nobody is. */
export function excludedList({ excluded }: SortedPage, number: number): ExcludedList | null {
  return Object.keys(excluded).length === 0 ? null : { number, customerIds: excluded };
}

/** The recipients of each step of the job, behind those that an earlier page left over. */
export function byStep(
  job: CompiledJob,
  { recipients }: SortedPage,
  remainders: readonly (readonly Recipient[])[],
): readonly (readonly Recipient[])[] {
  const steps = job.steps.map((_, step) => [...(remainders[step] ?? [])]);
  for (const recipient of recipients) steps[recipient.stepIndex]?.push(recipient);
  return steps;
}

/** What each step of a job costs with a page; a sum that no number holds exactly stays at the greatest that one does. */
export function addCosts(job: CompiledJob, { recipients, costs }: SortedPage, before: readonly number[]): number[] {
  const sums = job.steps.map((_, step) => before[step] ?? 0);
  for (let index = 0; index < recipients.length; index += 1) {
    const stepIndex = recipients[index]?.stepIndex ?? 0;
    sums[stepIndex] = Math.min(Number.MAX_SAFE_INTEGER, (sums[stepIndex] ?? 0) + (costs[index] ?? 0));
  }
  return sums;
}

/** How many recipients are in zones that nobody knows, with those of a page. */
export function addZones(
  { zones }: SortedPage,
  before: Pick<ShardPlanning, 'unknownZones' | 'missingZones'>,
): Pick<ShardPlanning, 'unknownZones' | 'missingZones'> {
  let { unknownZones, missingZones } = before;
  for (const zone of zones) {
    if (zone === 'UNKNOWN') unknownZones += 1;
    else if (zone === 'MISSING') missingZones += 1;
  }
  return { unknownZones, missingZones };
}

/** What a page adds to the totals of its shard. */
export function totalsOfPage(job: CompiledJob, page: SortedPage): Totals {
  const counts: { [R in ExclusionReason]?: number } = {};
  if (page.filteredOut > 0) counts.FILTERED_OUT_BY_SEGMENT = page.filteredOut;
  for (const reason of EXCLUSION_REASONS) {
    const ids = page.excluded[reason];
    if (ids !== undefined) counts[reason] = ids.length;
  }
  const included = job.steps.map(() => 0);
  for (const { stepIndex } of page.recipients) included[stepIndex] = (included[stepIndex] ?? 0) + 1;
  const start: Totals = { ...NO_TOTALS, planned: page.planned, excluded: counts };
  return included.reduce(
    (sum, count, step) => addTotals(sum, totalsOfStep(step, { ...NO_STEP_TOTALS, included: count })),
    start,
  );
}
