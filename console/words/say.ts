import { setupI18n } from '@lingui/core';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { useSyncExternalStore } from 'react';
import type { Language } from './language.ts';
import type { WordKey } from './ko.ts';

/** What is put into a sentence, by its name in braces. */
export type Values = Readonly<Record<string, string | number>>;

/** Says one sentence of the console in the language that is spoken. */
export type Say = (key: WordKey, values?: Values) => string;

const i18n = setupI18n().setMessagesCompiler(compileMessage);
let say: Say = (key) => key;

/** Loads a language, and has everything that is on the screen said in it. */
export async function speak(language: Language): Promise<void> {
  const messages = language === 'ko' ? (await import('./ko.ts')).ko : (await import('./en.ts')).en;
  // A new function for each language: whoever remembers what was said asks again.
  say = (key, values) => i18n._(key, values === undefined ? undefined : { ...values });
  i18n.loadAndActivate({ locale: language, messages });
  document.documentElement.lang = language;
}

function onChange(listener: () => void): () => void {
  return i18n.on('change', listener);
}

/** The language that is spoken, as a function that says a sentence of it. */
export function useSay(): Say {
  return useSyncExternalStore(onChange, () => say);
}
