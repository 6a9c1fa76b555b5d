import { FORECAST, type Mutant } from '../mutant.ts';

const FOLDER = 'src/domain/forecast';
const APPROVAL = 'src/domain/approval';
const base = { tests: FORECAST } as const;

/** What a run would do and cost, and who has approved exactly that. */
export const FORECAST_MUTANTS: readonly Mutant[] = [
  {
    ...base,
    breaks: 'a price that is missing is nothing',
    file: `${FOLDER}/price-replay.ts`,
    original: 'if (!cost.ok) return { unknown: cost.error.message };',
    mutated: 'if (!cost.ok) return { micros: 0 };',
  },
  {
    ...base,
    breaks: 'each wave has the free units of the month for itself',
    file: `${FOLDER}/price-replay.ts`,
    original: 'return usedBefore(name, month) + (used.get(monthKey) ?? 0);',
    mutated: 'return usedBefore(name, month);',
  },
  {
    ...base,
    breaks: 'what fails is paid though it is paid back',
    file: `${FOLDER}/price-replay.ts`,
    original: 'failed: [{ units: part(failures) * units, at }]',
    mutated: 'failed: []',
  },
  {
    ...base,
    breaks: 'a budget holds for each wave by itself',
    file: `${FOLDER}/replay.ts`,
    original: 'left -= granted.spent;',
    mutated: 'left -= 0;',
  },
  {
    ...base,
    breaks: 'a sample is taken for everybody, without doubt',
    file: `${FOLDER}/replay.ts`,
    original: '(population > sampled ? drawGamma(count, random) : 0)',
    mutated: '(population > sampled ? count : 0)',
  },
  {
    ...base,
    breaks: 'pairs who share an address are scaled like persons',
    file: `${FOLDER}/shared-addresses.ts`,
    original: '(drawGamma(doubled + UNSEEN, random) * scale) / people',
    mutated: 'drawGamma(doubled + UNSEEN, random) / people',
  },
  {
    ...base,
    breaks: 'each number is right in 95 of 100 cases, and all of them together are not',
    file: `${FOLDER}/band.ts`,
    original: 'depths[replay] = Math.min(depths[replay] ?? 0, fromBelow, fromAbove);',
    mutated: 'depths[replay] = Math.min(fromBelow, fromAbove);',
  },
  {
    ...base,
    breaks: 'the next run is like the last one to the last digit',
    file: `${FOLDER}/rate.ts`,
    original: 'const USUAL_DIFFERENCE = 0.1;',
    mutated: 'const USUAL_DIFFERENCE = 0;',
  },
  {
    ...base,
    breaks: 'a wave begins before the one before it has gone out',
    file: `${FOLDER}/rehearse.ts`,
    original: 'const next = until + (waits',
    mutated: 'const next = at + (waits',
  },
  {
    ...base,
    breaks: 'the author approves their own run',
    file: `${APPROVAL}/approval.ts`,
    original: 'if (person.id === author) {',
    mutated: "if (person.id === '') {",
  },
  {
    ...base,
    breaks: 'an approval comes back with the old version',
    file: `${APPROVAL}/approval.ts`,
    original: "if (approval.state === 'LAPSED') return approval;",
    mutated: "if (approval.state === 'LAPSED') return { ...approval, state: 'GRANTED' };",
  },
  {
    ...base,
    breaks: 'what costs nobody knows how much needs no approval',
    file: `${APPROVAL}/limits.ts`,
    original: 'return size.krwMicros === null ||',
    mutated: 'return size.krwMicros !== null &&',
  },
];
