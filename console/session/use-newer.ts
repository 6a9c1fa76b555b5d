import { useState } from 'react';
import { isSameDraft, type Draft, type Saved } from './use-draft.ts';

/** What somebody else has saved while this was written. */
export interface Newer<Value> {
  /** To be told, side by side with what is written; null: nothing. */
  readonly newer: Saved<Value> | null;
  /** Whether what is saved now would be written over unseen. */
  readonly isOvertakenBy: (saved: Saved<Value>) => boolean;
  readonly tell: (saved: Saved<Value>) => void;
  /** Goes on with what is written: what was told may be written over. */
  readonly keep: () => void;
  /** Goes on with what was told. */
  readonly take: () => void;
  readonly forget: () => void;
}

/** Keeps two people who write on the same thing from writing over each other. */
export function useNewer<Value>(draft: Draft<Value>): Newer<Value> {
  const [newer, setNewer] = useState<Saved<Value> | null>(null);
  const [passed, setPassed] = useState<number | null>(null);
  return {
    newer,
    // What says the same was saved from here, and the answer was lost.
    isOvertakenBy: ({ value, revision }) =>
      revision !== draft.revision && revision !== passed && !isSameDraft(value, draft.value),
    tell: setNewer,
    keep: () => {
      if (newer !== null) setPassed(newer.revision);
      setNewer(null);
    },
    take: () => {
      if (newer !== null) draft.forget(newer);
      setNewer(null);
    },
    forget: () => setNewer(null),
  };
}
