import { useSyncExternalStore } from 'react';
import { createPreference } from '../session/preference.ts';

/** How bright the console is; AUTO is as the person's system is. */
export const THEMES = ['AUTO', 'LIGHT', 'DARK'] as const;

/** One of `THEMES`. */
export type Theme = (typeof THEMES)[number];

/** The theme somebody chose. */
export const theme = createPreference<Theme>('theme', THEMES, 'AUTO');

/** The chosen theme. */
export function useTheme(): Theme {
  return useSyncExternalStore(theme.onChange, theme.read);
}

/** Has the page follow the chosen theme from now on. */
export function followTheme(): void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const apply = (): void => {
    const chosen = theme.read();
    const isDark = chosen === 'DARK' || (chosen === 'AUTO' && system.matches);
    // The class by which Cloudscape is dark.
    document.body.classList.toggle('awsui-dark-mode', isDark);
    document.documentElement.style.colorScheme = isDark ? 'dark' : 'light';
  };
  apply();
  theme.onChange(apply);
  system.addEventListener('change', apply);
}
