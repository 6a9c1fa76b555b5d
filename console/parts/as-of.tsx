import Box from '@cloudscape-design/components/box';
import type { JSX } from 'react';
import { clockTime } from '../format/times.ts';
import { onServerClock } from '../session/server-clock.ts';
import { useLanguage } from '../words/language.ts';
import { useSay } from '../words/say.ts';

/** As of when the numbers beside it are: milliseconds since the epoch, when this browser had the answer. */
export function AsOf({ at }: { readonly at: number }): JSX.Element {
  const say = useSay();
  const language = useLanguage();
  return (
    <Box variant="small" color="text-body-secondary">
      {say('asOf', { time: clockTime(onServerClock(at), language) })}
    </Box>
  );
}
