import { createCp949Decoder } from './cp949.ts';

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'euc-kr'] as const;
export type Encoding = (typeof ENCODINGS)[number];

export interface TextDecoding {
  decode(bytes: Uint8Array, options?: { readonly stream: boolean }): string;
}

/** A streaming decoder; U+FFFD stands for bytes that are not text in this encoding. */
export function createDecoder(encoding: Encoding): TextDecoding {
  if (encoding === 'euc-kr') return createCp949Decoder();
  // A byte order mark at the start is no part of the text, and the decoder drops it.
  return new TextDecoder(encoding);
}

export type EncodingVerdict =
  | { readonly ok: true; readonly encoding: Encoding }
  | { readonly ok: false; readonly code: 'MIXED_ENCODING'; readonly message: string };

/** In a file of UTF-8, a few damaged lines, or one in fifty, are damage; more are another encoding. */
const DAMAGED_LINES = 10;
const DAMAGED_SHARE = 0.02;

const BYTE_ORDER_MARKS: readonly (readonly [readonly number[], Encoding])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

const NEWLINE = 0x0a;

/** Looks at the bytes of a file, chunk by chunk, and says how its text is encoded. */
export function createEncodingDetector(): { push(chunk: Uint8Array): void; verdict(): EncodingVerdict } {
  let start: number[] = [];
  const korean = createCp949Decoder();
  let isKorean = true;
  let pending: Uint8Array[] = [];
  let utf8Lines = 0;
  let otherLines = 0;
  const utf8 = new TextDecoder('utf-8', { fatal: true });

  function endLine(): void {
    const line = Buffer.concat(pending);
    pending = [];
    if (line.every((byte) => byte < 0x80)) return;
    try {
      // Two bytes may be a letter in both encodings; three in a row that make one of UTF-8 are no accident.
      if (/[\u0800-\uffff]/.test(utf8.decode(line))) utf8Lines += 1;
    } catch {
      otherLines += 1;
    }
  }

  function verdict(): EncodingVerdict {
    const mark = BYTE_ORDER_MARKS.find(([bytes]) => bytes.every((byte, index) => start[index] === byte));
    if (mark !== undefined) return { ok: true, encoding: mark[1] };
    if (pending.length > 0) endLine();
    if (korean.decode(new Uint8Array()).includes('\ufffd')) isKorean = false;
    if (otherLines === 0) return { ok: true, encoding: 'utf-8' };
    if (utf8Lines === 0 && isKorean) return { ok: true, encoding: 'euc-kr' };
    const isDamage = utf8Lines === 0 || otherLines <= Math.max(DAMAGED_LINES, utf8Lines * DAMAGED_SHARE);
    // Each of them is refused by itself when it is read.
    if (isDamage) return { ok: true, encoding: 'utf-8' };
    return {
      ok: false,
      code: 'MIXED_ENCODING',
      message:
        `Of the lines with Korean text ${utf8Lines} are UTF-8 and ${otherLines} are not: the file mixes encodings. ` +
        'Convert it to UTF-8, or say --encoding utf-8 to leave out the lines that are not.',
    };
  }

  return {
    push(chunk) {
      if (start.length < 3) start = [...start, ...chunk.subarray(0, 3)].slice(0, 3);
      if (isKorean && korean.decode(chunk, { stream: true }).includes('\ufffd')) isKorean = false;
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
