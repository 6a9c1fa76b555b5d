/** A month as `2026-11`, so many months later (or before, when fewer than none). */
export function monthAfter(month: string, months: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}

/** The weeks that a month has days in, from Monday on; days as `2026-11-30`, also those of the months beside it. */
export function weeksOf(month: string): readonly (readonly string[])[] {
  const first = Date.parse(`${month}-01T00:00:00Z`);
  const until = Date.parse(`${monthAfter(month, 1)}-01T00:00:00Z`);
  // Monday is the first day of a week.
  const from = first - ((new Date(first).getUTCDay() + 6) % 7) * DAY_MS;
  const weeks: string[][] = [];
  for (let monday = from; monday < until; monday += 7 * DAY_MS)
    weeks.push(Array.from({ length: 7 }, (_, day) => new Date(monday + day * DAY_MS).toISOString().slice(0, 10)));
  return weeks;
}

const DAY_MS = 24 * 3_600_000;
