/**
 * Blanks, and what spreadsheets and web pages leave around a text without anybody seeing it: marks of the direction of
 * writing, joiners, soft hyphens, and the fillers that Korean keyboards write for an empty name.
 */
const BLANK =
  /[\s\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\u3164\ufeff\uffa0]/u;

const HANGUL_FILLER = 0x3164;

/** Nearly every text begins and ends with a printable letter of ASCII or a Hangul one; texts pass here for every message. */
function isBlankCode(code: number): boolean {
  const isLetter = (code > 0x20 && code < 0x7f) || (code > 0x3000 && code < 0xfeff && code !== HANGUL_FILLER);
  return !isLetter && BLANK.test(String.fromCharCode(code));
}

/** Whether a text says nothing: what counts as missing. */
export function isBlank(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (!isBlankCode(text.charCodeAt(at))) return false;
  return true;
}

/**
 * A text without what is no part of it when it is an address, an id or a name. Looked at from both ends: a pattern for
 * the end would begin anew at each blank of a long row of them.
 */
export function trimText(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlankCode(text.charCodeAt(start))) start += 1;
  while (end > start && isBlankCode(text.charCodeAt(end - 1))) end -= 1;
  return end - start === text.length ? text : text.slice(start, end);
}
