import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { JSX } from 'react';
import { useSay } from '../words/say.ts';

/** One field that two people have written otherwise. */
export interface Differing {
  readonly field: string;
  readonly mine: string;
  readonly theirs: string;
}

/** Two people have changed the same thing: what differs is shown side by side, and nothing typed is lost. */
export function Overtaken({
  differing,
  keep,
  take,
}: {
  readonly differing: readonly Differing[];
  readonly keep: () => void;
  readonly take: () => void;
}): JSX.Element {
  const say = useSay();
  return (
    <Alert
      type="warning"
      header={say('refused.CONFLICT')}
      action={
        <SpaceBetween size="xs" direction="horizontal">
          <Button onClick={take}>{say('settings.takeTheirs')}</Button>
          <Button onClick={keep}>{say('settings.keepMine')}</Button>
        </SpaceBetween>
      }
    >
      <SpaceBetween size="xs">
        <span>{say('settings.overtaken')}</span>
        <ul>
          {differing.map(({ field, mine, theirs }) => (
            <li key={field}>{say('settings.differs', { field, mine, theirs })}</li>
          ))}
        </ul>
      </SpaceBetween>
    </Alert>
  );
}
