import Box from '@cloudscape-design/components/box';
import type { JSX } from 'react';
import type { Refusal } from '../app/refusal.ts';
import { useSay } from '../words/say.ts';

/** What to do about a refusal; smaller, for whoever helps, the API's own words, which name the place, and the code. */
export function RefusalText({ refusal: { how, told, code } }: { readonly refusal: Refusal }): JSX.Element {
  const say = useSay();
  return (
    <>
      {how}{' '}
      <Box variant="small" display={told === null ? 'inline' : 'block'} color="inherit">
        {told === null ? (
          `(${code})`
        ) : (
          <>
            {say('refused.api')}: <span lang="en">{told}</span> ({code})
          </>
        )}
      </Box>
    </>
  );
}
