import type { Mutant } from '../mutant.ts';

const SEND = 'src/app/delivery/send';

/** How often and at which hours somebody is sent to. */
export const LIMIT_MUTANTS: readonly Mutant[] = [
  {
    breaks: 'what other jobs sent between a look and its count is not looked at again',
    tests: ['test/unit/app/frequency-caps.test.ts'],
    file: `${SEND}/cap-outgoing.ts`,
    original: 'await limit.read([message.customer.id]);',
    mutated: 'return true;',
  },
  {
    breaks: 'a campaign that is once for each customer sends in every run that was planned',
    tests: ['test/unit/app/frequency-caps.test.ts'],
    file: `${SEND}/send-limits.ts`,
    original: "isReached: (message) => !decideRunEntry('ONCE_PER_CUSTOMER', runId, runOf(message)).ok,",
    mutated: 'isReached: () => false,',
  },
  {
    breaks: 'whoever is held for hours keeps the others of their shard from their messages',
    tests: ['test/unit/app/held-messages.test.ts'],
    file: `${SEND}/attempt-chunk.ts`,
    original: 'choosePlaces(open.places, start.tries,',
    mutated: 'choosePlaces(pending, start.tries,',
  },
  {
    breaks: 'a message that is held is sent after it has expired',
    tests: ['test/unit/domain/hold-hours.test.ts'],
    file: 'src/domain/send-job/hold-hours.ts',
    original: 'holdUntil(closed, { now, expiresAt });',
    mutated: 'holdUntil(closed, { now });',
  },
  {
    breaks: 'who must not be sent to at the hour is skipped though the campaign holds',
    tests: ['test/unit/app/held-messages.test.ts'],
    file: 'src/domain/send-job/decide-customer.ts',
    original: 'reason !== null && plan.holds === true && isAboutHours(reason)',
    mutated: 'reason !== null && plan.holds === undefined && isAboutHours(reason)',
  },
];
