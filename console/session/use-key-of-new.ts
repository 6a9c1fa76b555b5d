import { useState } from 'react';

/**
 * Under which something new is saved, as long as its form is open: the client gives an order again of which no answer came,
 * and what has been made under this key is not made a second time.
 */
export function useKeyOfNew(isNew: boolean): { readonly importKey?: string } {
  const [importKey] = useState(() => `console/${crypto.randomUUID()}`);
  return isNew ? { importKey } : {};
}
