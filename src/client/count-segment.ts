import { isAway } from './ask-while-away.ts';
import { onAbort } from './on-abort.ts';
import { retryDelayMs, SYSTEM_TIMERS, type Timers } from './timers.ts';
import { bonghwa, type Answer, type OperationResult, type Variables } from './operations.ts';

/** How far an exact count has come: `progress` from 0 to 1, and a number that lies from `low` to `high`. */
export type SegmentCount = Answer<'estimateSegment'>;

/** How a count is followed, ended early, and asked for. */
export interface CountSegmentOptions {
  /** Ends the count; what has been counted so far is answered. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (count: SegmentCount) => void;
  /** Asks for one step; the configured `aws-amplify` client unless told otherwise. */
  readonly ask?: (variables: Variables<'estimateSegment'>) => Promise<OperationResult<'estimateSegment'>>;
  readonly timers?: Timers;
}

/** A step that was lost on its way is asked for again: its cursor makes that safe. A server that fails is left alone. */
const MAX_TRIES = 3;

/**
 * Counts exactly who belongs to a segment (one of its versions, or a definition as JSON), however many there are: asks
 * again with the cursor of the answer before until there is none. A network that is away is waited for, until `signal`.
 *
 * @example
 * const { data, errors } = await countSegment({ segmentId }, { onProgress: ({ progress }) => show(progress) });
 */
export async function countSegment(
  segment: Pick<Variables<'estimateSegment'>, 'segmentId' | 'version' | 'definition'>,
  {
    signal,
    onProgress,
    ask = (variables) => bonghwa.estimateSegment(variables),
    timers = SYSTEM_TIMERS,
  }: CountSegmentOptions = {},
): Promise<OperationResult<'estimateSegment'>> {
  let last: SegmentCount | null = null;
  let failures = 0;
  while (signal?.aborted !== true && (last === null || last.cursor != null)) {
    const { data, errors } = await ask({ ...segment, isExact: true, cursor: last?.cursor ?? null });
    if (errors.length > 0 || data === null) {
      failures += 1;
      const mayPass =
        isAway({ data, errors }) || (failures < MAX_TRIES && errors.every(({ code }) => code === 'INTERNAL'));
      if (!mayPass) return { data: last, errors };
      await pause(timers, retryDelayMs(failures), signal);
      continue;
    }
    failures = 0;
    last = data;
    onProgress?.(data);
  }
  return { data: last, errors: [] };
}

/** Waits, or until it is told to end; at once if it has been. */
async function pause(timers: Timers, milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve) => {
    let forget = (): void => undefined;
    const cancel = timers.after(milliseconds, () => {
      forget();
      resolve();
    });
    if (signal === undefined) return;
    forget = onAbort(signal, () => {
      cancel();
      resolve();
    });
  });
}
