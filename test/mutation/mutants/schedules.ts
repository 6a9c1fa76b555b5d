import type { Mutant } from '../mutant.ts';

const S = 'src/app/schedule';
const TESTS = [
  'test/unit/app/open-occurrences.test.ts',
  'test/unit/app/own-time.test.ts',
  'test/contract/stores.test.ts',
  'test/simulation/schedules.test.ts',
];

/** Opening the occurrences of schedules, each once. */
export const SCHEDULE_MUTANTS: readonly Mutant[] = [
  {
    breaks: 'what was recorded under another schedule is never launched',
    file: `${S}/open-due-campaigns.ts`,
    original: "if (state === 'OPENED' && jobId !== undefined) await launchOpened(deps, jobId);",
    mutated: '',
    tests: TESTS,
  },
  {
    breaks: 'an occurrence is launched before it is recorded',
    file: `${S}/open-due-campaigns.ts`,
    original: "if (opened.ok) return record(deps, opening, { state: 'OPENED', jobId: opened.jobId });",
    mutated:
      "if (opened.ok) { await launchOpened(deps, opened.jobId); return record(deps, opening, { state: 'OPENED', jobId: opened.jobId }); }",
    tests: TESTS,
  },
  {
    breaks: 'whoever finds an occurrence recorded does not finish what follows',
    file: `${S}/open-due-campaigns.ts`,
    original: 'await follow(deps, known, jobIdOf(opening));',
    mutated: '',
    tests: TESTS,
  },
  {
    breaks: 'occurrences that wait for the end of a stop are passed over',
    file: `${S}/open-due-campaigns.ts`,
    original: '{ until: Math.max(after, waiting.at - 1), dueAt: waiting.at }',
    mutated: '{ until, dueAt: nextAt }',
    tests: TESTS,
  },
  {
    breaks: 'a schedule that was changed goes on from where the old one was',
    file: `${S}/open-due-campaigns.ts`,
    original: 'position?.since === since ? position.until : since',
    mutated: 'position === null ? since : position.until',
    tests: TESTS,
  },
  {
    breaks: 'an occurrence of a schedule that was changed meanwhile is recorded',
    file: 'src/adapters/memory/memory-schedule.ts',
    original: 'if (since !== null && scheduleSince !== since) return null;',
    mutated: '',
    tests: TESTS,
  },
  {
    breaks: 'whoever comes second records an occurrence anew',
    file: 'src/adapters/memory/memory-schedule.ts',
    original: 'if (known !== undefined) return known;',
    mutated: '',
    tests: TESTS,
  },
  {
    breaks: 'what stalled moves a campaign on that was saved meanwhile',
    file: 'src/adapters/dynamodb/due-campaigns.ts',
    original: "'revision = :revision AND (",
    mutated: "'revision > :revision OR (",
    tests: TESTS,
  },
  {
    breaks: 'an occurrence of a schedule that was changed meanwhile is stored',
    file: 'src/adapters/dynamodb/occurrences.ts',
    original: "ConditionExpression: 'scheduleSince = :since',",
    mutated: "ConditionExpression: 'scheduleSince = :since OR attribute_not_exists(nothing)',",
    tests: TESTS,
  },
  {
    breaks: 'of more missed occurrences than one look takes the last one runs',
    file: 'src/domain/schedule/due-occurrences.ts',
    original: 'isCut ? { run: [], missed: occurrences } : settleDue(occurrences, inForce.schedule, now)',
    mutated: 'settleDue(occurrences, inForce.schedule, now)',
    tests: TESTS,
    answer: 'of 200 occurrences before the latest the last one is late, unless they are closer than four seconds',
  },
  {
    breaks: 'a part whose time has passed by hours is sent',
    file: 'src/domain/schedule/due-occurrences.ts',
    original: 'now - at <= latenessAllowed(schedule)',
    mutated: 'now >= at',
    tests: TESTS,
  },
  {
    breaks: 'of several missed days each is made up where clocks are their own',
    file: 'src/domain/schedule/due-occurrences.ts',
    original: '(latest.get(place) ?? wall) > wall',
    mutated: '(latest.get(place) ?? wall) < wall',
    tests: ['test/unit/domain/schedule/due-parts.test.ts', ...TESTS],
  },
  {
    breaks: 'a part of today begins while the part of yesterday for the same people is under way',
    file: 'src/app/send-job/claim-run.ts',
    original: '(await claimSlot(deps, own, { ...command, isMeant })) ??',
    mutated: '',
    tests: TESTS,
  },
  {
    breaks: 'those whose time had passed are told so by each part',
    file: 'src/domain/schedule/local-parts.ts',
    original: 'isFirst: index === 0',
    mutated: 'isFirst: index >= 0',
    tests: TESTS,
  },
];
