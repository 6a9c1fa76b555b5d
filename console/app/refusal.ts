import { RefusedError } from '../ask/ask.ts';
import { ruleNamedIn, sayRule } from '../parts/law-rule.ts';
import type { Say } from '../words/say.ts';

/** Why something did not happen, for a person: what, what to do, and the code for whoever helps them. */
export interface Refusal {
  readonly title: string;
  readonly how: string;
  /** The API's own words, in English, which name what it is about; null where `how` is all. */
  readonly told: string | null;
  readonly code: string;
}

/** Codes that have words of their own; others are told in the API's. */
const TOLD = [
  'NOT_FOUND',
  'JOB_PHASE',
  'RUN_PHASE',
  'CONFLICT',
  'NOT_APPROVED',
  'APPROVAL_LAPSED',
  'SAME_PERSON',
  'RUN_OUTDATED',
  'SENDING_STOPPED',
  'NOTHING_TO_RETRY',
  'CAMPAIGN_RUNNING',
  'CAMPAIGN_JUST_SENT',
  'JOB_EXPIRED',
  'MONTHLY_BUDGET',
  'NO_PRICE',
  'NO_EXCHANGE_RATE',
  'INVALID_INPUT',
  'INVALID_CAMPAIGN',
  'INVALID_SHARES',
  'INVALID_SCHEDULE',
  'SCHEDULE_IN_PAST',
  'SCHEDULE_NEVER_RUNS',
  'INVALID_TRIGGER',
  'UNKNOWN_EVENT',
  'INVALID_TEMPLATE',
  'UNKNOWN_TEMPLATE_VARIABLE',
  'TEMPLATE_TOO_LONG',
  'AD_LABEL',
  'AD_REFUSAL',
  'AD_CLASS',
  'TEXT_UNFIT',
  'RENDER_FAILED',
  'INVALID_SEGMENT',
  'SEGMENT_LIMIT',
  'SEGMENT_CONTRADICTION',
  'INVALID_SETTINGS',
  'INVALID_PRICES',
  'INVALID_API_CLIENT',
  'INVALID_API_KEY',
  'INTERNAL',
] as const;

/** What is told of a failure. */
export function refusalOf(error: unknown, say: Say): Refusal {
  if (!(error instanceof RefusedError)) {
    return {
      title: say('failure.title'),
      how: error instanceof Error ? error.message : String(error),
      told: null,
      code: 'CONSOLE',
    };
  }
  const { code, message } = error;
  if (code === 'NETWORK') return { title: say('offline.title'), how: say('offline.how'), told: null, code };
  if (code === 'NOT_SIGNED_IN')
    return { title: say('failure.signedOut'), how: say('failure.signedOutHow'), told: null, code };
  if (code === 'Unauthorized') return { title: say('failure.denied'), how: say('failure.deniedHow'), told: null, code };
  const known = TOLD.find((one) => one === code);
  if (known === undefined) return { title: say('refused.title'), how: message, told: null, code };
  const rule = ruleNamedIn(message);
  const title = rule === undefined ? say(`refused.${known}`) : sayRule(rule, say);
  return { title, how: say(`refusedHow.${known}`), told: message, code };
}
