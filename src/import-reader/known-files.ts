/** How files begin that are no text, and what people call them. */
const BEGINNINGS: readonly (readonly [bytes: string, what: string, instead: string])[] = [
  ['504b0304', 'an Excel workbook (.xlsx) or a ZIP archive', 'Save it as CSV (UTF-8), or unpack it'],
  ['d0cf11e0a1b11ae1', 'an Excel workbook (.xls)', 'Save it as CSV (UTF-8)'],
  ['25504446', 'a PDF', 'Get the data as CSV'],
  ['50415231', 'a Parquet file', 'Write it as CSV or NDJSON'],
  ['4f626a01', 'an Avro file', 'Write it as NDJSON'],
  ['425a68', 'packed by bzip2', 'Unpack it, or pack it by gzip'],
  ['fd377a585a00', 'packed by xz', 'Unpack it, or pack it by gzip'],
  ['28b52ffd', 'packed by zstd', 'Unpack it, or pack it by gzip'],
  ['377abcaf271c', 'packed by 7-Zip', 'Unpack it'],
  ['53514c69746520666f726d6174203300', 'an SQLite database', 'Write its table as CSV'],
];

/** What a file is instead of rows of text, and what to do about it; undefined where nothing shows that. */
export function knownFile(start: Uint8Array): string | undefined {
  const begin = Array.from(start.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const known = BEGINNINGS.find(([bytes]) => begin.startsWith(bytes));
  return known === undefined ? undefined : `is ${known[1]}, not text. ${known[2]}, and import that.`;
}
