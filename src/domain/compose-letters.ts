const LETTERS_OF_SYLLABLES = /[\u1100-\u11ff]+|[A-Za-z\u00c0-\u024f][\u0300-\u036f]+/gu;

/** Only these may be letters to compose: most texts have none. */
const HAS_LETTERS = /[\u0300-\u036f\u1100-\u11ff]/u;

/**
 * A text with the syllables that were typed as their letters (as macOS writes them) as one character each: EUC-KR has a
 * place only for those, and values are compared. Not all of the text is normalised: `Å` (U+212B) has a place, and what
 * Unicode makes of it has none.
 */
export function composeLetters(text: string): string {
  if (!HAS_LETTERS.test(text)) return text;
  return text.replace(LETTERS_OF_SYLLABLES, (letters) => letters.normalize('NFC'));
}
