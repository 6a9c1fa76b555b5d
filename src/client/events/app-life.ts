/** When an app comes to the front and leaves it. Both return a function that stops listening. */
export interface AppLife {
  readonly isShown: () => boolean;
  onShow(listener: () => void): () => void;
  /** The last moment at which anything is sure to run: nothing may be waited for. */
  onHide(listener: () => void): () => void;
}

/**
 * A page of a browser: hidden, or left. Not `unload`: phones end pages without it, and pages with a listener for it are
 * not kept for the back button.
 */
export function browserLife(page: Document, frame: Pick<Window, 'addEventListener' | 'removeEventListener'>): AppLife {
  return {
    isShown: () => page.visibilityState === 'visible',
    onShow: (listener) => {
      const look = (): void => void (page.visibilityState === 'visible' && listener());
      page.addEventListener('visibilitychange', look);
      frame.addEventListener('pageshow', look);
      return () => {
        page.removeEventListener('visibilitychange', look);
        frame.removeEventListener('pageshow', look);
      };
    },
    onHide: (listener) => {
      const look = (): void => void (page.visibilityState === 'hidden' && listener());
      page.addEventListener('visibilitychange', look);
      frame.addEventListener('pagehide', listener);
      return () => {
        page.removeEventListener('visibilitychange', look);
        frame.removeEventListener('pagehide', listener);
      };
    },
  };
}

/** The part of React Native's `AppState` that is used. */
export interface AppState {
  readonly currentState: string;
  addEventListener(type: 'change', listener: (state: string) => void): { remove(): void };
}

/** An app of React Native. `inactive` is a call that comes in, or the list of apps: it is not left yet. */
export function reactNativeLife(state: AppState): AppLife {
  const on = (wanted: string, listener: () => void): (() => void) => {
    const subscription = state.addEventListener('change', (next) => void (next === wanted && listener()));
    return () => subscription.remove();
  };
  return {
    isShown: () => state.currentState === 'active',
    onShow: (listener) => on('active', listener),
    onHide: (listener) => on('background', listener),
  };
}

const ALWAYS_SHOWN: AppLife = { isShown: () => true, onShow: () => () => undefined, onHide: () => () => undefined };

/** The page, or, where there is none, an app that is always in front. */
export function defaultLife(): AppLife {
  return typeof document === 'undefined' || typeof window === 'undefined'
    ? ALWAYS_SHOWN
    : browserLife(document, window);
}
