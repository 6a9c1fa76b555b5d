import { en } from '../../../console/words/en.ts';
import { ko, type WordKey } from '../../../console/words/ko.ts';

/** Says a sentence of the console in a language, as a test expects to read it. */
export type Said = (key: WordKey, values?: Readonly<Record<string, string | number>>) => string;

/** The sentences of a language. */
export function saidIn(language: 'ko' | 'en'): Said {
  const words: Readonly<Record<WordKey, string>> = language === 'ko' ? ko : en;
  return (key, values = {}) =>
    Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, String(value)), words[key]);
}
