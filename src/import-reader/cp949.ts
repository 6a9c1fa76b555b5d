/**
 * Code page 949 (what Korean Windows calls EUC-KR) as the Encoding Standard has it. Node's own `euc-kr` knows KS X 1001
 * only and reads the other 8,822 syllables as control characters and Latin letters, without an error; `iconv-lite` knows
 * them all, as browsers do: whoever reads says who knows them. The pairing of bytes stays here, because a broken pair is to
 * be noticed, and to swallow nothing.
 */

/** The text of two bytes of code page 949. */
export type DecodePair = (bytes: Uint8Array) => string;

const REPLACEMENT = '\ufffd';

/** Characters by their two bytes; 0: there is none. */
function buildTable(decodePair: DecodePair): Uint16Array {
  const table = new Uint16Array(0x10000);
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x41; trail <= 0xfe; trail += 1) {
      const text = decodePair(Uint8Array.of(lead, trail));
      if (text.length === 1 && text !== REPLACEMENT) table[lead * 256 + trail] = text.charCodeAt(0);
    }
  }
  return table;
}

let known: Uint16Array | undefined;

/** A decoder with a memory for the half of a character at the end of a chunk; U+FFFD stands for what is not CP949. */
export function createCp949Decoder(decodePair: DecodePair): {
  decode(bytes: Uint8Array, options?: { readonly stream: boolean }): string;
} {
  known ??= buildTable(decodePair);
  const table = known;
  let lead = 0;
  return {
    decode(bytes, { stream } = { stream: false }) {
      const codes = new Uint16Array(bytes.length + 2);
      let length = 0;
      for (const byte of bytes) {
        if (lead !== 0) {
          const code = table[lead * 256 + byte] ?? 0;
          lead = 0;
          codes[length++] = code === 0 ? 0xfffd : code;
          // A broken pair must not swallow a letter, a quote or the end of a line.
          if (code === 0 && byte < 0x80) codes[length++] = byte;
        } else if (byte < 0x80) {
          codes[length++] = byte;
        } else if (byte === 0x80 || byte === 0xff) {
          codes[length++] = 0xfffd;
        } else {
          lead = byte;
        }
      }
      if (!stream && lead !== 0) {
        codes[length++] = 0xfffd;
        lead = 0;
      }
      return new TextDecoder('utf-16le').decode(new Uint8Array(codes.buffer, 0, length * 2));
    },
  };
}
