import Box from '@cloudscape-design/components/box';
import type { JSX } from 'react';
import { clockTime } from '../format/times.ts';
import { onServerClock } from '../session/server-clock.ts';
import { useLanguage } from '../words/language.ts';
import { useSay } from '../words/say.ts';

/** As of when the numbers beside it are: milliseconds since the epoch, when this browser had the answer or, with `isOfServer`, when the backend made it. */
export function AsOf({ at, isOfServer = false }: { readonly at: number; readonly isOfServer?: boolean }): JSX.Element {
  const say = useSay();
  const language = useLanguage();
  return (
    <Box variant="small" color="text-body-secondary">
      {say('asOf', { time: clockTime(isOfServer ? at : onServerClock(at), language) })}
    </Box>
  );
}
