import { useEffect, useState } from 'react';
import { askWhileAway } from '../ask-while-away.ts';
import type { ClientError } from '../client-error.ts';
import { bonghwa, type Answer, type Variables } from '../operations.ts';

/** How many a segment would reach, and how sure that is. */
export type SegmentEstimateState = {
  /** The last answer that there was; null until the first is there. */
  readonly data: Answer<'estimateSegment'> | null;
  /** Why there is no answer to what was asked last, such as `INVALID_SEGMENT`. */
  readonly errors: readonly ClientError[];
  /** Whether `data` is not of what is asked: its answer is still to come, or was refused. */
  readonly isStale: boolean;
};

/** Whoever types asks for what they have typed, not for each letter of it. */
const TYPING_MS = 300;

type Asked<Data> = {
  /** Of what `data` is the answer. */
  readonly key: string;
  readonly data: Data | null;
  readonly errors: readonly ClientError[];
};

/** What is known after an answer. One that was refused says nothing of how many there are: what was known is of before. */
export function answeredWith<Data>(before: Asked<Data>, { key, data, errors }: Asked<Data>): Asked<Data> {
  return data === null ? { ...before, errors } : { key, data, errors };
}

const NOTHING: Asked<never> = { key: '', data: null, errors: [] };

/**
 * The estimate of a saved segment, or of a definition (JSON) that is being typed. An answer to what was typed before never
 * replaces the one to what was typed last. While the network is away `errors` says so, and it is asked again.
 *
 * @example
 * const { data, isStale } = useSegmentEstimate({ definition: JSON.stringify(definition) });
 */
export function useSegmentEstimate(
  segment: Pick<Variables<'estimateSegment'>, 'segmentId' | 'version' | 'definition'>,
): SegmentEstimateState {
  const { segmentId = null, version = null, definition = null } = segment;
  const key = JSON.stringify([segmentId, version, definition]);
  const [answered, setAnswered] = useState<Asked<Answer<'estimateSegment'>>>(NOTHING);
  useEffect(() => {
    let end = (): void => undefined;
    const timer = setTimeout(() => {
      end = askWhileAway(
        () => bonghwa.estimateSegment({ segmentId, version, definition }),
        ({ data, errors }) => setAnswered((before) => answeredWith(before, { key, data, errors })),
      );
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
      end();
    };
  }, [key, segmentId, version, definition]);
  return { data: answered.data, errors: answered.errors, isStale: answered.key !== key };
}
