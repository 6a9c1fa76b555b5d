import { capReached, isWithinCaps, type FrequencyCap, type SendHistory } from '../../domain/campaign/index.ts';
import { itemInForce, messageCost, priceItemOf, type PriceList } from '../../domain/cost/index.ts';
import { addressDigest, type Customer } from '../../domain/customer/index.ts';
import type { RehearsedDecision } from '../../domain/forecast/index.ts';
import { zoneOf } from '../../domain/schedule/index.ts';
import { decideCustomer, recheckRecipient, type Decision, type ExclusionReason } from '../../domain/send-job/index.ts';
import type { CompiledJob } from '../delivery/model/compiled-job.ts';

const NEVER: SendHistory = {};
const MINUTE = 60_000;

/** What was sent to those of a sample before, and how often they may be sent to. */
export type KnownSends = {
  /** By the campaign. */
  readonly ofCampaign: ReadonlyMap<string, SendHistory>;
  /** Of the class, by all campaigns and calls. */
  readonly ofClass: ReadonlyMap<string, SendHistory>;
  readonly classCaps: readonly FrequencyCap[];
  /** Whom an earlier run of a campaign has sent to, or held out, that is once for each customer. */
  readonly entered: ReadonlySet<string>;
};

/** Nothing was ever sent, and nothing is capped. */
export const NOTHING_SENT: KnownSends = {
  ofCampaign: new Map(),
  ofClass: new Map(),
  classCaps: [],
  entered: new Set(),
};

type Included = Extract<Decision, { outcome: 'INCLUDED' }>;

/**
 * The planner as a rehearsal asks it: it decides somebody at a moment as a job would, looks at them as before each message,
 * and says what that costs. What is held is sent when its hours are over, and counts for caps by the calendar of then; what
 * expires before is out. `sentBefore` are the messages of the waves before, which caps count.
 */
export function plannerOf(
  job: CompiledJob,
  list: PriceList,
  known: KnownSends = NOTHING_SENT,
  expiresAfterMinutes?: number,
): (customer: Customer, at: number, sentBefore?: SendHistory) => RehearsedDecision {
  return (customer, at, sentBefore = NEVER) => {
    const decision = decideCustomer(customer, job.plan, at);
    if (decision.outcome === 'EXCLUDED') {
      const had =
        decision.reason === 'TREATMENT_HOLDOUT'
          ? enoughOfCampaign(job, customer, { moment: at, sentBefore, known })
          : null;
      return { outcome: 'OUT', reason: had ?? decision.reason };
    }
    const expiresAt = expiresAfterMinutes === undefined ? undefined : at + expiresAfterMinutes * MINUTE;
    const moment = momentOf(job, customer, decision, { at, expiresAt });
    if (typeof moment === 'string') return { outcome: 'OUT', reason: moment };
    const enough = hadEnough(job, customer, decision, { moment, sentBefore, known });
    if (enough !== null) return { outcome: 'OUT', reason: enough };
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

/** When somebody would be sent to, or why they would not: hours may keep a message, and outlive it. */
function momentOf(
  { plan }: CompiledJob,
  customer: Customer,
  { stepIndex, endpointId, endpointIndex, treatment }: Included,
  { at, expiresAt }: { readonly at: number; readonly expiresAt: number | undefined },
): number | ExclusionReason {
  if (plan.holds !== true) return at;
  const { expiresAt: _, ...rest } = plan;
  const present = expiresAt === undefined ? rest : { ...rest, expiresAt };
  const recipient = { customerId: customer.id, endpointId, stepIndex, treatment };
  const looked = recheckRecipient(customer, recipient, present, at, endpointIndex);
  switch (looked.outcome) {
    case 'SEND':
      return at;
    case 'HELD':
      return looked.until;
    case 'SKIPPED':
      return looked.reason;
  }
}

type Sends = { readonly moment: number; readonly sentBefore: SendHistory; readonly known: KnownSends };
type Enough = Extract<ExclusionReason, 'ENTERED_BEFORE' | 'FREQUENCY_CAP'>;

/** By the campaign's own limits, which hold for those held out as well. */
function enoughOfCampaign(
  { id, plan: { caps } }: CompiledJob,
  customer: Customer,
  { moment, sentBefore, known }: Sends,
): Enough | null {
  if (known.entered.has(customer.id)) return 'ENTERED_BEFORE';
  if (caps === undefined) return null;
  const history = { ...known.ofCampaign.get(customer.id), ...sentBefore };
  return isWithinCaps(caps, history, id, moment) ? null : 'FREQUENCY_CAP';
}

function hadEnough(job: CompiledJob, customer: Customer, { endpointIndex }: Included, sends: Sends): Enough | null {
  const { id } = job;
  const { moment, sentBefore, known } = sends;
  const ofCampaign = enoughOfCampaign(job, customer, sends);
  if (ofCampaign !== null) return ofCampaign;
  if (known.classCaps.length === 0) return null;
  const history = { ...known.ofClass.get(customer.id), ...sentBefore };
  const zone = zoneOf(customer.endpoints[endpointIndex]?.demographic.timezone);
  return capReached(known.classCaps, history, { jobId: id, now: moment, zone }) === null ? null : 'FREQUENCY_CAP';
}
