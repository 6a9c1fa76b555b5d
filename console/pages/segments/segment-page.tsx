import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { JSX } from 'react';
import { askFor } from '../../ask/ask.ts';
import { Asked } from '../../parts/asked.tsx';
import { builtOf, emptyCondition } from './conditions.ts';
import { SegmentBuilder } from './segment-builder.tsx';
import { SegmentText } from './segment-text.tsx';

const route = getRouteApi('/segments/$segmentId');

/** One segment: who, in sentences; `new` is one that is not saved yet. */
export function SegmentPage(): JSX.Element {
  const { segmentId } = route.useParams();
  if (segmentId !== 'new') return <Stored key={segmentId} segmentId={segmentId} />;
  const built = { include: 'ALL', groups: [{ type: 'ALL', conditions: [emptyCondition('ACTIVE')] }] } as const;
  return <SegmentBuilder key="new" stored={null} saved={{ name: '', ...built }} />;
}

function Stored({ segmentId }: { readonly segmentId: string }): JSX.Element {
  const stored = useQuery({
    queryKey: ['segment', segmentId],
    queryFn: () => askFor('getSegment', { id: segmentId }),
  });
  return (
    <Asked query={stored}>
      {(segment) => {
        const built = segment.type === 'DYNAMIC' ? builtOf(segment.definition) : null;
        return built === null ? (
          <SegmentText segment={segment} />
        ) : (
          <SegmentBuilder stored={segment} saved={{ name: segment.name, ...built }} />
        );
      }}
    </Asked>
  );
}
