import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import type { ErrorComponentProps } from '@tanstack/react-router';
import type { JSX } from 'react';
import { RefusalText } from '../parts/refusal-text.tsx';
import { useSay } from '../words/say.ts';
import { paths } from './paths.ts';
import { refusalOf } from './refusal.ts';

/** Shown where an address leads nowhere. */
export function MissingPage(): JSX.Element {
  const say = useSay();
  return (
    <Alert type="warning" header={say('missing.title')} action={<Button href={paths.home}>{say('nav.home')}</Button>}>
      {say('missing.how')}
    </Alert>
  );
}

/** Shown where a page failed, as when its part could not be loaded after a new version was put online. */
export function BrokenPage({ error }: ErrorComponentProps): JSX.Element {
  const say = useSay();
  const refusal = refusalOf(error, say);
  return (
    <Alert
      type="error"
      header={refusal.title}
      action={<Button onClick={() => location.reload()}>{say('again')}</Button>}
    >
      <RefusalText refusal={refusal} />
    </Alert>
  );
}
