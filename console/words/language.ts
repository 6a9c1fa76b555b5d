import { useSyncExternalStore } from 'react';
import { createPreference } from '../session/preference.ts';

/** What the console speaks; Korean is the first. */
export const LANGUAGES = ['ko', 'en'] as const;

/** One of `LANGUAGES`. */
export type Language = (typeof LANGUAGES)[number];

/** The language somebody chose; Korean until they do. */
export const language = createPreference<Language>('language', LANGUAGES, 'ko');

/** The chosen language. */
export function useLanguage(): Language {
  return useSyncExternalStore(language.onChange, language.read);
}
