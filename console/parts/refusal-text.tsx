import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import type { JSX } from 'react';
import { usePerson } from '../app/person.tsx';
import type { Refusal } from '../app/refusal.ts';
import { useSay } from '../words/say.ts';

/** What to do about a refusal; smaller, for whoever helps, the API's own words, which name the place, and the code. */
export function RefusalText({ refusal: { how, told, code } }: { readonly refusal: Refusal }): JSX.Element {
  const say = useSay();
  const { leave } = usePerson();
  return (
    <>
      {how}{' '}
      {code === 'NOT_SIGNED_IN' && (
        // Drafts and the address are kept: whoever signs in again goes on here.
        <Button variant="inline-link" onClick={leave}>
          {say('signIn.submit')}
        </Button>
      )}{' '}
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
