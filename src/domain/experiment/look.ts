import { CONFIDENCE, newcombe, type Interval, type Proportion } from './proportion.ts';

/** The names of `LookMetric`. */
export const LOOK_METRICS = ['OPENED', 'CLICKED', 'GOAL'] as const;

/** What a look compares: the share of those sent to who opened, clicked, or reached the campaign's goal. */
export type LookMetric = (typeof LOOK_METRICS)[number];

/** The names of `NoWinnerRule`. */
export const NO_WINNER_RULES = ['HOLD', 'FIRST_TREATMENT'] as const;

/** What the rest of the audience gets when nobody wins: nothing until a person decides, or the first treatment. */
export type NoWinnerRule = (typeof NO_WINNER_RULES)[number];

/** The one look that is declared before a run begins: at what, when, on how many, and what follows without a winner. */
export type Look = {
  readonly metric: LookMetric;
  /** From the moment at which the run's first wave begins. */
  readonly afterMinutes: number;
  /** Of the audience; the treatments share these people, and the rest gets the winner. */
  readonly testPercent: number;
  readonly ifNoWinner: NoWinnerRule;
};

/** How the leader compares with another treatment: the difference of their rates, leader minus other. */
export type Comparison = Interval & { readonly treatment: number };

/**
 * What a look found. `treatment` and those of `comparisons` are indexes. `confidence` is that of each comparison: 0.95
 * for two treatments, more for more of them. `message` says it in words.
 */
export type LookDecision = {
  readonly confidence: number;
  readonly comparisons: readonly Comparison[];
  readonly message: string;
} & (
  | { readonly outcome: 'WINNER'; readonly treatment: number }
  | { readonly outcome: 'NO_WINNER'; readonly then: NoWinnerRule }
);

/** A treatment at the look: `trials` were sent to, `successes` of them did what is looked at. */
export type Arm = Proportion & { readonly name: string };

/**
 * Decides which of several treatments goes to the rest. The one with the highest rate wins if it is better than each
 * other one: Newcombe's interval of the difference lies above 0, at the confidence 1 - 0.05 / (treatments - 1), Bonferroni
 * for as many comparisons as are made. So equal treatments have a winner in at most 5 of 100 looks, however many there
 * are. A treatment that nobody got neither wins nor lets another win.
 */
export function decideLook(arms: readonly Arm[], ifNoWinner: NoWinnerRule): LookDecision {
  const confidence = 1 - (1 - CONFIDENCE) / Math.max(1, arms.length - 1);
  const rate = ({ successes, trials }: Proportion): number => (trials === 0 ? 0 : successes / trials);
  const leader = arms.reduce((best, arm, index) => (rate(arm) > rate(arms[best] ?? arm) ? index : best), 0);
  const first = arms[leader];
  const comparisons = arms.flatMap((arm, treatment): Comparison[] =>
    treatment === leader || first === undefined ? [] : [{ treatment, ...newcombe(first, arm, confidence) }],
  );
  const found = { confidence, comparisons };
  const closest = comparisons.reduce<Comparison | undefined>(
    (least, next) => (least === undefined || next.low < least.low ? next : least),
    undefined,
  );
  if (first === undefined || closest === undefined) {
    return { ...found, outcome: 'NO_WINNER', then: ifNoWinner, message: 'There is nothing to compare.' };
  }
  const words = describe(first, arms[closest.treatment] ?? first, closest, confidence);
  return closest.low > 0
    ? { ...found, outcome: 'WINNER', treatment: leader, message: `${first.name} wins: ${words}` }
    : { ...found, outcome: 'NO_WINNER', then: ifNoWinner, message: `No winner: ${words}${FOLLOWS[ifNoWinner]}` };
}

const FOLLOWS: Readonly<Record<NoWinnerRule, string>> = {
  HOLD: ' As declared, the rest is held until a person decides.',
  FIRST_TREATMENT: ' As declared, the rest gets the first treatment.',
};

function points(share: number): string {
  const rounded = (share * 100).toFixed(2);
  return share > 0 ? `+${rounded}` : rounded.replace('-', '−').replace(/^−(0\.00)$/, '$1');
}

function describe(leader: Arm, other: Arm, { estimate, low, high }: Interval, confidence: number): string {
  if (estimate === null) return `nobody got ${leader.trials === 0 ? leader.name : other.name}.`;
  const level = Number((confidence * 100).toFixed(2));
  return (
    `${leader.name} against ${other.name} ${points(estimate)} points ` +
    `(${level} % interval ${points(low)} to ${points(high)}).`
  );
}

/** What a person decided for the rest where a look had no winner. `at` is in milliseconds since the epoch. */
export type LookChoice = { readonly treatment: number; readonly by: string; readonly at: number };

/** The names of a look's status. */
export const LOOK_STATUSES = ['DECLARED', 'TAKEN'] as const satisfies readonly LookState['status'][];

/** The names of what a look finds. */
export const LOOK_OUTCOMES = ['WINNER', 'NO_WINNER'] as const satisfies readonly LookDecision['outcome'][];

/**
 * A declared look: still to come, or taken, with whom it compared and what it found. Times are milliseconds since the
 * epoch.
 */
export type LookState =
  | { readonly status: 'DECLARED'; readonly look: Look; readonly dueAt: number }
  | {
      readonly status: 'TAKEN';
      readonly look: Look;
      readonly at: number;
      readonly arms: readonly Arm[];
      readonly decision: LookDecision;
      readonly chosen?: LookChoice;
    };

/** A look that was taken. */
export type LookTaken = Extract<LookState, { status: 'TAKEN' }>;

/** Declares the look of a run whose first wave begins at `beganAt`. */
export function declareLook(look: Look, beganAt: number): Extract<LookState, { status: 'DECLARED' }> {
  return { status: 'DECLARED', look, dueAt: beganAt + look.afterMinutes * 60_000 };
}

/**
 * Takes the look when it is due. Before that, and once it is taken, nothing changes and nothing is looked at: whoever
 * looks again and again finds a winner among equals sooner or later.
 */
export function takeLook(state: LookState, arms: () => readonly Arm[], now: number): LookState {
  if (state.status === 'TAKEN' || now < state.dueAt) return state;
  const { look } = state;
  const compared = arms();
  return { status: 'TAKEN', look, at: now, arms: compared, decision: decideLook(compared, look.ifNoWinner) };
}

/** The treatment (by index) that the rest of the audience gets once a look is taken; null: nothing, until a person decides. */
export function treatmentOfRest(decision: LookDecision, chosen?: LookChoice): number | null {
  if (decision.outcome === 'WINNER') return decision.treatment;
  if (chosen !== undefined) return chosen.treatment;
  return decision.then === 'FIRST_TREATMENT' ? 0 : null;
}
