/** The lists of cases: inputs from real users that once broke this code, each a test named by its number. */
const CASE_LISTS = { A: 26, M: 26, S: 34, U: 16 } as const satisfies Record<string, number>;

/** What can be seen in a browser alone: `npm run test:browser` has their tests. */
export const IN_CHROMIUM: ReadonlySet<string> = new Set(['U7']);

/** All numbers, in order. */
export const CASE_NUMBERS: readonly string[] = Object.entries(CASE_LISTS).flatMap(([letter, count]) =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
);

const NUMBERS = /^(?:[A-Z]\d{1,2}(?:,| )\s*)+/;

/** The numbers that a test's title begins with: `A1 refuses …`, `A1, A26 refuse …`. */
export function numbersOf(title: string): readonly string[] {
  const [start = ''] = NUMBERS.exec(title) ?? [];
  return start.match(/[A-Z]\d+/g) ?? [];
}
