import type { Country } from '../domain/customer/index.ts';
import type { Encoding } from './encoding.ts';

/** One object on each line, objects in a list or over several lines, or a table. */
export const IMPORT_FORMATS = ['ndjson', 'json', 'csv'] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

/** How files are to be understood. Part of an import's identity: other options, other import. */
export interface ImportOptions {
  readonly format?: ImportFormat;
  readonly encoding?: Encoding;
  readonly delimiter?: string;
  /** What columns of a CSV mean, by their header. */
  readonly columns?: Readonly<Record<string, string>>;
  /** Values that every row of a CSV has, by what they mean. */
  readonly constants?: Readonly<Record<string, string>>;
  /** An imported segment that everyone in the files becomes a member of. */
  readonly segmentId?: string;
  /** One that everyone in the files leaves; nothing else in them is taken over. */
  readonly removeFromSegmentId?: string;
  /** What to call this import, so that a file that was imported before is imported once more. */
  readonly run?: string;
  /** Where phone numbers without a country code are (KR when absent); NONE: there are none without. */
  readonly country?: Country;
}
