import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCp949Decoder } from '../../../src/import-reader/cp949.ts';
import type { ImportOptions } from '../../../src/import-reader/import-options.ts';
import { decodePair, inspectFile } from '../../../src/cli/import/inspect-file.ts';
import { openFile } from '../../../src/cli/import/open-file.ts';
import { readCsvRecords, type CsvRecord } from '../../../src/import-reader/read-csv-records.ts';
import { readRows } from '../../../src/import-reader/read-rows.ts';
import type { Row } from '../../../src/import-reader/row.ts';
import { sliceRows, type Slice } from '../../../src/import-reader/slice-rows.ts';

let folder: string;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rows-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(content: Buffer | string, how: ImportOptions = {}): Promise<Row[]> {
  const file = join(folder, `${++count}`);
  await writeFile(file, content);
  const inspected = await inspectFile(file, how);
  if (!inspected.ok) throw new Error(`${inspected.error.code}: ${inspected.error.message}`);
  const rows: Row[] = [];
  for await (const row of readRows(await openFile(file), inspected, how)) rows.push(row);
  return rows;
}

const textsOf = (rows: readonly Row[]): string[] => rows.flatMap((row) => ('text' in row ? [row.text] : []));
const objectsOf = (rows: readonly Row[]): unknown[] => textsOf(rows).map((text): unknown => JSON.parse(text));
const refusalsOf = (rows: readonly Row[]): [number, string][] =>
  rows.flatMap((row): [number, string][] => ('code' in row ? [[row.line, row.code]] : []));

/** 가나 똠방각하 (the second word's first syllable is in the extension only). */
const KOREAN_BYTES = Buffer.from([0xb0, 0xa1, 0xb3, 0xaa, 0x20, 0x8c, 0x63, 0xb9, 0xe6, 0xb0, 0xa2, 0xc7, 0xcf]);

describe('reading lines of JSON', () => {
  it('keeps the last line when there is no newline behind it, and drops carriage returns', async () => {
    expect(textsOf(await read('{"a":1}\r\n{"b":2}'))).toEqual(['{"a":1}', '{"b":2}']);
  });

  it('recognises gzip by content, whatever the name', async () => {
    expect(textsOf(await read(gzipSync('{}\n{"b":2}\n')))).toEqual(['{}', '{"b":2}']);
  });

  it('reads what comes before the cut of a truncated gzip, then says where it ends', async () => {
    const whole = gzipSync(Array.from({ length: 20_000 }, (_, n) => `{"n":${n},"x":${Math.sin(n)}}`).join('\n'));
    const rows = await read(whole.subarray(0, Math.floor(whole.length / 2)));
    expect(textsOf(rows).length).toBeGreaterThan(1_000);
    expect(textsOf(rows)[999]).toBe(`{"n":999,"x":${Math.sin(999)}}`);
    expect(rows.at(-1)).toMatchObject({ code: 'TRUNCATED_FILE' });
  });

  it('reports what follows a gzip that is no part of it, and does not end by it', async () => {
    const file = join(folder, 'garbage.gz');
    await writeFile(file, Buffer.concat([gzipSync('{"a":1}\n'), Buffer.from('garbage')]));
    const inspected = await inspectFile(file, {});
    if (!inspected.ok) throw new Error(inspected.error.message);
    const opened = await openFile(file);
    // Whoever opens a file may have something else to do first, as the command has: it signs in.
    await new Promise((resolve) => setTimeout(resolve, 50));
    const rows: Row[] = [];
    for await (const row of readRows(opened, inspected, {})) rows.push(row);
    expect(rows.at(-1)).toMatchObject({ code: 'TRUNCATED_FILE' });
  });

  it('refuses a line too long to be a customer without losing its neighbours or its line number', async () => {
    const rows = await read(`{"n":1}\n${'x'.repeat(5_000_000)}\n{"n":3}\n`);
    expect(textsOf(rows)).toEqual(['{"n":1}', '{"n":3}']);
    expect(refusalsOf(rows)).toEqual([[2, 'LINE_TOO_LONG']]);
    expect(rows.at(-1)?.line).toBe(3);
  });

  it.each([
    ['a list in one line', '[{"a":"]}"},{"b":[{"c":"\\""}]}]'],
    ['a list over several lines', '[\n  {\n    "a": "]}"\n  },\n  { "b": [{ "c": "\\"" }] }\n]\n'],
    ['objects one behind the other in one line', '{"a":"]}"}{"b":[{"c":"\\""}]}'],
    ['objects over several lines', '{\n  "a": "]}"\n}\n{\n  "b": [{ "c": "\\"" }]\n}'],
  ])('reads %s, whatever brackets and quotes are in it', async (_name, content) => {
    for (const format of [{}, { format: 'json' as const }]) {
      const rows = await read(content, format);
      expect(objectsOf(rows)).toEqual([{ a: ']}' }, { b: [{ c: '"' }] }]);
      expect(rows.map(({ line }) => line)).toEqual([1, 2]);
    }
  });

  it('names the entry of a list that is no object, is damaged or too long, and says when the list has no end', async () => {
    const texts = textsOf(await read('[1, "a b", {"n":3}, }, {"n":5}]'));
    expect(texts).toEqual(['1', '"a b"', '{"n":3}', '}', '{"n":5}']);
    const rows = await read(`[{"n":1},{"x":"${'x'.repeat(5_000_000)}"},{"n":3}`);
    expect(textsOf(rows)).toEqual(['{"n":1}', '{"n":3}']);
    expect(refusalsOf(rows)).toEqual([
      [2, 'LINE_TOO_LONG'],
      [3, 'TRUNCATED_FILE'],
    ]);
    expect(refusalsOf(await read('[{"n":1},{"n":'))).toEqual([[2, 'TRUNCATED_FILE']]);
    expect(await read('[]')).toEqual([]);
  });
});

describe('encodings', () => {
  it('takes UTF-8 and UTF-16 with their byte order marks', async () => {
    const text = '{"a":"한글"}\n';
    const big = Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
    for (const bytes of [`\ufeff${text}`, Buffer.from(`\ufeff${text}`, 'utf16le'), big]) {
      expect(objectsOf(await read(bytes))).toEqual([{ a: '한글' }]);
    }
  });

  it('knows UTF-16 without a mark by its zeros, and takes a few of them for damage', async () => {
    const text = '{"a":"한글"}\n';
    expect(objectsOf(await read(Buffer.from(text, 'utf16le')))).toEqual([{ a: '한글' }]);
    expect(objectsOf(await read(Buffer.from(text, 'utf16le').swap16()))).toEqual([{ a: '한글' }]);
    const long = `${'한'.repeat(200)},`.repeat(8);
    expect(objectsOf(await read(Buffer.from(`{"a":"${long}"}\n`, 'utf16le')))).toEqual([{ a: long }]);
    const rows = await read(`{"a":"이름을 여기에 적습니다"}\n{"b":"\u0000"}\n{"c":"주소를 여기에 적습니다"}\n`);
    expect(textsOf(rows)[0]).toBe('{"a":"이름을 여기에 적습니다"}');
  });

  it.each([
    ['an Excel workbook', 'PK\u0003\u0004'],
    ['a PDF', '%PDF-1.7'],
    ['packed by bzip2', 'BZh9'],
    ['a Parquet file', 'PAR1'],
  ])('says of what is no text what it is: %s', async (what, start) => {
    await expect(read(`${start}\u0001\u0002`)).rejects.toThrow(what);
  });

  it('converts what Korean Windows saves, every syllable of it', async () => {
    const bytes = Buffer.concat([Buffer.from('{"a":"'), KOREAN_BYTES, Buffer.from('"}\n')]);
    expect(objectsOf(await read(bytes))).toEqual([{ a: '가나 똠방각하' }]);
    const syllables = new Set<string>();
    for (let lead = 0x81; lead <= 0xfe; lead += 1) {
      for (let trail = 0x41; trail <= 0xfe; trail += 1) {
        const text = createCp949Decoder(decodePair).decode(Uint8Array.of(lead, trail));
        if (text.length === 1 && text >= '가' && text <= '힣') syllables.add(text);
      }
    }
    expect(syllables.size).toBe(11_172);
    // Known places of the extension: its first, the first of the second kind of row, and its last.
    const place = (lead: number, trail: number) => createCp949Decoder(decodePair).decode(Uint8Array.of(lead, trail));
    expect([place(0x81, 0x41), place(0x8c, 0x63), place(0xc6, 0x52)]).toEqual(['갂', '똠', '힣']);
  });

  it('refuses a damaged line of a UTF-8 file instead of storing other letters', async () => {
    const lines = Array.from({ length: 100 }, (_, n) => Buffer.from(`{"a":"한글 ${n}"}\n`));
    lines[41] = Buffer.concat([Buffer.from('{"a":"'), KOREAN_BYTES, Buffer.from('"}\n')]);
    const rows = await read(Buffer.concat(lines));
    expect(textsOf(rows)).toHaveLength(99);
    expect(refusalsOf(rows)).toEqual([[42, 'NOT_UTF8']]);
  });

  it('refuses a file that mixes encodings, unless told which one counts', async () => {
    const pair = Buffer.concat([Buffer.from('{"a":"이름"}\n{"a":"'), KOREAN_BYTES, Buffer.from('"}\n')]);
    const mixed = Buffer.concat(Array.from({ length: 20 }, () => pair));
    await expect(read(mixed)).rejects.toThrow('MIXED_ENCODING');
    const rows = await read(mixed, { encoding: 'utf-8' });
    expect(objectsOf(rows)).toEqual(Array.from({ length: 20 }, () => ({ a: '이름' })));
    expect(refusalsOf(rows)[1]).toEqual([4, 'NOT_UTF8']);
  });

  it('never takes UTF-8 for Korean Windows, however few Korean letters there are', async () => {
    // 가 and a space: all of it could be two-byte letters of the other encoding.
    for (const text of ['이름', '가 ', 'é', '똠'])
      expect(objectsOf(await read(`{"a":"${text}"}\n`))).toEqual([{ a: text }]);
  });
});

const HEADER =
  'ChannelType,Address,User.UserId,User.UserAttributes.Tags,User.UserAttributes.Tags,Metrics.visits,Location.City';

describe('reading CSV', () => {
  it('reads Pinpoint’s dotted headers; a header that repeats makes a list', async () => {
    const rows = await read(
      `\ufeff${HEADER}\nEMAIL,a@example.com,u1,책,영화,3,"서울, ""강남"""\r\nSMS,+821012345678,u2,,,x,\n`,
    );
    expect(objectsOf(rows)).toEqual([
      {
        ChannelType: 'EMAIL',
        Address: 'a@example.com',
        User: { UserId: 'u1', UserAttributes: { Tags: ['책', '영화'] } },
        Metrics: { visits: 3 },
        Location: { City: '서울, "강남"' },
      },
      { ChannelType: 'SMS', Address: '+821012345678', User: { UserId: 'u2' }, Metrics: { visits: 'x' } },
    ]);
  });

  it('makes Korean phone numbers international, and refuses a row whose number is none without repeating it', async () => {
    const columns = { 회원번호: 'User.UserId', 휴대폰: 'SMS' };
    const content = '회원번호,휴대폰\n1,010-1234-5678\n2,1012345678\n3,02-123-4567\n4,\n';
    const rows = await read(content, { columns });
    expect(objectsOf(rows)).toMatchObject([
      { User: { UserId: '1' }, ChannelType: 'SMS', Address: '+821012345678' },
      { User: { UserId: '2' }, ChannelType: 'SMS', Address: '+821012345678' },
      { User: { UserId: '4' } },
    ]);
    expect(refusalsOf(rows)).toEqual([[4, 'INVALID_PHONE']]);
    expect(JSON.stringify(rows)).not.toContain('02-123-4567');
    // Who leaves a list is named by the id.
    expect(refusalsOf(await read(content, { columns, removeFromSegmentId: 's' }))).toEqual([]);
  });

  it('maps the columns of any other CSV; several addresses of a person become several endpoints', async () => {
    const columns = { 회원번호: 'User.UserId', 이메일: 'EMAIL', 휴대폰: 'SMS', 도시: 'Location.City', 메모: '-' };
    const content =
      '회원번호,이메일,휴대폰,도시,메모\n1,a@example.com,+821012345678,서울,x\n2,,+821187654321,,\n3,,,,\n';
    const rows = await read(content, { columns, constants: { 'User.UserAttributes.From': '2026' } });
    expect(objectsOf(rows)).toEqual([
      {
        id: '1',
        attributes: { From: ['2026'] },
        endpoints: [
          { channelType: 'EMAIL', address: 'a@example.com', demographic: {}, location: { city: '서울' } },
          { channelType: 'SMS', address: '+821012345678', demographic: {}, location: { city: '서울' } },
        ],
      },
      { User: { UserId: '2', UserAttributes: { From: ['2026'] } }, ChannelType: 'SMS', Address: '+821187654321' },
      { User: { UserId: '3', UserAttributes: { From: ['2026'] } } },
    ]);
  });

  it.each<[string, ImportOptions, string]>([
    ['Name\nx\n', {}, 'Column "Name" means nothing here'],
    ['Demographic.Plattform\nx\n', {}, 'means nothing here'],
    ['user.userid,EMAIL\nx,a@b.kr\n', {}, '--map "user.userid=User.UserId"'],
    ['User.UserId,e-mail\nx,a@b.kr\n', {}, '--map "e-mail=EMAIL"'],
    ['EMAIL,user.userattributes.City\na@b.kr,x\n', {}, '--map "user.userattributes.City=User.UserAttributes.City"'],
    ['"User.UserId,EMAIL"\n"x,a@b.kr"\n', {}, 'where whole lines stand in quotes'],
    ['Name\nx\n', { columns: { Nome: '-' } }, 'no column "Nome"'],
    ['a,b\nx,y\n', { columns: { a: 'EMAIL', b: 'SMS' } }, 'User.UserId'],
  ])('refuses %j as a whole when its columns make no sense', async (content, how, message) => {
    await expect(read(content, how)).rejects.toThrow(message);
  });

  it('names rows that break the rules and goes on behind them', async () => {
    const rows = await read('Id,Address\n1,"a\nb"\n2,"bad" x\n3,c\n4,d,e\n\n5,"never closed\n6,f\n');
    expect(refusalsOf(rows)).toEqual([
      [4, 'BAD_QUOTE'],
      [6, 'CELL_COUNT'],
      [8, 'QUOTE_NOT_CLOSED'],
    ]);
    expect(objectsOf(rows)).toEqual([
      { Id: '1', Address: 'a\nb' },
      { Id: '3', Address: 'c' },
      { Id: '6', Address: 'f' },
    ]);
  });

  it('loses nothing behind a quote that is never closed in a large file', async () => {
    const many = Array.from({ length: 20_000 }, (_, n) => `${n},address-${n}`).join('\n');
    const rows = await read(`Id,Address\n0,"open\n${many}\n`);
    expect(refusalsOf(rows)).toEqual([[2, 'QUOTE_NOT_CLOSED']]);
    expect(textsOf(rows)).toHaveLength(20_000);
    expect(rows.at(-1)?.line).toBe(20_002);
  });

  it('keeps a column named __proto__ for the server to refuse', async () => {
    const rows = await read('Id,Attributes.__proto__\n1,x\n');
    expect(textsOf(rows)).toEqual(['{"Id":"1","Attributes":{"__proto__":["x"]}}']);
  });

  it('reads back what was written, wherever the pieces are cut', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', '한', ' ', '') });
    const quoted = (text: string): string =>
      /[",\r\n]/.test(text) || text === '' ? `"${text.replaceAll('"', '""')}"` : text;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        async (table, size, newline, isEnded) => {
          const text = table.map((row) => row.map(quoted).join(',')).join(newline) + (isEnded ? newline : '');
          async function* pieces() {
            for (let from = 0; from < text.length; from += size) yield text.slice(from, from + size);
          }
          const records: CsvRecord[] = [];
          for await (const record of readCsvRecords(pieces(), ',')) records.push(record);
          expect(records.map((record) => 'cells' in record && record.cells)).toEqual(table);
          let line = 1;
          for (const [index, row] of table.entries()) {
            expect(records[index]?.line).toBe(line);
            line += 1 + row.join('').split('\n').length - 1;
          }
        },
      ),
      { numRuns: Number(process.env['CASES'] ?? 1000) },
    );
  });
});

describe('slices', () => {
  it('cover every line once, hold at most 500 rows and 600 KB, and are the same every time', async () => {
    const row = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({ size: fc.integer({ min: 1, max: 60_000 }), gap: fc.integer({ min: 1, max: 3 }) }),
      },
      { weight: 1, arbitrary: fc.record({ size: fc.constant(-1), gap: fc.constant(1) }) },
    );
    const plan = fc
      .array(row, { maxLength: 60 })
      .chain((some) => fc.constantFrom(1, 20).map((times) => Array(times).fill(some).flat() as typeof some));
    await fc.assert(
      fc.asyncProperty(plan, async (rows) => {
        async function* stream(): AsyncGenerator<Row> {
          let line = 0;
          for (const { size, gap } of rows) {
            line += gap;
            yield size < 0 ? { line, code: 'X', reason: 'x' } : { line, text: 'x'.repeat(size) };
          }
        }
        const slices: Slice[] = [];
        for await (const slice of sliceRows(stream())) slices.push(slice);
        let next = 1;
        for (const { firstLine, untilLine, lines, lineNumbers, rejected } of slices) {
          expect(firstLine).toBe(next);
          next = untilLine;
          expect(lines.length).toBeLessThanOrEqual(500);
          expect(lines.join('').length).toBeLessThanOrEqual(660_000);
          expect(
            [...lineNumbers, ...rejected.map(({ line }) => line)].every(
              (line) => line >= firstLine && line < untilLine,
            ),
          ).toBe(true);
        }
        expect(slices.flatMap(({ lines, rejected }) => [...lines, ...rejected])).toHaveLength(rows.length);
      }),
      { numRuns: 100 },
    );
  });
});
