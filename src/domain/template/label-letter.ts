import { LABEL } from '../law/label.ts';

/** The letter that every label of an advertisement has, however it is spelt. */
const LETTER = '광';
const CODE = LETTER.charCodeAt(0);
/** What it is followed by in every label, with nothing between them that is read. */
const NEXT_CODE = '고'.charCodeAt(0);
/** The syllables of Hangul: each is read. */
const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;
/** A name or a number is looked through faster than it is handed to the engine's own search. */
const SHORT = 48;

/** Whether a printed value may bring a label, or a part of one; `광주` brings none, wherever it stands. */
export function mayBringLabel(text: string): boolean {
  if (text.length > SHORT) {
    for (let at = text.indexOf(LETTER); at >= 0; at = text.indexOf(LETTER, at + 1)) if (mayBegin(text, at)) return true;
    return false;
  }
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) === CODE && mayBegin(text, at)) return true;
  return false;
}

/** Whether what follows the letter at a place leaves a label possible: the words around a value may complete it. */
function mayBegin(text: string, at: number): boolean {
  const next = text.charCodeAt(at + 1);
  return !(next >= FIRST_SYLLABLE && next <= LAST_SYLLABLE && next !== NEXT_CODE);
}

/** How many labels fixed words have; infinitely many where they have its letter in something else. */
export function countLabels(words: string): number {
  const count = words.split(LETTER).length - 1;
  return words.split(LABEL).length - 1 === count ? count : Number.POSITIVE_INFINITY;
}
