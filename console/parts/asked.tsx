import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { UseQueryResult } from '@tanstack/react-query';
import type { JSX, ReactNode } from 'react';
import { refusalOf } from '../app/refusal.ts';
import { useSay } from '../words/say.ts';
import { RefusalText } from './refusal-text.tsx';

/** What was asked of the API: its answer drawn, or that it is on its way, or why there is none; `toFirst`: see `AskedPage`. */
export function Asked<Data>({
  query,
  toFirst,
  children,
}: {
  readonly query: UseQueryResult<Data>;
  readonly toFirst?: (() => void) | undefined;
  readonly children: (data: Data) => ReactNode;
}): JSX.Element {
  const say = useSay();
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error === null) return <StatusIndicator type="loading">{say('loading')}</StatusIndicator>;
  const refusal = refusalOf(query.error, say);
  return (
    <Alert
      type="error"
      header={refusal.title}
      action={
        <SpaceBetween size="xs" direction="horizontal">
          {toFirst !== undefined && <Button onClick={toFirst}>{say('page.first')}</Button>}
          <Button onClick={() => void query.refetch()}>{say('again')}</Button>
        </SpaceBetween>
      }
    >
      <RefusalText refusal={refusal} />
    </Alert>
  );
}

/** One page of a list that is read by a token: the token may lead nowhere any more, and then there is a way to the first page. */
export function AskedPage<Data, Token>({
  query,
  after,
  turnTo,
  children,
}: {
  readonly query: UseQueryResult<Data>;
  readonly after: Token | undefined;
  readonly turnTo: (after: undefined) => void;
  readonly children: (data: Data) => ReactNode;
}): JSX.Element {
  return (
    <Asked query={query} toFirst={after === undefined ? undefined : () => turnTo(undefined)}>
      {children}
    </Asked>
  );
}

/** Said where there is nothing: that there is nothing, and what would make something. */
export function Nothing({ title, how }: { readonly title: string; readonly how?: string }): JSX.Element {
  return (
    <Box textAlign="center" color="text-body-secondary" padding="m">
      <Box variant="strong" color="inherit">
        {title}
      </Box>
      {how !== undefined && <Box color="inherit">{how}</Box>}
    </Box>
  );
}
