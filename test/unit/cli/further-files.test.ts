import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { createImportApp } from '../../import-bytes.ts';

const line = (fields: object): string =>
  `${JSON.stringify({ ChannelType: 'EMAIL', Address: 'kim@example.com', ...fields })}\n`;

describe('a refusal in a file', () => {
  it.each(['ALL', 'all', ' All '])('A4 written as %j holds in every format', async (OptOut) => {
    const { importBytes, people } = createImportApp();
    await importBytes(`User.UserId,email address,OptOut\nu1,kim@example.com,${OptOut}\n`, {
      columns: { 'email address': 'EMAIL' },
    });
    await importBytes(line({ User: { UserId: 'u2' }, OptOut }));
    await importBytes(
      `{"id":"u3","endpoints":[{"channelType":"email","address":"kim@example.com","optOut":"${OptOut}"}]}\n`,
    );
    await importBytes(`ChannelType,Address,User.UserId,OptOut\nsms,010-1234-5678,u4,${OptOut}\n`);
    expect((await people()).map(({ id, endpoints }) => [id, ...endpoints.map(({ optOut }) => optOut)]).sort()).toEqual(
      ['u1', 'u2', 'u3', 'u4'].map((id) => [id, 'ALL']),
    );
  });

  it.each([
    ['is read before a newer row that has none', [0, 1]],
    ['is read after it', [1, 0]],
  ])('A4, A24 that %s keeps the endpoint out', async (_name, order) => {
    const { importBytes, people } = createImportApp();
    const rows = [
      line({ Id: 'e', EffectiveDate: '2026-10-01T00:00:00Z', OptOut: 'ALL', User: { UserId: 'u' } }),
      line({ Id: 'e', EffectiveDate: '2026-11-01T00:00:00Z', OptOut: 'NONE', User: { UserId: 'u' } }),
    ];
    for (const index of order) await importBytes(rows[index] ?? '');
    expect((await people()).flatMap(({ endpoints }) => endpoints.map(({ optOut }) => optOut))).toEqual(['ALL']);
  });

  it('A24 is not swallowed by a row that is dated in the future', async () => {
    const { importBytes, people } = createImportApp();
    await importBytes(line({ Id: 'e', EffectiveDate: '2099-01-01T00:00:00Z', OptOut: 'NONE', User: { UserId: 'u' } }));
    await importBytes(line({ Id: 'e', EffectiveDate: '2026-11-02T00:00:00Z', OptOut: 'ALL', User: { UserId: 'u' } }));
    expect((await people()).flatMap(({ endpoints }) => endpoints.map(({ optOut }) => optOut))).toEqual(['ALL']);
  });
});

describe('what people leave in files', () => {
  it('A2, A14 marks of direction and Korean fillers are around no address, and are no name', async () => {
    const { importBytes, people } = createImportApp();
    await importBytes('User.UserId,EMAIL\n\u202au1\u202c,\u2068kim@example.com\u2069\n\u3164,lee@example.com\n');
    expect((await people()).map(({ id }) => id).sort()).toEqual([expect.stringMatching(/^endpoint:/), 'u1']);
  });

  it.each([
    ['2026-01-05 오후 2:30', '2026-01-05T05:30:00.000Z'],
    ['2026-01-05 오후 2:30:15', '2026-01-05T05:30:15.000Z'],
    ['2026. 1. 5. 오전 12:00', '2026-01-04T15:00:00.000Z'],
    ['2026/1/5 오후 12:10', '2026-01-05T03:10:00.000Z'],
    ['2026-01-05 am 9:00', '2026-01-05T00:00:00.000Z'],
    ['2026-01-05 14:30:00 UTC', '2026-01-05T14:30:00.000Z'],
    ['2026-01-05 14:30:00 +0900', '2026-01-05T05:30:00.000Z'],
    ['2026/1/5 14:30 KST', '2026-01-05T05:30:00.000Z'],
    ['2026/01/05 14:30:00.123', '2026-01-05T05:30:00.000Z'],
    ['2026/1/5 2:30 PM', '2026-01-05T05:30:00.000Z'],
    ['2026년 1월 5일 14시 30분', '2026-01-05T05:30:00.000Z'],
    ['2026년 1월 5일 오후 2시', '2026-01-05T05:00:00.000Z'],
    ['2026. 1. 5. (월)', '2026-01-04T15:00:00.000Z'],
    ['20260105143000', '2026-01-05T05:30:00.000Z'],
  ])('A8 a consent of %s is that of %s', async (written, moment) => {
    const { importBytes, people } = createImportApp();
    const how = { columns: { c: 'User.UserAttributes.AdConsent.SMS' } };
    expect((await importBytes(`User.UserId,SMS,c\nu,010-1234-5678,"${written}"\n`, how)).rejections).toEqual([]);
    expect((await people())[0]?.consent.SMS?.ad?.at).toBe(Date.parse(moment));
  });

  it.each([
    '2026-01-05 오후 13:30',
    '2026-01-05 오전 0:30',
    '2026-01-05 오전 2:30 PM',
    '20261305143000',
    '2026-01-05 14:30 PST',
    '1767571200000',
    '5-Jan-2026',
  ])('A8 a consent of %s refuses the row', async (written) => {
    const { importBytes } = createImportApp();
    const how = { columns: { c: 'User.UserAttributes.AdConsent.SMS' } };
    expect((await importBytes(`User.UserId,SMS,c\nu,010-1234-5678,"${written}"\n`, how)).accepted).toBe(0);
  });

  it.each(['^', ':', '~'])('A6 titles between %j name it and the option', async (delimiter) => {
    const { importBytes } = createImportApp();
    const shown = JSON.stringify(delimiter);
    await expect(importBytes(`User.UserId${delimiter}EMAIL\nu${delimiter}kim@example.com\n`)).rejects.toThrow(
      `--delimiter ${shown}`,
    );
  });

  it('A6 UTF-32 is told, and not taken for UTF-16', async () => {
    const { importBytes } = createImportApp();
    const text = [...'\ufeffEMAIL\na@b.kr\n'].flatMap((letter) => [
      letter.charCodeAt(0) & 0xff,
      letter.charCodeAt(0) >> 8,
      0,
      0,
    ]);
    await expect(importBytes(Buffer.from(text))).rejects.toThrow(/UTF-32/);
  });
});

describe('a consent in a file', () => {
  const header = (...titles: string[]): string => `User.UserId,EMAIL,${titles.join(',')}\n`;
  const columns = 'User.UserAttributes.AdConsent.EMAIL';

  it.each([
    [
      'a CSV in which nobody wrote the source',
      `${header(columns, columns, columns)}u,kim@example.com,2026-01-05,,WITHDRAWN\n`,
    ],
    ['a CSV in small letters', `${header(columns, columns, columns)}u,kim@example.com,2026-01-05,web,withdrawn\n`],
    [
      'a list without a source',
      line({ User: { UserId: 'u', UserAttributes: { 'AdConsent.EMAIL': ['2026-01-05', 'WITHDRAWN'] } } }),
    ],
  ])('A24 that was taken back is no consent: %s', async (_name, content) => {
    const { importBytes, people } = createImportApp();
    expect((await importBytes(content)).rejections).toEqual([]);
    expect((await people())[0]?.consent.EMAIL?.ad?.state).toBe('WITHDRAWN');
  });

  it('A8 keeps the words of a consent in their place when nobody wrote its source', async () => {
    const { importBytes, people } = createImportApp();
    const titles = header(columns, columns, columns, columns);
    await importBytes(`${titles}u,kim@example.com,2026-01-05,,,봄 소식을 받겠습니다\n`);
    expect((await people())[0]?.consent.EMAIL?.ad).toMatchObject({ state: 'GRANTED', source: '' });
    expect((await people())[0]?.consent.EMAIL?.ad?.wording).toBeDefined();
  });

  it.each([
    'User.UserAttributes.AdConsent',
    'User.UserAttributes.AdConsent_EMAIL',
    'User.UserAttributes.Ad Consent.EMAIL',
    'User.UserAttributes.ad-consent.email',
    'User.UserAttributes.NightConsent EMAIL',
    'Attributes.AdConsent.EMAIL',
  ])('A8 refuses its row when it stands under a name that nobody reads: %s', async (title) => {
    const { importBytes } = createImportApp();
    const { accepted, rejections } = await importBytes(`${header(title)}u,kim@example.com,2026-01-05\n`);
    expect([accepted, rejections.map(([at, code]) => [at, code])]).toEqual([0, [[2, 'INVALID_FIELD']]]);
  });

  it('A8 is told from an attribute whose name only begins alike', async () => {
    const { importBytes } = createImportApp();
    const title = header('User.UserAttributes.AdConsentedBy', 'Attributes.AdConsentShown');
    expect((await importBytes(`${title}u,kim@example.com,form,yes\n`)).accepted).toBe(1);
  });
});

describe('a withdrawal in a call', () => {
  it('A24 that is dated in seconds is refused, for it would be older than the consent that it takes back', async () => {
    const { people, upsert } = createImportApp();
    const said = (state: string, at: unknown) => ({
      id: 'u',
      consent: { EMAIL: { ad: { state, at, source: 'web' } } },
    });
    await upsert(said('GRANTED', Date.parse('2026-01-05T00:00:00Z')));
    const [refused] = await upsert(said('WITHDRAWN', Date.parse('2026-01-06T00:00:00Z') / 1000));
    expect(refused).toMatchObject({ code: 'INVALID_FIELD', message: expect.stringContaining('seconds') as string });
    await upsert(said('WITHDRAWN', Date.parse('2026-01-06T00:00:00Z')));
    expect((await people())[0]?.consent.EMAIL?.ad?.state).toBe('WITHDRAWN');
  });
});

describe('rows that spreadsheets and programs spoil', () => {
  it('A21 are refused when they name nobody, since all of them would be one person', async () => {
    const { importBytes, people } = createImportApp();
    const ids = ['1.23457E+15', '#N/A', 'null', 'NULL', '\\N', 'undefined', '#REF!'];
    const rows = ids.map((id, n) => `${id},kim${n}@example.com`);
    const { accepted, rejections } = await importBytes(
      ['User.UserId,EMAIL', ...rows, '12345,lee@example.com'].join('\n'),
    );
    expect(accepted).toBe(1);
    expect(rejections.map(([at, code]) => [at, code])).toEqual(ids.map((_, n) => [n + 2, 'INVALID_ID']));
    expect((await people()).map(({ id }) => id)).toEqual(['12345']);
  });

  it('A20 lose the token that an app hands on when it has none, and keep the rest', async () => {
    const { importBytes, people } = createImportApp();
    const { rejections } = await importBytes('User.UserId,EMAIL,GCM\nu,kim@example.com,null\nv,lee@example.com,tok1\n');
    expect(rejections.map(([at, code]) => [at, code])).toEqual([[2, 'INVALID_ADDRESS']]);
    expect((await people()).map(({ endpoints }) => endpoints.length).sort()).toEqual([1, 2]);
  });

  it('A5 are passed over where they are empty, above the titles and below the table', async () => {
    const { importBytes } = createImportApp();
    const imported = await importBytes(' ,\nUser.UserId,EMAIL\nu,kim@example.com\n,\n ,\t\n   \n');
    expect(imported).toEqual({ accepted: 1, rejections: [] });
  });

  it('A8 have the dates of Pinpoint as a spreadsheet saved them anew', async () => {
    const { importBytes, people } = createImportApp();
    await importBytes('Id,ChannelType,Address,EffectiveDate\ne,EMAIL,kim@example.com,2026-1-5 14:30\n');
    expect((await people())[0]?.endpoints[0]?.effectiveAt).toBe(Date.parse('2026-01-05T14:30:00+09:00'));
  });

  it('A5 of files that were put together have the mark of each, which is no part of a line', async () => {
    const { importBytes } = createImportApp();
    const file = (id: string): string => `\ufeff${line({ Id: id, Address: `${id}@example.com` })}`;
    expect(await importBytes(file('a') + file('b'))).toEqual({ accepted: 2, rejections: [] });
  });

  it('A2 hold phone numbers among marks that address books leave there, in every column', async () => {
    const { importBytes, people } = createImportApp();
    await importBytes(
      'ChannelType,Address,User.UserId\nSMS,\u202d010-1234-5678\u202c,u\nSMS,010\u200b1234\u200b5679,v\n',
    );
    await importBytes('User.UserId,SMS\nw,821012345670.0\n');
    const found = (await people()).flatMap(({ endpoints }) => endpoints.map(({ address }) => address));
    expect(found.sort()).toEqual(['+821012345670', '+821012345678', '+821012345679']);
  });

  it('A11 cannot say one endpoint id for several addresses, which would be lost', async () => {
    const { importBytes } = createImportApp();
    await expect(importBytes('User.UserId,Id,EMAIL,SMS\nu,e1,kim@example.com,010-1234-5678\n')).rejects.toThrow(/Id/);
  });

  it('keep the date of creation when they say several addresses', async () => {
    const { importBytes, people } = createImportApp();
    const row = 'u,kim@example.com,010-1234-5678,2020-01-05T00:00:00Z,r1\n';
    await importBytes(`User.UserId,EMAIL,SMS,CreationDate,RequestId\n${row}`);
    const at = Date.parse('2020-01-05T00:00:00Z');
    const found = (await people()).flatMap(({ endpoints }) => endpoints);
    expect(found.map(({ createdAt, requestId }) => [createdAt, requestId])).toEqual([
      [at, 'r1'],
      [at, 'r1'],
    ]);
  });
});

describe('signs of other languages in a file', () => {
  const bytes = (encoding: string, name: string): Buffer =>
    iconv.encode(`User.UserId,EMAIL,User.UserAttributes.Name\nu,kim@example.com,${name}\n`, encoding);

  it.each([
    ['EUC-JP', '山田太郎'],
    ['EUC-JP', '田中'],
    ['GBK', '白百合'],
    ['Big5', '王小明'],
    ['Shift_JIS', '山田太郎'],
    ['windows-1251', 'ВАЛЕНТИНА'],
  ])('A9 are not stored as Hangul because their bytes would be some: %s', async (encoding, name) => {
    const { importBytes } = createImportApp();
    await expect(importBytes(bytes(encoding, name))).rejects.toThrow(/UNKNOWN_ENCODING.*--encoding/s);
  });

  it.each(['홍길동', '엘리자베스', '남궁서연', '서울특별시 강남구 테헤란로 152', '떡볶이 할인 쿠폰'])(
    'A9 are told from Korean: %s',
    async (name) => {
      const { importBytes, people } = createImportApp();
      await importBytes(bytes('cp949', name));
      expect((await people())[0]?.attributes['Name']).toEqual([name]);
    },
  );
});
