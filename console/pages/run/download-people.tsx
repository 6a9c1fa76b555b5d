import Button from '@cloudscape-design/components/button';
import type { JSX } from 'react';
import { recipientsAsCsv, type RecipientFilter } from '../../../src/client/index.ts';
import { useOrder } from '../../ask/use-order.ts';
import { saveText } from '../../parts/save-text.ts';
import { useSay } from '../../words/say.ts';

/** Saves everybody whom the list above shows, on all its pages, as CSV: who got it, who did not, and why. */
export function DownloadPeople({ filter }: { readonly filter: RecipientFilter }): JSX.Element {
  const say = useSay();
  const download = useOrder(
    async () => {
      // With a byte order mark, or spreadsheets misread Korean.
      const lines = ['\ufeff'];
      for await (const line of recipientsAsCsv(filter)) lines.push(line);
      return lines;
    },
    (lines) => saveText(`${filter.jobId}.${filter.status ?? filter.reason ?? filter.outcome ?? 'all'}.csv`, ...lines),
  );
  return (
    <Button iconName="download" loading={download.isGiven} onClick={() => download.give(undefined)}>
      {say('recipients.download')}
    </Button>
  );
}
