import { isHeldOut } from '../campaign/holdout.ts';
import type { QuietTime } from '../campaign/campaign.ts';
import { adGate } from '../law/ad-gate.ts';
import { channelOf, type Channel, type ChannelType } from '../customer/channel.ts';
import type { Customer, Endpoint } from '../customer/customer.ts';
import { isOpen } from '../destination/check-steps.ts';
import { whereIn, type LocalTime } from '../schedule/local-parts.ts';
import { isWithin, readWindow } from '../schedule/local-window.ts';
import { zoneOf, type Zone } from '../schedule/zone.ts';
import { holdOrDrop, isAboutHours } from './hold-hours.ts';
import type { Decision, PlanStep, Recheck, SendPlan } from './plan.ts';
import { EXCLUSION_REASONS, type ExclusionReason, type Recipient } from './recipient.ts';

type Excluded = Extract<Decision, { outcome: 'EXCLUDED' }>;
type Skipped = Extract<Recheck, { outcome: 'SKIPPED' }>;

// Millions of customers are decided: the answers that are always the same are made once.
const EXCLUDED = new Map<ExclusionReason, Excluded>(
  EXCLUSION_REASONS.map((reason) => [reason, { outcome: 'EXCLUDED', reason }]),
);
const SKIPPED = new Map<ExclusionReason, Skipped>(
  EXCLUSION_REASONS.map((reason) => [reason, { outcome: 'SKIPPED', reason }]),
);

const SENDS = Array.from({ length: 15 }, (_, endpointIndex): Recheck => ({ outcome: 'SEND', endpointIndex }));

function excluded(reason: ExclusionReason): Decision {
  return EXCLUDED.get(reason) ?? { outcome: 'EXCLUDED', reason };
}

function skipped(reason: ExclusionReason): Recheck {
  return SKIPPED.get(reason) ?? { outcome: 'SKIPPED', reason };
}

/** Why nothing can be sent to an endpoint at all, or null. */
function unreachable(endpoint: Endpoint): ExclusionReason | null {
  if (endpoint.status !== 'ACTIVE') return 'ENDPOINT_INACTIVE';
  if (endpoint.optOut === 'ALL') return 'ENDPOINT_OPT_OUT';
  return endpoint.address === '' ? 'ENDPOINT_MISSING_ADDRESS' : null;
}

function isQuiet(quietTime: QuietTime, now: number, timezone: string | undefined): boolean {
  const window = readWindow(quietTime);
  // Hours that cannot be read may be these: do not send.
  return window === null || isWithin(window, zoneOf(timezone), now);
}

/** Why a reachable endpoint must not be sent to now, or null: consent first, then the campaign's quiet time. */
function forbidden(
  customer: Customer,
  endpoint: Endpoint,
  { channel, goods, window }: PlanStep,
  plan: SendPlan,
  now: number,
): ExclusionReason | null {
  const timezone = endpoint.demographic.timezone;
  if (plan.messageClass === 'AD') {
    const gate = adGate({ consent: customer.consent, channel, now, timezone, goods });
    if (!gate.ok) return gate.reason;
  }
  if (window !== undefined && !isOpen(window, now)) return 'QUIET_TIME';
  if (plan.quietTime !== undefined && isQuiet(plan.quietTime, now, timezone)) return 'QUIET_TIME';
  return null;
}

/** Whether a step takes endpoints of a type: what its receiver reaches, or what belongs to its channel. */
export function isTaken(type: ChannelType, channel: Channel, types: ReadonlySet<ChannelType> | undefined): boolean {
  return types === undefined ? channelOf(type) === channel : types.has(type);
}

/** From the first obstacle an endpoint can meet to the last. */
const OBSTACLES: readonly ExclusionReason[] = ['ENDPOINT_INACTIVE', 'ENDPOINT_OPT_OUT', 'ENDPOINT_MISSING_ADDRESS'];

/**
 * The endpoint a step would use, by index: the most recently effective reachable one (of two at the same time the
 * first); or, when there is none, the reason of the endpoint that came furthest.
 */
export function chooseEndpoint(
  customer: Customer,
  { channel, endpointTypes }: Pick<PlanStep, 'channel' | 'endpointTypes'>,
): number | ExclusionReason {
  let chosen = -1;
  let chosenAt = -Infinity;
  let furthest = -1;
  const { endpoints } = customer;
  for (let index = 0; index < endpoints.length; index += 1) {
    const endpoint = endpoints[index];
    if (endpoint === undefined || !isTaken(endpoint.channelType, channel, endpointTypes)) continue;
    const reason = unreachable(endpoint);
    if (reason !== null) {
      furthest = Math.max(furthest, OBSTACLES.indexOf(reason));
    } else if (endpoint.effectiveAt > chosenAt || chosen === -1) {
      chosen = index;
      chosenAt = endpoint.effectiveAt;
    }
  }
  if (chosen !== -1) return chosen;
  return OBSTACLES[furthest] ?? (endpoints.length === 0 ? 'ENDPOINT_MISSING_CHANNEL' : 'ENDPOINT_CHANNEL_MISMATCH');
}

/**
 * The zone of a customer as a wave of these steps sees it: by the clocks of the endpoint that the first step that reaches
 * them would use; when none does, of their first.
 */
export function zoneForSteps(customer: Customer, steps: readonly Pick<PlanStep, 'channel' | 'endpointTypes'>[]): Zone {
  const chosen = steps.map((step) => chooseEndpoint(customer, step)).find((choice) => typeof choice === 'number');
  return zoneOf(customer.endpoints[chosen ?? 0]?.demographic.timezone);
}

/**
 * Why it is not a customer's time by the clocks of the endpoint that they would be sent to at; null: it is. Whose time comes in another part of the occurrence is counted as outside of this one's audience.
 */
function notTheirTime(customer: Customer, { steps }: SendPlan, local: LocalTime): ExclusionReason | null {
  switch (whereIn(local, zoneForSteps(customer, steps))) {
    case 'HERE':
      return null;
    case 'PASSED':
      return 'LOCAL_TIME_PASSED';
    case 'ELSEWHERE':
      return 'FILTERED_OUT_BY_SEGMENT';
  }
}

/**
 * Decides one customer of an audience: included on the first step that reaches them, in the words of their treatment, or
 * excluded with one reason.
 * Precedence: segment; then per step endpoint (channel, status, opt-out, address), consent, quiet time, where the
 * first step's reason stands when no step reaches them; then whether the message can be rendered; the holdout last (but for who waits for a look), so
 * that those held out are comparable with those sent to. The first step that reaches a customer decides: when its
 * template cannot be rendered, no later step stands in, as at sending; a fault in the words is to be seen and mended.
 */
export function decideCustomer(customer: Customer, plan: SendPlan, now: number): Decision {
  if (!plan.isMember(customer)) return excluded('FILTERED_OUT_BY_SEGMENT');
  const elsewhere = plan.local === undefined ? null : notTheirTime(customer, plan, plan.local);
  if (elsewhere !== null) return excluded(elsewhere);
  const left = plan.whyLeft?.(customer) ?? null;
  if (left !== null) return excluded(left);
  let firstReason: ExclusionReason | null = null;
  const { treatments } = plan;
  const treatment = treatments === undefined ? 0 : treatments.of(customer.id);
  const everyNth = treatments?.count ?? 1;
  for (let stepIndex = treatment; stepIndex < plan.steps.length; stepIndex += everyNth) {
    const step = plan.steps[stepIndex];
    if (step === undefined) continue;
    const { channel } = step;
    const choice = chooseEndpoint(customer, step);
    if (typeof choice === 'string') {
      firstReason ??= choice;
      continue;
    }
    const endpoint = customer.endpoints[choice];
    if (endpoint === undefined) continue;
    const reason = forbidden(customer, endpoint, step, plan, now);
    // Hours pass: whoever is to be sent to after them is in the plan.
    if (reason !== null && !(plan.holds === true && isAboutHours(reason))) {
      firstReason ??= reason;
      continue;
    }
    const billed = step.billOf(customer, endpoint, now);
    if (typeof billed === 'string') return excluded(billed);
    if (isHeldOut(plan.campaignId, customer.id, plan.holdoutPercent)) return excluded('TREATMENT_HOLDOUT');
    if (plan.isTried?.(customer.id) === false) return excluded('AWAITS_LOOK');
    return {
      outcome: 'INCLUDED',
      stepIndex,
      channel,
      endpointId: endpoint.id,
      endpointIndex: choice,
      treatment,
      billed,
    };
  }
  return excluded(firstReason ?? 'ENDPOINT_MISSING_CHANNEL');
}

/** Where among a customer's endpoints the one with an id stands; -1: it is not there any more. */
export function placeOfEndpoint({ endpoints }: Customer, id: string): number {
  for (let place = 0; place < endpoints.length; place += 1) if (endpoints[place]?.id === id) return place;
  return -1;
}

/**
 * Looks at a planned recipient again at the moment of sending. The frozen choice of endpoint stands; what has changed
 * since the plan (endpoint gone or moved to another channel, opt-out, consent, night) skips the recipient. `place` is where
 * the endpoint stands, for who has looked for it already: ids are compared letter by letter.
 */
export function recheckRecipient(
  customer: Customer | undefined,
  recipient: Recipient,
  plan: SendPlan,
  now: number,
  place = customer === undefined ? -1 : placeOfEndpoint(customer, recipient.endpointId),
): Recheck {
  const step = plan.steps[recipient.stepIndex];
  if (step === undefined) throw new RangeError(`The plan has no step ${recipient.stepIndex}.`);
  if (customer === undefined) return skipped('ENDPOINT_MISSING_CHANNEL');
  const left = plan.whyLeft?.(customer) ?? null;
  if (left !== null) return skipped(left);
  if (plan.expiresAt !== undefined && now >= plan.expiresAt) return skipped('MESSAGE_EXPIRED');
  const { expiresAt } = recipient;
  if (expiresAt !== undefined && now >= expiresAt) return skipped('ENTRY_EXPIRED');
  const endpoint = customer.endpoints[place];
  if (endpoint === undefined) return skipped('ENDPOINT_MISSING_ADDRESS');
  if (!isTaken(endpoint.channelType, step.channel, step.endpointTypes)) return skipped('ENDPOINT_CHANNEL_MISMATCH');
  const reason = unreachable(endpoint) ?? forbidden(customer, endpoint, step, plan, now);
  if (reason !== null && plan.holds === true && isAboutHours(reason)) {
    const held = holdOrDrop(reason, customer, endpoint, step, plan, now);
    const isLate = held.outcome === 'HELD' && expiresAt !== undefined && held.until >= expiresAt;
    return isLate ? skipped('ENTRY_EXPIRED') : held;
  }
  return reason === null ? (SENDS[place] ?? { outcome: 'SEND', endpointIndex: place }) : skipped(reason);
}
