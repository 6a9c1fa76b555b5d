const LABEL = '(광고)';
/** What every label of an advertisement has, however it is spelt, and what follows with nothing that is read between. */
const LETTER = '광';
const CODE = LETTER.charCodeAt(0);
const NEXT_CODE = '고'.charCodeAt(0);
const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;
/** A name or a number is looked through faster than it is handed to the engine's own search. */
const SHORT = 48;

/** Whether a printed value may bring a label, or a part of one: 광주, 관광지 and 광명시 do not. */
export function mayBringLabel(text: string): boolean {
  if (text.length > SHORT && !text.includes(LETTER)) return false;
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) === CODE && !goesOn(text, at + 1)) return true;
  return false;
}

/** Whether at a place another syllable makes a word of what stands before it that is no label. */
function goesOn(text: string, at: number): boolean {
  const next = text.charCodeAt(at);
  return next >= FIRST_SYLLABLE && next <= LAST_SYLLABLE && next !== NEXT_CODE;
}

/** Whether fixed words have that letter in labels that are spelt right, and nowhere else: no value makes another of them. */
export function isLabelSettled(words: string): boolean {
  return !words.replaceAll(LABEL, '').includes(LETTER);
}
