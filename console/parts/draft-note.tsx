import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import type { JSX } from 'react';
import { dayTime } from '../format/times.ts';
import { useLanguage } from '../words/language.ts';
import { useSay } from '../words/say.ts';

/** Says that something is written and not saved, since when, and lets it be thrown away. */
export function DraftNote({
  changedAt,
  throwAway,
}: {
  readonly changedAt: number | null;
  readonly throwAway: () => void;
}): JSX.Element | null {
  const say = useSay();
  const language = useLanguage();
  if (changedAt === null) return null;
  return (
    <Box color="text-status-warning">
      {say('draft.kept', { day: dayTime(changedAt, language) })}{' '}
      <Button variant="inline-link" onClick={throwAway}>
        {say('draft.throwAway')}
      </Button>
    </Box>
  );
}
