import { useState } from 'react';

/**
 * What is typed in a field, which need not be how its value is written: `1000` stands as it is while the value is written
 * `1,000`. When the value becomes another one than what is typed means (a draft was thrown away, another thing has taken
 * this place), the field has it as it is written.
 */
export function useTyped(
  written: string,
  isMeant: (typed: string) => boolean,
): readonly [string, (typed: string) => void] {
  const [typed, setTyped] = useState(written);
  const [shown, setShown] = useState(written);
  if (shown !== written) {
    setShown(written);
    if (!isMeant(typed)) setTyped(written);
  }
  return [typed, setTyped];
}
