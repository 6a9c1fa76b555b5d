/** A line that was not kept, and why. */
export type Rejection = { readonly line: number; readonly code: string; readonly reason: string };

/** What became of one slice of an import. */
export type ImportReport = {
  readonly importId: string;
  readonly accepted: number;
  readonly rejected: number;
  readonly customersCreated: number;
  /** Customers that are new or different now, those created included. */
  readonly customersWritten: number;
  readonly endpointsWritten: number;
  /** Customers whom the lines would have opted in though they refused. */
  readonly keptRefused: number;
  readonly rejections: readonly Rejection[];
  /** What the slice was made of, as a digest; those of before have none. */
  readonly digest?: string;
};

/** The lines a slice stands for: from `firstLine` up to, not including, `untilLine`. */
export type SliceInfo = { readonly firstLine: number; readonly untilLine: number; readonly isLast: boolean };

/** Where an import stands: absolute counts over every slice, each counted once. */
export type ImportTotals = {
  readonly importId: string;
  /** Rises with every change. */
  readonly seq: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly customersCreated: number;
  readonly customersWritten: number;
  readonly endpointsWritten: number;
  readonly keptRefused: number;
  /** Ranges of lines that are done, ascending and apart. */
  readonly covered: readonly (readonly [from: number, until: number])[];
  /** The line after the last one; null until the caller has said which slice is the last. */
  readonly endLine: number | null;
  readonly isDone: boolean;
  /** When watchers were last told. */
  readonly publishedAt: number;
  readonly at: number;
};

export type NumberedReport = { readonly firstLine: number; readonly report: ImportReport };

/** Remembers what became of slices, so that a repeated slice is answered, not applied again. */
export interface ImportStore {
  getSlice(importId: string, firstLine: number): Promise<ImportReport | null>;
  /** Keeps a report unless there is one for this slice already; returns the one that is kept. */
  putSlice(report: ImportReport, slice: SliceInfo): Promise<ImportReport>;
  /** Reports of slices from line `from` on, in order. */
  listSlices(importId: string, from: number, limit: number): Promise<readonly NumberedReport[]>;
  /** Consistent read. */
  getTotals(importId: string): Promise<ImportTotals | null>;
  /** Replaces the totals if their seq is still `totals.seq - 1` (0: there are none); false otherwise. */
  putTotals(totals: ImportTotals): Promise<boolean>;
}

/** What watchers of an import are told: absolute counts, ordered by `seq`. */
export type ImportProgress = Omit<ImportTotals, 'covered' | 'endLine' | 'publishedAt'> & {
  readonly linesDone: number;
  /** The first line that is not known to be done: a caller that starts again may start here. */
  readonly resumeFrom: number;
};

/** The totals as they are told. */
export function progressOf({ covered, endLine: _, publishedAt: __, ...counts }: ImportTotals): ImportProgress {
  const [first] = covered;
  return {
    ...counts,
    linesDone: covered.reduce((sum, [from, until]) => sum + until - from, 0),
    resumeFrom: first?.[0] === 1 ? first[1] : 1,
  };
}

/** Tells whoever watches an import where it stands; a lost tick is made good by the next. */
export interface ImportPublisher {
  /** False when it could not be told; never throws for that. */
  publishImport(progress: ImportProgress): Promise<boolean>;
}
