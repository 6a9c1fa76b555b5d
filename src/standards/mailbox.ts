/** A mailbox as a header names it: the address, and the name that people read before it. */
export type Mailbox = { readonly name: string; readonly local: string; readonly domain: string };

const CONTROL = /[\p{Cc}\ud800-\udfff]/u;
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

/**
 * What a name means: quoted, or words without what divides mailboxes in a header. Brackets are no comment here: `(주)봉화`
 * is a name. What somebody encoded by hand, as it had to be for SES, is the name that it means.
 */
function readName(text: string): string | null {
  const isQuoted = /^"(?:[^"\\]|\\.)*"$/u.test(text);
  const name = isQuoted ? text.slice(1, -1).replaceAll(/\\(.)/gu, '$1') : text;
  if (!isQuoted && /[",;:@<>\\]/u.test(text)) return null;
  const decoded = decodedWords(name);
  return decoded === null || CONTROL.test(decoded) ? null : decoded;
}

/** Of others decoders differ in what they make of the same bytes. */
const CHARSET = /^(?:utf-8|us-ascii|iso-8859-1)$/i;
const WORD = /=\?([\w-]+)(?:\*[\w-]+)?\?([bq])\?([!->@-~]*)\?=/gi;

/** A text with its encoded words (RFC 2047) decoded; null: one of them is damaged, or in an encoding that is not read. */
function decodedWords(text: string): string | null {
  if (!text.includes('=?')) return text;
  try {
    // Blanks between two of them are no part of the text.
    const joined = text.replaceAll(/\?=\s+=\?/g, '?==?');
    return joined.replaceAll(WORD, (word: string, charset: string, encoding: string, content: string) => {
      if (!CHARSET.test(charset)) throw new TypeError(word);
      const binary = encoding.toLowerCase() === 'b' ? atob(content) : unquoted(content);
      return new TextDecoder(charset, { fatal: true }).decode(bytesOf(binary));
    });
  } catch {
    return null;
  }
}

function bytesOf(binary: string): Uint8Array {
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** The `Q` encoding: a blank is written as `_`, and a byte in hexadecimal behind `=`. */
function unquoted(content: string): string {
  return content
    .replaceAll('_', ' ')
    .replaceAll(/=([\da-f]{2})/gi, (_code, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
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
