/** A mailbox as a header names it: the address, and the name that people read before it. */
export type Mailbox = { readonly name: string; readonly local: string; readonly domain: string };

const CONTROL = /\p{Cc}/u;
/** RFC 5322: what a local part is made of without quotes; SES takes no other (RFC 6531 is not supported). */
const LOCAL_PART = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** RFC 5321: 64 bytes before the @, 255 behind it. */
const MAX_LOCAL_PART = 64;
const MAX_DOMAIN = 253;
/** RFC 2047: an encoded word has at most 75 characters, 12 of them around its Base64. */
const MAX_WORD_BYTES = 45;

/** Whether a text may stand before the @: ASCII, because SES takes nothing else there. */
export function isLocalPart(text: string): boolean {
  return text.length <= MAX_LOCAL_PART && LOCAL_PART.test(text);
}

/**
 * A domain as mail carries it: lower case, other letters than ASCII in Punycode (`한국.example` is
 * `xn--3e0b707e.example`). Null: no domain.
 */
export function asciiDomain(text: string): string | null {
  const plain = text.toLowerCase();
  const domain = /^[ -~]*$/.test(plain) ? plain : punycode(plain);
  if (domain === null || domain.length > MAX_DOMAIN) return null;
  return domain.split('.').every((label) => LABEL.test(label)) ? domain : null;
}

function punycode(domain: string): string | null {
  // Of a URL's host, letters with a meaning in URLs would end it.
  if (/[\s/?#@:\\[\]%<>^|]/u.test(domain)) return null;
  const url = `http://${domain}/`;
  return URL.canParse(url) ? new URL(url).hostname : null;
}

/** Reads one mailbox, with a name before it or without: `Kim <kim@example.com>`, `"Kim, Lee" <…>`, `kim@…`. */
export function parseMailbox(text: string): Mailbox | null {
  if (CONTROL.test(text)) return null;
  const named = /^(.*)<([^<>]*)>$/u.exec(text.trim());
  const address = (named?.[2] ?? text).trim();
  const name = readName((named?.[1] ?? '').trim());
  const at = address.lastIndexOf('@');
  const local = address.slice(0, Math.max(0, at));
  const domain = asciiDomain(address.slice(at + 1));
  if (name === null || domain?.includes('.') !== true || !isLocalPart(local)) return null;
  return { name, local, domain };
}

/** What a name means: quoted, or words without what has a meaning of its own in a header. */
function readName(text: string): string | null {
  if (/^"(?:[^"\\]|\\.)*"$/u.test(text)) return text.slice(1, -1).replaceAll(/\\(.)/gu, '$1');
  return /[",;:@<>()[\]\\]/u.test(text) ? null : text;
}

/** A mailbox as a header takes it: a name of other letters than ASCII as encoded words (RFC 2047). */
export function formatMailbox({ name, local, domain }: Mailbox): string {
  const address = `${local}@${domain}`;
  if (name === '') return address;
  return `${/^[ -~]*$/.test(name) ? quoted(name) : encodedWords(name)} <${address}>`;
}

function quoted(name: string): string {
  return /^[\w !#$%&'*+/=?^`{|}~-]*$/.test(name) && !name.includes('=?')
    ? name
    : `"${name.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

function encodedWords(text: string): string {
  const encoder = new TextEncoder();
  const words: string[] = [];
  let bytes: number[] = [];
  // A letter never stands in two words: each is decoded by itself.
  for (const character of text) {
    const next = encoder.encode(character);
    if (bytes.length + next.length > MAX_WORD_BYTES) {
      words.push(encodedWord(bytes));
      bytes = [];
    }
    bytes.push(...next);
  }
  words.push(encodedWord(bytes));
  return words.join(' ');
}

function encodedWord(bytes: readonly number[]): string {
  return `=?UTF-8?B?${btoa(String.fromCharCode(...bytes))}?=`;
}
