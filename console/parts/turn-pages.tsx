import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { JSX, ReactNode } from 'react';
import { useSay } from '../words/say.ts';

/**
 * The ways through a list that is read page by page by a token: back to the first page, and on to the next one. Whoever
 * shows it keeps the token of the page, which stands in the address; `next` is what going on is called.
 */
export function TurnPages<Token>({
  after,
  nextToken,
  turnTo,
  next,
  children,
}: {
  readonly after: Token | undefined;
  readonly nextToken: Token | null | undefined;
  readonly turnTo: (after: Token | undefined) => void;
  readonly next?: string;
  readonly children?: ReactNode;
}): JSX.Element {
  const say = useSay();
  return (
    <SpaceBetween size="xs" direction="horizontal">
      <Button disabled={after === undefined} onClick={() => turnTo(undefined)}>
        {say('page.first')}
      </Button>
      <Button disabled={nextToken == null} onClick={() => turnTo(nextToken ?? undefined)}>
        {next ?? say('page.next')}
      </Button>
      {children}
    </SpaceBetween>
  );
}
