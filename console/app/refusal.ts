import { RefusedError } from '../ask/ask.ts';
import { ruleNamedIn, sayRule } from '../parts/law-rule.ts';
import type { Say } from '../words/say.ts';

/** Why something did not happen, for a person: what, what to do, and the code for whoever helps them. */
export interface Refusal {
  readonly title: string;
  readonly how: string;
  readonly code: string;
}

/** Codes that have words of their own; others are told in the API's. */
const TOLD = [
  'NOT_FOUND',
  'JOB_PHASE',
  'RUN_PHASE',
  'CONFLICT',
  'NOT_APPROVED',
  'SAME_PERSON',
  'RUN_OUTDATED',
  'SENDING_STOPPED',
  'NOTHING_TO_RETRY',
  'CAMPAIGN_RUNNING',
  'INVALID_INPUT',
] as const;

/** What is told of a failure. */
export function refusalOf(error: unknown, say: Say): Refusal {
  if (!(error instanceof RefusedError)) {
    return {
      title: say('failure.title'),
      how: error instanceof Error ? error.message : String(error),
      code: 'CONSOLE',
    };
  }
  const { code, message } = error;
  if (code === 'NETWORK') return { title: say('offline.title'), how: say('offline.how'), code };
  if (code === 'NOT_SIGNED_IN') return { title: say('failure.signedOut'), how: say('failure.signedOutHow'), code };
  if (code === 'Unauthorized') return { title: say('failure.denied'), how: say('failure.deniedHow'), code };
  const rule = ruleNamedIn(message);
  if (rule !== undefined) return { title: sayRule(rule, say), how: message, code };
  const told = TOLD.find((one) => one === code);
  return { title: told === undefined ? say('refused.title') : say(`refused.${told}`), how: message, code };
}
