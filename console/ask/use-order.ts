import { useMutation } from '@tanstack/react-query';
import { useId, useRef } from 'react';
import { useNotices } from '../app/notices.tsx';

/** An order to the API that is being given or was. */
export interface Order<Input> {
  /** Gives it; while one is under way another is not begun, however fast somebody clicks. */
  readonly give: (input: Input) => void;
  readonly isGiven: boolean;
}

/**
 * One order that a person gives by a button. A refusal is told beside the other notices until the order is done; `done` is
 * called with the answer.
 */
export function useOrder<Input, Output>(
  order: (input: Input) => Promise<Output>,
  done: (answer: Output) => void | Promise<void>,
): Order<Input> {
  const notices = useNotices();
  const id = useId();
  // State would be seen at the next rendering only: a second click comes before it.
  const isLocked = useRef(false);
  const mutation = useMutation({
    mutationFn: order,
    onSuccess: (answer) => {
      notices.over(id);
      return done(answer);
    },
    onError: (error) => notices.tell(error, id),
    onSettled: () => {
      isLocked.current = false;
    },
  });
  return {
    give: (input) => {
      if (isLocked.current) return;
      isLocked.current = true;
      mutation.mutate(input);
    },
    isGiven: mutation.isPending,
  };
}
