/** What went wrong, as a marketer would say it. */
export const CAUSES = ['ADDRESS', 'THROTTLED', 'PASSING', 'REJECTED', 'WORDS', 'SYSTEM', 'OTHER'] as const;

/** One of `CAUSES`. */
export type Cause = (typeof CAUSES)[number];

const CAUSE_OF: readonly (readonly [RegExp, Cause])[] = [
  [/BOUNCE|PERMANENT_FAILURE|INVALID|UNREACHABLE|UNKNOWN_SUBSCRIBER|OPT_OUT/, 'ADDRESS'],
  [/THROTTLED|QUOTA/, 'THROTTLED'],
  [/TEMPORARY|TRANSIENT|TIMEOUT|EXPIRED|TTL/, 'PASSING'],
  [/REJECT|SPAM|BLOCKED|COMPLAINT/, 'REJECTED'],
  [/RENDER|TEXT_UNFIT/, 'WORDS'],
  [/POISON|NOT_SENT|INTERNAL/, 'SYSTEM'],
];

/** How many failed with a code, and what it means. */
export interface CauseCount {
  readonly code: string;
  readonly cause: Cause;
  readonly people: number;
}

/** Counts failures by their code, the most frequent first. */
export function causesOf(failed: readonly { readonly code?: string | null }[]): readonly CauseCount[] {
  const counts = new Map<string, number>();
  for (const { code } of failed) {
    const known = code ?? 'UNKNOWN';
    counts.set(known, (counts.get(known) ?? 0) + 1);
  }
  return [...counts]
    .map(([code, people]) => ({ code, people, cause: causeOf(code) }))
    .toSorted((a, b) => b.people - a.people);
}

function causeOf(code: string): Cause {
  return CAUSE_OF.find(([pattern]) => pattern.test(code))?.[1] ?? 'OTHER';
}
