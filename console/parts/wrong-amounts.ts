import { createContext, useContext, useEffect, useId, type RefObject } from 'react';

/** Fields that hold what is no number, each with what puts the cursor into it. */
export type WrongAmounts = Map<string, () => void>;

/** Where the fields of a form tell that they hold what is no number. */
export const WrongAmountsContext = createContext<WrongAmounts>(new Map());

/** Tells the form around a field for as long as what is written in it is no number. */
export function useWrongAmount(isWrong: boolean, field: RefObject<{ focus: () => void } | null>): void {
  const wrong = useContext(WrongAmountsContext);
  const id = useId();
  useEffect(() => {
    if (!isWrong) return undefined;
    wrong.set(id, () => field.current?.focus());
    return () => void wrong.delete(id);
  }, [wrong, id, isWrong, field]);
}

/**
 * Whether a form holds what is no number: then nothing of it is saved, as without that number it would say something else.
 * The cursor goes to the first of them, which says by itself what is wrong.
 */
export function stopsAtWrongAmount(wrong: WrongAmounts): boolean {
  const [first] = wrong.values();
  first?.();
  return first !== undefined;
}
