/** Blanks, and what spreadsheets and web pages leave around a text without anybody seeing it. */
const BLANK = /[\s\u00ad\u200b-\u200f\u2060\ufeff]/u;

/** Nearly every text begins and ends with a printable letter of ASCII or a Hangul one; texts pass here for every message. */
function isBlankCode(code: number): boolean {
  const isLetter = (code > 0x20 && code < 0x7f) || (code > 0x3000 && code < 0xfeff);
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
