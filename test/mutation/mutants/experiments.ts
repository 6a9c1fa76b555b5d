import { EXPERIMENTS, type Mutant } from '../mutant.ts';

const EXPERIMENT = 'src/domain/experiment';
const REPORT = 'src/domain/report';
const base = { tests: EXPERIMENTS } as const;

/** Who gets which treatment, what may be concluded from it, and which goals are whose. */
export const EXPERIMENT_MUTANTS: readonly Mutant[] = [
  {
    ...base,
    breaks: 'the higher rate wins, however close the other is',
    file: `${EXPERIMENT}/look.ts`,
    original: 'return closest.low > 0',
    mutated: 'return (closest.estimate ?? 0) > 0',
  },
  {
    ...base,
    breaks: 'a look is taken again and again',
    file: `${EXPERIMENT}/look.ts`,
    original: "if (state.status === 'TAKEN' || now < state.dueAt) return state;",
    mutated: 'const dueAt = "dueAt" in state ? state.dueAt : 0; if (now < dueAt) return state;',
  },
  {
    ...base,
    breaks: 'five treatments are compared as if they were two',
    file: `${EXPERIMENT}/look.ts`,
    original: 'Math.max(1, arms.length - 1)',
    mutated: '1',
  },
  {
    ...base,
    breaks: 'the bounds of a difference are those of the other direction',
    file: `${EXPERIMENT}/proportion.ts`,
    original: 'distance(a.estimate - a.low, b.high - b.estimate)',
    mutated: 'distance(a.high - a.estimate, b.estimate - b.low)',
  },
  {
    ...base,
    breaks: 'treatments whose names are alike are drawn as one',
    file: `${EXPERIMENT}/assignment.ts`,
    original: 'const seeds = treatments.map(({ name }) => hash53(name, campaign));',
    mutated: 'const seeds = treatments.map(({ name }) => name.length + campaign);',
  },
  {
    ...base,
    breaks: 'shares are added as binary fractions, and nearly is enough',
    file: `${EXPERIMENT}/shares.ts`,
    original: 'sum === WHOLE',
    mutated: 'sum > WHOLE - 2_000_000n',
  },
  {
    ...base,
    breaks: 'a purchase right at the end of the window is nobody’s',
    file: `${REPORT}/credit.ts`,
    original: 'moment <= at && at <= moment + windowMs',
    mutated: 'moment <= at && at < moment + windowMs',
  },
  {
    ...base,
    breaks: 'events count by when they were recorded',
    file: `${REPORT}/credit.ts`,
    original: 'for (const { at, recordedAt } of byId(events, asOf)) {',
    mutated: 'for (const { recordedAt: at, recordedAt } of byId(events, asOf)) {',
  },
  {
    ...base,
    breaks: 'a message that was not sent gets the credit',
    file: `${REPORT}/credit.ts`,
    original: ' || !mayHaveArrived(message)',
    mutated: '',
  },
  {
    ...base,
    breaks: 'an event that is reported twice counts twice',
    file: `${REPORT}/credit.ts`,
    original: 'known.set(event.eventId, event)',
    mutated: 'known.set(`${event.eventId} ${known.size}`, event)',
  },
  {
    ...base,
    breaks: 'a cost for each customer is made up where there may be no lift',
    file: `${REPORT}/lift.ts`,
    original: "if (lift.low <= 0) return { kind: 'NOT_DISTINGUISHABLE' };",
    mutated: '',
  },
  {
    ...base,
    breaks: 'a name runs as a formula in a spreadsheet',
    file: 'src/standards/csv-cell.ts',
    original: "FORMULA.test(value) ? `'${value}` : value",
    mutated: 'value',
  },
  {
    ...base,
    breaks: 'the same event opens a campaign again',
    file: 'src/domain/trigger/entry.ts',
    original: "if (event.isKnown) return { outcome: 'DUPLICATE', history };",
    mutated: '',
  },
  {
    ...base,
    breaks: 'old news that arrives late opens a campaign',
    file: 'src/domain/trigger/entry.ts',
    original: "if (now > expiresAt) return { outcome: 'EXPIRED', history };",
    mutated: '',
  },
];
