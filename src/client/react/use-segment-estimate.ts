import { useEffect, useState } from 'react';
import type { ClientError } from '../client-error.ts';
import { bonghwa, type Answer, type Variables } from '../operations.ts';

/** How many a segment would reach, and how sure that is. */
export type SegmentEstimateState = {
  /** Of what was asked last; null until the first answer is there. */
  readonly data: Answer<'estimateSegment'> | null;
  readonly errors: readonly ClientError[];
  /** Whether what is shown is older than what is asked. */
  readonly isStale: boolean;
};

/** Whoever types asks for what they have typed, not for each letter of it. */
const TYPING_MS = 300;

type Asked = {
  readonly key: string;
  readonly data: SegmentEstimateState['data'];
  readonly errors: readonly ClientError[];
};

const NOTHING: Asked = { key: '', data: null, errors: [] };

/**
 * The estimate of a saved segment, or of a definition (JSON) that is being typed. An answer to what was typed before never
 * replaces the one to what was typed last.
 *
 * @example
 * const { data, isStale } = useSegmentEstimate({ definition: JSON.stringify(definition) });
 */
export function useSegmentEstimate(
  segment: Pick<Variables<'estimateSegment'>, 'segmentId' | 'version' | 'definition'>,
): SegmentEstimateState {
  const { segmentId = null, version = null, definition = null } = segment;
  const key = JSON.stringify([segmentId, version, definition]);
  const [answered, setAnswered] = useState<Asked>(NOTHING);
  useEffect(() => {
    let isWanted = true;
    const timer = setTimeout(() => {
      void bonghwa.estimateSegment({ segmentId, version, definition }).then(({ data, errors }) => {
        if (isWanted) setAnswered((before) => ({ key, data: data ?? before.data, errors }));
      });
    }, TYPING_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [key, segmentId, version, definition]);
  return { data: answered.data, errors: answered.errors, isStale: answered.key !== key };
}
