import type { Mutant } from '../mutant.ts';

const SEND = 'src/app/delivery/send';

/** How often and at which hours somebody is sent to. */
export const LIMIT_MUTANTS: readonly Mutant[] = [
  {
    breaks: 'a shard that holds people for the night is taken up again at once, until morning',
    tests: ['test/unit/app/held-messages.test.ts'],
    file: 'src/app/delivery/send/send-shard.ts',
    original: 'if (working > 0 && next.until - clock.now() > settings.maxIdleMs) return;',
    mutated: "if (working > 0 && next.until > deadline) end ??= { kind: 'STOPPED', why: 'OUT_OF_TIME' };",
  },
  {
    breaks: 'a call just before the night is with the provider just after it began',
    tests: ['test/unit/app/held-messages.test.ts'],
    file: 'src/app/delivery/send/recheck-at.ts',
    original: 'return isForbidden ? then : now;',
    mutated: 'return now;',
  },
  {
    breaks: 'a message that has become dearer is sent for what it cost when it was planned',
    tests: ['test/unit/app/held-messages.test.ts'],
    file: 'src/app/delivery/send/pay-unpaid.ts',
    original: 'const cost = chunk.costNow(address, billed) - paid;',
    mutated: 'const cost = isPlanned ? 0 : chunk.costNow(address, billed);',
  },
  {
    breaks: 'what was paid for once in a round is paid for, however dear it has become',
    tests: ['test/property/domain/pay-within.test.ts', 'test/contract/stores.test.ts'],
    file: 'src/domain/cost/pay-within.ts',
    original: 'Math.max(0, cost - (before.get(place) ?? 0))',
    mutated: '(before.has(place) ? 0 : cost)',
  },
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
  {
    breaks: 'what an event opened is sent however long ago the event is',
    tests: ['test/unit/domain/hold-hours.test.ts'],
    file: 'src/domain/send-job/decide-customer.ts',
    original: "if (expiresAt !== undefined && now >= expiresAt) return skipped('ENTRY_EXPIRED');",
    mutated: '',
  },
  {
    breaks: 'what an event opened is held for longer than it is of use',
    tests: ['test/unit/domain/hold-hours.test.ts'],
    file: 'src/domain/send-job/decide-customer.ts',
    original: "return isLate ? skipped('ENTRY_EXPIRED') : held;",
    mutated: 'return held;',
  },
  {
    breaks: 'an event that opens a campaign again takes the message of the one before away',
    tests: ['test/unit/app/event-campaigns.test.ts'],
    file: 'src/domain/trigger/entry.ts',
    original: "trigger.rule.kind === 'ONCE_IN_DAYS' ? allOf(history)",
    mutated: "trigger.rule.kind === 'EVERY_TIME' ? allOf(history)",
  },
  {
    breaks: 'a call whose clock is set back dates what it writes before itself',
    tests: ['test/unit/app/recorded-events-open.test.ts'],
    file: 'src/app/trigger/open-by-event.ts',
    original: 'latest = Math.max(latest, clock.now());',
    mutated: 'latest = clock.now();',
  },
];
