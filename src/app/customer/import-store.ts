/** A line that was not kept, and why. */
export type Rejection = { readonly line: number; readonly code: string; readonly reason: string };

/** What became of one slice of an import. */
export type ImportReport = {
  readonly importId: string;
  readonly accepted: number;
  readonly rejected: number;
  readonly customersWritten: number;
  readonly endpointsWritten: number;
  readonly rejections: readonly Rejection[];
};

type SliceInfo = { readonly firstLine: number; readonly isLast: boolean };

/** Remembers the reports of slices, so that a repeated slice is answered, not applied again. */
export interface ImportStore {
  getSlice(importId: string, firstLine: number): Promise<ImportReport | null>;
  /** Keeps a report unless there is one for this slice already; returns the one that is kept. */
  putSlice(report: ImportReport, slice: SliceInfo): Promise<ImportReport>;
}
