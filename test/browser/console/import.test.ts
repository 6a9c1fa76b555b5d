/// <reference lib="dom" />
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openConsole, type OpenConsole } from './open-console.ts';

let console_: OpenConsole;
beforeAll(async () => {
  console_ = await openConsole();
}, 240_000);
afterAll(async () => {
  await console_?.stop();
});

const TABLE = [
  '고객번호,이름,이메일,도시,등급',
  'k-1,서연,seoyeon@example.org,서울,VIP',
  'k-2,민준,not-an-address,부산,BASIC',
  '"k-3","지우 ""장""",jiu@example.org,"서울, 강남",VIP',
  'k-4,하준',
].join('\r\n');

describe('an import from the browser', () => {
  it.each([
    [
      'ko',
      {
        send: '가져오기 시작',
        done: '가져오기를 마쳤습니다.',
        download: 'CSV로 받기',
        name: '이름',
        of: '등급 열의 속성 이름',
      },
    ],
    [
      'en',
      {
        send: 'Begin the import',
        done: 'The import is done.',
        download: 'Download CSV',
        name: '이름',
        of: 'Name of the attribute of column 등급',
      },
    ],
  ] as const)(
    'in %s guesses what columns are, shows what each row became, and gives the rejected ones as CSV',
    async (language, words) => {
      const page = await console_.signIn('marketer', { language });
      await page.goto(`${console_.url}#/import`);
      // Packed, and by another name in each language: the content is what makes an import.
      const content = `${TABLE}\r\n${language === 'ko' ? 'k-9' : 'k-8'},유나,yuna@example.org,대전,VIP\r\n`;
      await page.setInputFiles('input[type=file]', {
        name: 'people.csv.gz',
        mimeType: 'application/gzip',
        buffer: gzipSync(content),
      });
      await page.getByText('seoyeon@example.org').waitFor();
      expect(await page.getByLabel(words.of).inputValue()).toBe('등급');
      await page.getByRole('button', { name: words.send }).click();
      await page.getByText(words.done).waitFor();
      const rejected = page.locator('table', { hasText: 'CELL_COUNT' });
      // The list is asked for when the import is done.
      const rows = async (): Promise<readonly string[]> =>
        (await rejected.locator('tbody tr').allInnerTexts()).map((row) => row.split(/\s+/).slice(0, 2).join(' '));
      await expect.poll(rows).toEqual(['3 이메일', '5 –']);
      expect(await page.locator('[data-import=accepted]').innerText()).toBe('3');
      expect(await page.locator('[data-import=rejected]').innerText()).toBe('2');
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: words.download }).click(),
      ]);
      const csv = await readFile((await download.path()) ?? '', 'utf8');
      expect(csv.split('\n').slice(0, 2)).toEqual([
        '\ufeffline,column,code,reason',
        expect.stringMatching(/^3,이메일,INVALID_ADDRESS,/),
      ]);
      // The address of the page shows the same import again; the same file once more writes nothing.
      await page.reload();
      await page.getByText(words.done).waitFor();
      await page.getByText('CELL_COUNT').waitFor();
      const stored = console_.backend.sandbox.url;
      expect(page.url().startsWith(stored)).toBe(true);
      expect(console_.problems).toEqual([]);
      await page.context().close();
    },
  );

  it('reads a file of Korean Windows (code page 949) and objects on lines, and refuses a workbook in words', async () => {
    const page = await console_.signIn('marketer');
    await page.goto(`${console_.url}#/import`);
    const choose = (name: string, buffer: Buffer): Promise<void> =>
      page.setInputFiles('input[type=file]', { name, mimeType: 'application/octet-stream', buffer });
    // 고객번호,이름 / c-1,갂똠뷁: the last ones are syllables that only code page 949 has.
    const cp949 = Buffer.from([
      0xb0, 0xed, 0xb0, 0xb4, 0xb9, 0xf8, 0xc8, 0xa3, 0x2c, 0xc0, 0xcc, 0xb8, 0xa7, 0x0a, 0x63, 0x2d, 0x31, 0x2c, 0xb1,
      0xe8, 0xbc, 0xad, 0xbf, 0xac, 0x81, 0x41, 0x0a,
    ]);
    await choose('people.csv', cp949);
    await page.getByText('euc-kr').waitFor();
    await page.getByText('김서연갂').waitFor();
    await choose('people.ndjson', Buffer.from('{"id":"n-1","attributes":{"GivenName":["서연"]}}\n'));
    await page.getByText('"n-1"').waitFor();
    await choose('people.xlsx', Buffer.from('504b0304aaaa', 'hex'));
    await page.getByText('엑셀에서는 CSV (UTF-8)로 저장하세요').waitFor();
    await choose('empty.csv', Buffer.alloc(0));
    await page.getByText('빈 파일입니다').waitFor();
    await page.context().close();
  });

  it('is not offered to a viewer', async () => {
    const page = await console_.signIn('viewer', { language: 'en' });
    await page.goto(`${console_.url}#/import`);
    await page.getByText('You may not do this').waitFor();
    expect(await page.locator('input[type=file]').count()).toBe(0);
    await page.context().close();
  });
});
