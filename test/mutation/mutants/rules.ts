import { RULES, type Mutant } from '../mutant.ts';

const JOB = 'src/domain/send-job';
const CONSENT = 'src/domain/consent';
const SCHEDULE = 'src/domain/schedule';
const base = { tests: RULES } as const;

/** What may be sent to whom, and what a status means. */
export const RULE_MUTANTS: readonly Mutant[] = [
  {
    ...base,
    breaks: 'a bounce takes back that somebody opened',
    file: `${JOB}/receipt-marks.ts`,
    original: 'FAILED: 2,',
    mutated: 'FAILED: 5,',
  },
  {
    ...base,
    breaks: 'a delivery hides a later bounce',
    file: `${JOB}/receipt-marks.ts`,
    original: 'DELIVERED: 1,',
    mutated: 'DELIVERED: 2.5,',
  },
  {
    ...base,
    breaks: 'a bounce replaces the reason of a failure',
    file: `${JOB}/receipt-marks.ts`,
    original: "if (mark.status !== 'FAILED') return marked(result, mark);",
    mutated: 'if (mark.code !== COMPLAINT) return marked(result, mark);',
  },
  {
    ...base,
    breaks: 'a retry sends to those who were refused for good, too',
    file: `${JOB}/retriable.ts`,
    original: "return RETRIABLE.has(code.split('/')[0] ?? '');",
    mutated: 'return true;',
  },
  {
    ...base,
    breaks: 'a retry sends to those who are known to have got it',
    file: `${JOB}/retriable.ts`,
    original: 'return isRetriable(effective) &&',
    mutated: 'return isRetriable(result) &&',
  },
  {
    ...base,
    breaks: 'the doubtful are sent to again though receipts ended their doubt',
    file: `${JOB}/retriable.ts`,
    original: "return effective.status === 'IN_DOUBT' ?",
    mutated: "return result.status === 'IN_DOUBT' ?",
  },
  {
    ...base,
    breaks: 'who is sent to again after a doubt is not marked',
    file: `${JOB}/retriable.ts`,
    original: "{ status: 'PLANNED', code: RESENT }",
    mutated: "{ status: 'PLANNED' }",
  },
  {
    ...base,
    breaks: 'a job is complete though people of it have no outcome',
    file: `${JOB}/totals.ts`,
    original: 'totals.included === settledTotal(totals) &&',
    mutated: '',
  },
  {
    ...base,
    breaks: 'a job is complete though a step of it does not add up',
    file: `${JOB}/totals.ts`,
    original: 'totals.steps.every((step) => step.included === settledTotal(step))',
    mutated: 'true',
  },
  {
    ...base,
    breaks: 'the doubtful are in no sum',
    file: `${JOB}/totals.ts`,
    original: 'totals.skipped + totals.inDoubt;',
    mutated: 'totals.skipped;',
  },
  {
    ...base,
    breaks: 'a cancelled job can be resumed',
    file: `${JOB}/transitions.ts`,
    original: "CANCELLED: { CANCEL: 'CANCELLED' },",
    mutated: "CANCELLED: { CANCEL: 'CANCELLED', RESUME: 'SENDING' },",
  },
  {
    ...base,
    breaks: 'a job that was paused with its last chunk in flight never ends',
    file: `${JOB}/transitions.ts`,
    original: "RESUME: 'SENDING', COMPLETE: 'COMPLETED', CANCEL",
    mutated: "RESUME: 'SENDING', CANCEL",
  },
  {
    ...base,
    breaks: 'who opted out since the plan is sent to',
    file: `${JOB}/decide-customer.ts`,
    original: 'unreachable(endpoint) ?? forbidden(customer, endpoint, step, plan, now)',
    mutated: 'forbidden(customer, endpoint, step, plan, now)',
  },
  {
    ...base,
    breaks: 'who withdrew consent since the plan is sent to',
    file: `${JOB}/decide-customer.ts`,
    original: 'unreachable(endpoint) ?? forbidden(customer, endpoint, step, plan, now)',
    mutated: 'unreachable(endpoint)',
  },
  {
    ...base,
    breaks: 'an endpoint that moved to another channel is sent to there',
    file: `${JOB}/decide-customer.ts`,
    original:
      "if (!isTaken(endpoint.channelType, step.channel, step.endpointTypes)) return skipped('ENDPOINT_CHANNEL_MISMATCH');",
    mutated: '',
  },
  {
    ...base,
    breaks: 'those held out are sent to',
    file: `${JOB}/decide-customer.ts`,
    original: "if (isHeldOut(plan.campaignId, customer.id, plan.holdoutPercent)) return excluded('TREATMENT_HOLDOUT');",
    mutated: '',
  },
  {
    ...base,
    breaks: 'advertisements need no consent',
    file: `${JOB}/decide-customer.ts`,
    original: 'if (!gate.ok) return gate.reason;',
    mutated: '',
  },
  {
    ...base,
    breaks: 'quiet time is when it is not quiet',
    file: `${JOB}/decide-customer.ts`,
    original: 'return window === null || isWithin',
    mutated: 'return window !== null && !isWithin',
  },
  {
    ...base,
    breaks: 'the night ends a minute early',
    file: `${SCHEDULE}/local-window.ts`,
    original: 'minute >= start || minute < end;',
    mutated: 'minute >= start || minute + 1 < end;',
  },
  {
    ...base,
    breaks: 'a zone that nobody knows is UTC',
    file: `${SCHEDULE}/zone.ts`,
    original: 'if (format === null) return UNKNOWN;',
    mutated: "if (format === null) return lookUp('UTC');",
  },
  {
    ...base,
    breaks: 'of a consent and a withdrawal at the same time the consent counts',
    file: `${CONSENT}/consent-from-attributes.ts`,
    original: "return b.state === 'WITHDRAWN' && a.state !== 'WITHDRAWN' ? b : a;",
    mutated: "return b.state === 'WITHDRAWN' ? a : b;",
  },
  {
    ...base,
    breaks: 'the older decision counts',
    file: `${CONSENT}/consent-from-attributes.ts`,
    original: 'return atA > atB ? a : b;',
    mutated: 'return atA > atB ? b : a;',
  },
  {
    ...base,
    breaks: 'a mark that nobody knows is a consent',
    file: `${CONSENT}/consent-from-attributes.ts`,
    original: 'if (at === null || state === null) return undefined;',
    mutated: 'if (at === null) return undefined;',
  },
];
