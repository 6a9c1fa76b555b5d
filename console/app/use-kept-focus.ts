import { useEffect } from 'react';

/**
 * When what has the focus goes away, as the button of an order that was given or the row that was taken out, the focus goes
 * to the heading of the page and not to its very beginning, from where a keyboard would have to come all the way again.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let focused: HTMLElement | null = null;
    const onFocus = ({ target }: FocusEvent): void => {
      focused = target instanceof HTMLElement ? target : null;
    };
    const onLeave = ({ target }: FocusEvent): void => {
      // Who clicks beside everything has left it; what is gone a moment later was taken away.
      setTimeout(() => {
        if (focused === target && focused?.isConnected === true && document.activeElement === document.body)
          focused = null;
      });
    };
    const onRemoval = (): void => {
      if (focused === null || focused.isConnected || document.activeElement !== document.body) return;
      const heading = document.querySelector<HTMLElement>('main h1');
      if (heading === null || document.querySelector('[role=dialog]') !== null) return;
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    };
    const observer = new MutationObserver(onRemoval);
    observer.observe(document.body, { childList: true, subtree: true });
    addEventListener('focusin', onFocus);
    addEventListener('focusout', onLeave);
    return () => {
      observer.disconnect();
      removeEventListener('focusin', onFocus);
      removeEventListener('focusout', onLeave);
    };
  }, []);
}
