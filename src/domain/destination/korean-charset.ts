import cp949 from 'iconv-lite/encodings/tables/cp949.json' with { type: 'json' };

/** The names of `Charset`. */
export const CHARSETS = ['UNICODE', 'KS_X_1001', 'CP949'] as const;

/**
 * What a destination can carry. KS_X_1001 is what EUC-KR means strictly: 2,350 syllables, `€` and `®` among the signs.
 * CP949 is Microsoft's extension of it, with all 11,172 syllables. Domestic SMS is EUC-KR by the standard of its
 * networks, in which `쀍` and `뷁` have no place (http://www.bluehouselab.com/blog/article5); what a reseller cannot
 * carry arrives as `?`. So KS_X_1001 is what holds unless a reseller says that it takes CP949.
 */
export type Charset = (typeof CHARSETS)[number];

/** First byte, second byte: both from here on in KS X 1001; the pairs below are Microsoft's. */
const KS_X_1001_FROM = 0xa1;

/** Bytes by UTF-16 unit; 0: the charset lacks it. */
type Widths = Uint8Array;

/**
 * The table of `iconv-lite` lists runs: an address, then texts whose characters follow each other, and numbers that say
 * how many more code points follow the last character.
 */
function buildWidths(isTaken: (lead: number, trail: number) => boolean): Widths {
  const widths = new Uint8Array(0x1_0000);
  widths.fill(1, 0, 0x80);
  for (const [address, ...runs] of cp949) {
    let at = Number.parseInt(String(address), 16);
    // The first run is ASCII.
    if (at < 0x100) continue;
    let last = 0;
    const put = (code: number): void => {
      if (isTaken(at >> 8, at & 0xff)) widths[code] = 2;
      last = code;
      at += 1;
    };
    for (const run of runs) {
      if (typeof run === 'string') for (const character of run) put(character.charCodeAt(0));
      else for (let left = run; left > 0; left -= 1) put(last + 1);
    }
  }
  return widths;
}

const tables = new Map<Charset, Widths>();

function widthsOf(charset: Exclude<Charset, 'UNICODE'>): Widths {
  const known = tables.get(charset);
  if (known !== undefined) return known;
  const built = buildWidths(
    charset === 'CP949' ? () => true : (lead, trail) => lead >= KS_X_1001_FROM && trail >= KS_X_1001_FROM,
  );
  tables.set(charset, built);
  return built;
}

/** Whether a charset has a character. */
export function hasCharacter(charset: Charset, character: string): boolean {
  if (charset === 'UNICODE') return true;
  return character.length === 1 && widthsOf(charset)[character.charCodeAt(0)] !== 0;
}

/**
 * What a text takes in a charset: bytes, or of UNICODE its UTF-16 units, as KakaoTalk counts characters. Null: it has a
 * character that the charset lacks.
 */
export function lengthIn(charset: Charset, text: string): number | null {
  if (charset === 'UNICODE') return text.length;
  const widths = widthsOf(charset);
  let bytes = 0;
  for (let index = 0; index < text.length; index += 1) {
    const width = widths[text.charCodeAt(index)] ?? 0;
    if (width === 0) return null;
    bytes += width;
  }
  return bytes;
}

/** The characters of a text that a charset lacks, each once. */
export function missingFrom(charset: Charset, text: string): readonly string[] {
  return [...new Set(text)].filter((character) => !hasCharacter(charset, character));
}
