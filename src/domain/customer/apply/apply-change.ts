import { mergeConsent } from '../../consent/consent-from-attributes.ts';
import type { Consent } from '../../consent/consent.ts';
import { dateDecisions } from '../../consent/date-decisions.ts';
import { withNamedWordings } from '../../consent/wording.ts';
import { refuse, type Refused } from '../../result.ts';
import { isKeptRefused, isShown } from '../../law/decision-rules.ts';
import { CHANNELS, channelOf, type ChannelType } from '../channel.ts';
import { applyEndpoint, findKnown } from './apply-endpoint.ts';
import { applyChanges } from './apply-values.ts';
import type { CustomerChange } from '../customer-change.ts';
import type { Attributes, Customer } from '../customer.ts';
import { mergeActivity } from './merge-activity.ts';
import { sameAttributes } from './merge-endpoint.ts';
import { MAX_IMPORTED_SEGMENTS } from '../read/parse-customer.ts';
import { MAX_ATTRIBUTES } from '../read/read-fields.ts';
import { sameActivity, sameConsent } from './same-customer.ts';

/**
 * Why a change as a whole cannot be made: too many endpoints, an address that is none, no way to tell which endpoint is
 * meant, a consent dated in the future, or too much of something else.
 */
export type ChangeErrorCode = 'CONSENT_AHEAD' | 'ENDPOINT_LIMIT' | 'INVALID_ADDRESS' | 'MISSING_FIELD' | 'TOO_MANY';

/** The customer after a change, which is the one before it when `changed` is false, or why it was refused. */
export type ChangeOutcome =
  | {
      readonly ok: true;
      readonly customer: Customer;
      readonly changed: boolean;
      /** How many of its endpoints are new or different. */
      readonly endpointsChanged: number;
      /** What was said would opt somebody in who refused, and shows no consent of theirs: they stay refused. */
      readonly keptRefused: boolean;
    }
  | Refused<ChangeErrorCode>;

/** User attributes repeat on every endpoint of an export: those of the newest endpoint win, older ones fill gaps. */
function mergeAttributes(customer: Customer, change: CustomerChange): Attributes {
  const isOld = change.endpoints.some(
    ({ isSnapshot, effectiveAt = 0 }) =>
      isSnapshot && customer.endpoints.some((endpoint) => endpoint.effectiveAt > effectiveAt),
  );
  if (!isOld) return applyChanges(customer.attributes, change.attributes);
  return { ...applyChanges({}, change.attributes), ...customer.attributes };
}

/** Lists are undated: what is said last holds. */
function segmentsOf(
  known: readonly string[],
  { importedSegments, leftSegments = [] }: CustomerChange,
): readonly string[] {
  const joined = new Set([...known, ...importedSegments]);
  for (const id of leftSegments) joined.delete(id);
  return [...joined];
}

/** Whether a change wants to opt in what stays out: an endpoint, or a decision on advertising. */
function isAnyKeptRefused(known: Consent, heard: Consent, after: Customer, { endpoints }: CustomerChange): boolean {
  return (
    CHANNELS.some((channel) =>
      (['ad', 'night'] as const).some((kind) => {
        const [before, said] = [known[channel]?.[kind], heard[channel]?.[kind]];
        return before !== undefined && said !== undefined && isKeptRefused(before, said);
      }),
    ) ||
    endpoints.some((endpoint) => {
      const kept = endpoint.optOut === 'NONE' ? findKnown(after, endpoint) : undefined;
      const channel = kept === undefined ? null : channelOf(kept.channelType);
      return kept?.optOut === 'ALL' || (channel !== null && after.consent[channel]?.ad?.state === 'WITHDRAWN');
    })
  );
}

/**
 * Applies what was said of a customer; saying it again changes nothing. Attributes and metrics are set by name, an
 * endpoint by its fields, consent and activity by the latest and the highest; nothing older overwrites what is newer.
 */
export function applyChange(
  customer: Customer,
  change: CustomerChange,
  { now }: { readonly now: number },
): ChangeOutcome {
  const attributes = mergeAttributes(customer, change);
  const names = Object.keys(attributes).length;
  if (names > MAX_ATTRIBUTES) {
    return refuse('TOO_MANY', `The customer would have ${names} attributes; at most ${MAX_ATTRIBUTES} are allowed.`);
  }
  const heard = dateDecisions(withNamedWordings(change.consent), customer.consent, now);
  if (!heard.ok) {
    const at = new Date(heard.at).toISOString();
    return refuse('CONSENT_AHEAD', `A consent is dated ${at}, which is still to come: correct the date.`);
  }
  const consent = mergeConsent(customer.consent, heard.consent, now);
  const mayOptIn = (channelType: ChannelType, since: number): boolean => {
    const channel = channelOf(channelType);
    const ad = channel === null ? undefined : consent[channel]?.ad;
    return ad?.state === 'GRANTED' && isShown(ad) && ad.at > since;
  };
  let current = customer;
  let endpointsChanged = 0;
  for (const endpoint of change.endpoints) {
    const applied = applyEndpoint(current, endpoint, { now, mayOptIn });
    if (!applied.ok) return applied;
    current = applied.customer;
    endpointsChanged += applied.changed ? 1 : 0;
  }
  const keptRefused = isAnyKeptRefused(customer.consent, heard.consent, { ...current, consent }, change);
  const activity = mergeActivity(customer.activity, change.activity, now);
  const known = customer.importedSegments ?? [];
  const segments = segmentsOf(known, change);
  if (segments.length > MAX_IMPORTED_SEGMENTS) {
    return refuse('TOO_MANY', `The customer would be in more than ${MAX_IMPORTED_SEGMENTS} imported segments.`);
  }
  const isSame =
    endpointsChanged === 0 &&
    segments.length === known.length &&
    segments.every((id, index) => id === known[index]) &&
    sameAttributes(attributes, customer.attributes) &&
    sameConsent(consent, customer.consent) &&
    sameActivity(activity, customer.activity);
  if (isSame) return { ok: true, customer, changed: false, endpointsChanged, keptRefused };
  const changed = {
    ...current,
    attributes,
    consent,
    activity,
    // Whoever left their last list is on none: an absent field would stay as it was stored.
    ...(segments.length === 0 && known.length === 0 ? {} : { importedSegments: segments }),
  };
  return { ok: true, customer: changed, changed: true, endpointsChanged, keptRefused };
}
