/** One small harmful edit of production code. */
export type Mutant = {
  /** What goes wrong with it, in a sentence. */
  readonly breaks: string;
  readonly file: string;
  /** Occurs exactly once in the file; an edit that no longer fits its source fails the run. */
  readonly original: string;
  readonly mutated: string;
  /** The test files of which one must notice. */
  readonly tests: readonly string[];
  /** Whether the simulator is asked when those say nothing. */
  readonly isSimulated?: boolean;
  /** Why it may survive. Whoever survives without an answer fails the run. */
  readonly answer?: string;
};

const app = (...names: readonly string[]): readonly string[] => names.map((name) => `test/unit/app/${name}.test.ts`);

export const SENDING = app('delivery', 'tries-and-pace', 'last-look', 'invariants', 'damaged-input', 'send-halving');
export const ANSWERS = app('weigh-answers', 'charge-answers', 'retry-time', 'chunk-queue');
export const HELD = app('held-messages');
export const JOBS = app('delivery', 'job-controls', 'scheduled-send', 'direct-before-bulk', 'tries-and-pace');
export const RECEIPTS = app('receipts');
export const PLANNING = app('delivery', 'one-address', 'taken-addresses', 'budget', 'exclusion-reasons', 'review-plan');
export const BUDGETS = app('monthly-budget');
export const STORES = ['test/contract/stores.test.ts'];
export const RULES = [
  'test/unit/domain/consent.test.ts',
  'test/unit/domain/schedule/zones.test.ts',
  'test/unit/domain/schedule/windows.test.ts',
  'test/unit/domain/send-job.test.ts',
  'test/property/domain/send-job.test.ts',
];
export const LAW = [
  'test/unit/domain/law/law-table.test.ts',
  'test/unit/domain/law/rules.test.ts',
  'test/unit/domain/law/offers-of-refusal.test.ts',
  'test/unit/domain/law/hidden-words.test.ts',
  'test/unit/domain/consent.test.ts',
];
export const EXPERIMENTS = [
  'test/unit/domain/experiment/proportion.test.ts',
  'test/unit/domain/experiment/look.test.ts',
  'test/unit/domain/experiment/assignment.test.ts',
  'test/unit/domain/report/credit.test.ts',
  'test/unit/domain/report/campaign-report.test.ts',
  'test/unit/domain/trigger/entry.test.ts',
];
export const FORECAST = [
  'test/unit/domain/forecast/draw.test.ts',
  'test/unit/domain/forecast/forecast-run.test.ts',
  'test/unit/domain/approval/approval.test.ts',
];
