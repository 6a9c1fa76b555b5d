/** Blanks, and what spreadsheets and web pages leave around a text without anybody seeing it. */
const BLANK = /[\s\u00ad\u200b-\u200f\u2060\ufeff]/u;

/** Nearly every text begins and ends with a printable character of ASCII; texts pass here for every message. */
function isBlankCode(code: number): boolean {
  return !(code > 0x20 && code < 0x7f) && BLANK.test(String.fromCharCode(code));
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
  return text.slice(start, end);
}
