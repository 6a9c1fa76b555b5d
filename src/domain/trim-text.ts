/** Blanks, and what spreadsheets and web pages leave around a text without anybody seeing it. */
const AROUND = /^[\s\u00ad\u200b-\u200f\u2060\ufeff]+|[\s\u00ad\u200b-\u200f\u2060\ufeff]+$/gu;

/** A text without what is no part of it when it is an address, an id or a name. */
export function trimText(text: string): string {
  return text.replace(AROUND, '');
}
