import Alert from '@cloudscape-design/components/alert';
import type { JSX } from 'react';
import { useSay } from '../words/say.ts';

/** Instead of a page for those who may not do what it is for: the API would refuse them at its end. */
export function MayNot(): JSX.Element {
  const say = useSay();
  return (
    <Alert type="info" header={say('failure.denied')}>
      {say('failure.deniedHow')}
    </Alert>
  );
}
