import { createCp949Decoder, type DecodePair } from './cp949.ts';
import { joinBytes } from './join-bytes.ts';
import { countSyllables } from './korean-syllables.ts';

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'euc-kr', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

export interface TextDecoding {
  decode(bytes: Uint8Array, options?: { readonly stream: boolean }): string;
}

/** A streaming decoder; U+FFFD stands for bytes that are not text in this encoding. */
export function createDecoder(encoding: Encoding, decodePair: DecodePair): TextDecoding {
  if (encoding === 'euc-kr') return createCp949Decoder(decodePair);
  // A byte order mark at the start is no part of the text, and the decoder drops it.
  return new TextDecoder(encoding);
}

export type EncodingVerdict =
  | { readonly ok: true; readonly encoding: Encoding }
  | { readonly ok: false; readonly code: 'MIXED_ENCODING' | 'UNKNOWN_ENCODING'; readonly message: string };

/** In a file of one encoding, a few damaged lines, or one in fifty, are damage; more are another encoding. */
const DAMAGED_LINES = 10;
const DAMAGED_SHARE = 0.02;

/** What of Korean text is frequent syllables, at the least. */
const FREQUENT_SHARE = 0.4;

const BYTE_ORDER_MARKS: readonly (readonly [readonly number[], Encoding])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

const NEWLINE = 0x0a;
const START_BYTES = 4_096;

/** Its mark begins with that of UTF-16. */
function isUtf32(start: Uint8Array): boolean {
  const mark = [...start.subarray(0, 4)].join(' ');
  return mark === '255 254 0 0' || mark === '0 0 254 255';
}

/** Fewer of them than both may be damage: one in twenty bytes, and eight. */
const ZERO_SHARE = 0.05;
const FEW_ZEROS = 8;

/**
 * Text has no zeros; in UTF-16 every second byte of what is Latin, a comma or the end of a line is one. A zero here and
 * there is damage of another encoding.
 */
function utf16Of(start: Uint8Array): Encoding | null {
  let even = 0;
  let odd = 0;
  for (const [index, byte] of start.entries()) {
    if (byte !== 0) continue;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  }
  const [fewer, more] = even < odd ? [even, odd] : [odd, even];
  // 가 and 글 have a zero on the other side.
  const isWide = fewer * 2 <= more && more >= Math.min(start.length * ZERO_SHARE, FEW_ZEROS);
  if (more === 0 || !isWide) return null;
  return even > odd ? 'utf-16be' : 'utf-16le';
}

/**
 * What the bytes of a line of another encoding would be in code page 949: syllables of KS X 1001, of which nearly all
 * Korean text consists, and others. Latin letters with accents make some of the others (`\xC5s` is one), and hardly ever
 * two syllables in a row.
 */
function koreanIn(line: Uint8Array): { readonly common: number; readonly rare: number; readonly hasWord: boolean } {
  let common = 0;
  let rare = 0;
  let hasWord = false;
  let before = -1;
  for (let at = 0; at < line.length; at += 1) {
    const lead = line[at] ?? 0;
    const trail = line[at + 1] ?? 0;
    if (lead < 0x80) continue;
    const isCommon = lead >= 0xb0 && lead <= 0xc8 && trail >= 0xa1;
    if (isCommon) {
      common += 1;
      hasWord ||= before === at - 2;
      before = at;
    } else if (lead < 0xa1 || trail < 0xa1) rare += 1;
    at += 1;
  }
  return { common, rare, hasWord };
}

function isDamage(damaged: number, good: number): boolean {
  return damaged <= Math.max(DAMAGED_LINES, good * DAMAGED_SHARE) && damaged < good;
}

/** Looks at the bytes of a file, chunk by chunk, and says how its text is encoded. */
export function createEncodingDetector(decodePair: DecodePair): {
  push(chunk: Uint8Array): void;
  verdict(): EncodingVerdict;
} {
  let start = new Uint8Array();
  let pending: Uint8Array[] = [];
  let lines = 0;
  let utf8Lines = 0;
  let otherLines = 0;
  /** Of the other lines, those that code page 949 can read. */
  let koreanLines = 0;
  let common = 0;
  let rare = 0;
  let hasWord = false;
  let syllables = 0;
  let frequent = 0;
  const utf8 = new TextDecoder('utf-8', { fatal: true });

  function endLine(): void {
    const line = joinBytes(pending);
    pending = [];
    lines += 1;
    if (line.every((byte) => byte < 0x80)) return;
    try {
      // Two bytes may be a letter in both encodings; three in a row that make one of UTF-8 are no accident.
      if (/[\u0800-\uffff]/.test(utf8.decode(line))) utf8Lines += 1;
    } catch {
      otherLines += 1;
      const text = createCp949Decoder(decodePair).decode(line);
      if (text.includes('\ufffd')) return;
      koreanLines += 1;
      const counted = countSyllables(text);
      syllables += counted.all;
      frequent += counted.frequent;
      const seen = koreanIn(line);
      common += seen.common;
      rare += seen.rare;
      hasWord ||= seen.hasWord;
    }
  }

  function verdict(): EncodingVerdict {
    if (isUtf32(start)) {
      return {
        ok: false,
        code: 'UNKNOWN_ENCODING',
        message: 'It is UTF-32, which is not read. Convert the file to UTF-8.',
      };
    }
    const mark = BYTE_ORDER_MARKS.find(([bytes]) => bytes.every((byte, index) => start[index] === byte));
    if (mark !== undefined) return { ok: true, encoding: mark[1] };
    const wide = utf16Of(start);
    if (wide !== null) return { ok: true, encoding: wide };
    if (pending.length > 0) endLine();
    if (otherLines === 0) return { ok: true, encoding: 'utf-8' };
    // Each damaged line is refused by itself when it is read.
    if (utf8Lines > 0 && otherLines <= Math.max(DAMAGED_LINES, utf8Lines * DAMAGED_SHARE)) {
      return { ok: true, encoding: 'utf-8' };
    }
    if (utf8Lines > 0) {
      return {
        ok: false,
        code: 'MIXED_ENCODING',
        message:
          `Of the lines with Korean text ${utf8Lines} are UTF-8 and ${otherLines} are not: the file mixes encodings. ` +
          'Convert it to UTF-8, or say --encoding utf-8 to leave out the lines that are not.',
      };
    }
    const damaged = otherLines - koreanLines;
    // Japanese and Chinese have the places of Hangul for their own signs.
    const isKorean = hasWord && rare <= common / 2 && frequent >= syllables * FREQUENT_SHARE;
    if (isKorean && isDamage(damaged, koreanLines)) return { ok: true, encoding: 'euc-kr' };
    if (otherLines <= lines * DAMAGED_SHARE) return { ok: true, encoding: 'utf-8' };
    return {
      ok: false,
      code: 'UNKNOWN_ENCODING',
      message:
        `${otherLines} lines are not UTF-8, and nothing shows in which encoding they are. Convert the file to UTF-8, or say ` +
        `which one it is with --encoding (${ENCODINGS.join(', ')}); with utf-8 those lines are left out.`,
    };
  }

  return {
    push(chunk) {
      if (start.length < START_BYTES) start = joinBytes([start, chunk.subarray(0, START_BYTES)]);
      let from = 0;
      for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
        pending.push(chunk.subarray(from, end));
        endLine();
        from = end + 1;
      }
      // What is longer than any line is not kept: it is judged in pieces.
      if (pending.length > 64) endLine();
      pending.push(chunk.slice(from));
    },
    verdict,
  };
}
