import { LABEL } from '../law/label.ts';

/** The letter that every label of an advertisement has, however it is spelt. */
const LETTER = '광';
const CODE = LETTER.charCodeAt(0);
/** A name or a number is looked through faster than it is handed to the engine's own search. */
const SHORT = 48;

/** Whether a printed value may bring a label, or a part of one. */
export function hasLabelLetter(text: string): boolean {
  if (text.length > SHORT) return text.includes(LETTER);
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) === CODE) return true;
  return false;
}

/** How many labels fixed words have; infinitely many where they have its letter in something else. */
export function countLabels(words: string): number {
  const count = words.split(LETTER).length - 1;
  return words.split(LABEL).length - 1 === count ? count : Number.POSITIVE_INFINITY;
}
