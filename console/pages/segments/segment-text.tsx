import Alert from '@cloudscape-design/components/alert';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { JSX } from 'react';
import type { Answer } from '../../../src/client/index.ts';
import { useSay } from '../../words/say.ts';
import { EstimatePane } from './estimate-pane.tsx';

/** A segment that the sentences cannot say, such as one that came from Pinpoint: as it is written, with its people. */
export function SegmentText({ segment }: { readonly segment: Answer<'getSegment'> }): JSX.Element {
  const say = useSay();
  return (
    <ContentLayout header={<Header variant="h1">{segment.name}</Header>}>
      <SpaceBetween size="m">
        <Alert type="info">{say(segment.type === 'IMPORTED' ? 'segments.imported' : 'segments.asText')}</Alert>
        {segment.type === 'DYNAMIC' && (
          <>
            <pre className="definition">{JSON.stringify(JSON.parse(segment.definition), null, 2)}</pre>
            <EstimatePane definition={segment.definition} />
          </>
        )}
      </SpaceBetween>
    </ContentLayout>
  );
}
