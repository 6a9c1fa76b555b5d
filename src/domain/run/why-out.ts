import { takesUnreachable, type GoesOn } from '../campaign/goes-on.ts';
import { EXCLUSION_REASONS, type ExclusionReason, type RecipientResult } from '../send-job/recipient.ts';

/**
 * The reasons that say that a wave had no way to somebody: within a wave they let the next step stand in, and after it a
 * wave for those who were not reachable. All others stay: who is held out or has a duplicate is so for the whole run.
 */
export const REACH_REASONS = [
  'ENDPOINT_OPT_OUT',
  'ENDPOINT_INACTIVE',
  'ENDPOINT_MISSING_ADDRESS',
  'ENDPOINT_MISSING_CHANNEL',
  'ENDPOINT_CHANNEL_MISMATCH',
  'NO_AD_CONSENT',
  'NO_NIGHT_CONSENT',
  'CONSENT_STALE',
  'QUIET_TIME',
  'MESSAGE_EXPIRED',
] as const satisfies readonly ExclusionReason[];

const IS_ABOUT_REACH: ReadonlySet<ExclusionReason> = new Set(REACH_REASONS);

/** What the wave before did with somebody: sent to them, receipts included, or had no way to them. */
export type BeforeWave =
  | { readonly kind: 'RECIPIENT'; readonly result: RecipientResult }
  | { readonly kind: 'UNREACHABLE'; readonly reason: (typeof REACH_REASONS)[number] };

function reasonOf(code: string | undefined): ExclusionReason | undefined {
  return EXCLUSION_REASONS.find((reason) => reason === code);
}

/** Which conditions on the message before somebody meets; or for which reason they stay out of the whole run. */
function conditionsMet(before: BeforeWave): readonly GoesOn[] | ExclusionReason {
  if (before.kind === 'UNREACHABLE') return ['NOT_REACHABLE'];
  const { status, code } = before.result;
  switch (status) {
    case 'SKIPPED': {
      // A customer who was erased before the sending has no address any more.
      const reason = reasonOf(code) ?? 'ENDPOINT_MISSING_CHANNEL';
      return IS_ABOUT_REACH.has(reason) ? NOT_SENT : reason;
    }
    case 'OPTED_OUT':
      return NOT_SENT;
    case 'FAILED':
      return ['NOT_DELIVERED', 'NOT_OPENED', 'NOT_CLICKED'];
    case 'PLANNED':
    case 'CLAIMED':
    case 'ACCEPTED':
    case 'IN_DOUBT':
      return ['NO_RESULT', 'NOT_OPENED', 'NOT_CLICKED'];
    case 'DELIVERED':
      return ['NOT_OPENED', 'NOT_CLICKED'];
    case 'OPENED':
      return ['NOT_CLICKED'];
    case 'CLICKED':
      return [];
  }
}

const NOT_SENT: readonly GoesOn[] = ['NOT_DELIVERED', 'NOT_OPENED', 'NOT_CLICKED', 'NOT_REACHABLE'];

/** Why somebody whom the wave before planned is not in the next one, as far as the wave before says it; or null. */
export function whyOut(goesOn: readonly GoesOn[], before: BeforeWave): ExclusionReason | null {
  const met = conditionsMet(before);
  if (typeof met === 'string') return met;
  if (goesOn.every((condition) => condition === 'NOT_ACTIVE')) return null;
  if (met.some((condition) => goesOn.includes(condition))) return null;
  if (before.kind === 'UNREACHABLE') return before.reason;
  const { status } = before.result;
  return status === 'OPENED' || status === 'CLICKED' ? 'ENGAGED' : 'NOT_CONCERNED';
}

/** Of those whom a wave left out, whom the next one looks at again. */
export function reasonsTaken(goesOn: readonly GoesOn[]): readonly (typeof REACH_REASONS)[number][] {
  return takesUnreachable(goesOn) ? REACH_REASONS : [];
}
