import { bonghwa, type Answer, type OperationResult, type Variables } from './operations.ts';

/** How far an exact count has come: `progress` from 0 to 1, and a number that lies from `low` to `high`. */
export type SegmentCount = Answer<'estimateSegment'>;

/** How a count is followed, ended early, and asked for. */
export interface CountSegmentOptions {
  /** Ends the count; what has been counted so far is answered. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (count: SegmentCount) => void;
  /** Asks for one step; the configured `aws-amplify` client unless told otherwise. */
  readonly ask?: (variables: Variables<'estimateSegment'>) => Promise<OperationResult<'estimateSegment'>>;
}

/** A step that was lost on its way is asked for again: its cursor makes that safe. */
const MAX_TRIES = 3;
const PASSING: ReadonlySet<string> = new Set(['NETWORK', 'INTERNAL']);

/**
 * Counts exactly who belongs to a segment (one of its versions, or a definition as JSON), however many there are: asks
 * again with the cursor of the answer before until there is none.
 *
 * @example
 * const { data, errors } = await countSegment({ segmentId }, { onProgress: ({ progress }) => show(progress) });
 */
export async function countSegment(
  segment: Pick<Variables<'estimateSegment'>, 'segmentId' | 'version' | 'definition'>,
  { signal, onProgress, ask = (variables) => bonghwa.estimateSegment(variables) }: CountSegmentOptions = {},
): Promise<OperationResult<'estimateSegment'>> {
  let last: SegmentCount | null = null;
  let failures = 0;
  while (signal?.aborted !== true && (last === null || last.cursor != null)) {
    const { data, errors } = await ask({ ...segment, isExact: true, cursor: last?.cursor ?? null });
    if (errors.length > 0 || data === null) {
      failures += 1;
      if (failures < MAX_TRIES && errors.every(({ code }) => PASSING.has(code))) continue;
      return { data: last, errors };
    }
    failures = 0;
    last = data;
    onProgress?.(data);
  }
  return { data: last, errors: [] };
}
