import { describe, expect, it } from 'vitest';
import { saveSegment } from '../../../src/app/segment/index.ts';
import { createImportApp } from '../../import-bytes.ts';
import { ACTOR, unwrap } from '../app/memory-app.ts';

const codesOf = (imported: { readonly rejections: readonly (readonly [number, string, string])[] }) =>
  imported.rejections.map(([line, code]) => [line, code]);

describe('addresses in files', () => {
  it('A1 that are none, and a header that comes again, are refused with line and reason in every way in', async () => {
    const { importBytes, people, upsert } = createImportApp();
    const imported = await importBytes('EMAIL\ntest\na@@b.example\nEMAIL\n \u200bkim@example.com \n');
    expect(codesOf(imported)).toEqual([
      [2, 'INVALID_ADDRESS'],
      [3, 'INVALID_ADDRESS'],
      [4, 'INVALID_ADDRESS'],
    ]);
    for (const [, , reason] of imported.rejections) expect(reason).toMatch(/e-mail address/);
    expect((await people()).flatMap(({ endpoints }) => endpoints.map(({ address }) => address))).toEqual([
      'kim@example.com',
    ]);
    const rows = ['test', 'a@@b.example', 'EMAIL'].map((address, n) => ({
      id: `u${n}`,
      endpoints: [{ channelType: 'EMAIL', address }],
    }));
    expect((await upsert(...rows)).map(({ code }) => code)).toEqual(Array(3).fill('INVALID_ADDRESS'));
  });

  it('A2 lose the blanks around them, as ids and header names do: one customer, however the rows are written', async () => {
    const { importBytes, people, upsert } = createImportApp();
    await importBytes('ChannelType,Address,User.UserId\nEMAIL, a@example.com,p1\nEMAIL,a@example.com,p1 \n');
    await importBytes(' ChannelType , Address ,\u00a0User.UserId\u200b\n EMAIL ,a@example.com,\u00a0p1\n');
    await importBytes('{"ChannelType":"EMAIL","Address":"a@example.com ","User":{"UserId":" p1"}}\n');
    await importBytes('{"id":"p1 ","endpoints":[{"channelType":"EMAIL","address":"a@example.com"}]}\n');
    await upsert({ id: ' p1', endpoints: [{ channelType: 'EMAIL', address: ' a@example.com' }] });
    const found = await people();
    expect(found.map(({ id }) => id)).toEqual(['p1']);
    expect(found[0]?.endpoints.map(({ address }) => address)).toEqual(['a@example.com']);
  });

  it('A18 of which there are several, or in other letters, or without a country are refused in every format', async () => {
    const { importBytes, people, upsert } = createImportApp();
    const bad: [string, string][] = [
      ['EMAIL', '<your email address>'],
      ['EMAIL', 'two@example.com, three@example.com'],
      ['EMAIL', 'ＣＨＯＩ＠example.com'],
      ['SMS', '(202) 555-0191'],
    ];
    const quoted = bad.map(([type, address]) => `${type},"${address}",u`).join('\n');
    expect(
      (await importBytes(`ChannelType,Address,User.UserId\n${quoted}\n`)).rejections.map(([line]) => line),
    ).toEqual([2, 3, 4, 5]);
    for (const [type, address] of bad) {
      expect((await importBytes(`${type},User.UserId\n"${address}",u\n`)).rejections.map(([line]) => line)).toEqual([
        2,
      ]);
    }
    const lines = bad.map(([ChannelType, Address]) => JSON.stringify({ ChannelType, Address, User: { UserId: 'u' } }));
    expect(codesOf(await importBytes(lines.join('\n')))).toEqual(bad.map((_, n) => [n + 1, 'INVALID_ADDRESS']));
    const calls = bad.map(([channelType, address]) => ({ id: 'u', endpoints: [{ channelType, address }] }));
    expect((await upsert(...calls)).map(({ code }) => code)).toEqual(bad.map(() => 'INVALID_ADDRESS'));
    expect(await people()).toEqual([]);
  });

  it('A19 without user ids are one customer, whatever the case of their letters', async () => {
    const { importBytes, people } = createImportApp();
    await importBytes('EMAIL\nKim.Dup@example.com\nkim.dup@example.com\nKIM.DUP@example.com\n');
    await importBytes('{"ChannelType":"EMAIL","Address":"kim.DUP@EXAMPLE.com"}\n');
    expect((await people()).map(({ endpoints }) => endpoints.length)).toEqual([1]);
  });

  it('A4 that are opted out stay so when an undated file has them in other letters', async () => {
    const { importBytes, people, upsert } = createImportApp();
    await importBytes('User.UserId,EMAIL,OptOut\noo-1,park@example.com,ALL\n');
    await upsert({
      id: 'oo-1',
      endpoints: [{ channelType: 'EMAIL', address: 'park@example.com', status: 'INACTIVE' }],
    });
    await importBytes('User.UserId,EMAIL\noo-1,Park@example.com\n');
    expect(
      (await people()).flatMap(({ endpoints }) => endpoints.map(({ optOut, status }) => [optOut, status])),
    ).toEqual([['ALL', 'INACTIVE']]);
  });

  it('A26 of two people in one text are refused in every way in', async () => {
    const { importBytes, upsert } = createImportApp();
    const address = 'a@b.kr,c@d.kr';
    expect((await upsert({ id: 'u', endpoints: [{ channelType: 'EMAIL', address }] }))[0]?.code).toBe(
      'INVALID_ADDRESS',
    );
    expect(codesOf(await importBytes(`EMAIL\n"${address}"\n`))).toEqual([[2, 'INVALID_ADDRESS']]);
    expect(codesOf(await importBytes(`{"ChannelType":"EMAIL","Address":"${address}"}`))).toEqual([
      [1, 'INVALID_ADDRESS'],
    ]);
  });

  it('A20 that are wrong are refused by themselves beside one that is right, and both is said', async () => {
    const { importBytes, people } = createImportApp();
    const columns = { 휴대폰: 'SMS' };
    const content = 'User.UserId,EMAIL,휴대폰\nu1,kim@example.com,02-123-4567\nu2,lee@@x,010-1234-5678\nu3,a,b\n';
    const imported = await importBytes(content, { columns });
    expect(imported.accepted).toBe(2);
    expect(codesOf(imported)).toEqual([
      [2, 'INVALID_PHONE'],
      [3, 'INVALID_ADDRESS'],
      [4, 'INVALID_ADDRESS'],
    ]);
    expect(imported.rejections[0]?.[2]).toMatch(/휴대폰.*The rest of the row is kept/);
    expect(imported.rejections[1]?.[2]).toMatch(/EMAIL.*The rest of the row is kept/);
    expect((await people()).map(({ id, endpoints }) => [id, endpoints.map(({ address }) => address)])).toEqual([
      ['u1', ['kim@example.com']],
      ['u2', ['+821012345678']],
    ]);
  });

  it('A21 that are phone numbers without a country are refused with their column and what would help', async () => {
    const { importBytes } = createImportApp();
    const imported = await importBytes('User.UserId,전화\nu1,14256791901\n', { columns: { 전화: 'SMS' } });
    expect(codesOf(imported)).toEqual([[2, 'INVALID_PHONE']]);
    expect(imported.rejections[0]?.[2]).toMatch(/전화/);
    expect(imported.rejections[0]?.[2]).toMatch(/\+/);
    expect(imported.rejections[0]?.[2]).toMatch(/other countr/);
    expect(imported.rejections[0]?.[2]).not.toContain('14256791901');
  });
});

describe('columns of a file', () => {
  it('A11 that say the same thing twice are refused, and both are named', async () => {
    const { importBytes } = createImportApp();
    await expect(importBytes('User.UserId,EMAIL,User.UserId\na,b@x.kr,c\n')).rejects.toThrow(
      /columns 1.*3.*User\.UserId/,
    );
    await expect(
      importBytes('번호,User.UserId,EMAIL\na,b,c@x.kr\n', { columns: { 번호: 'User.UserId' } }),
    ).rejects.toThrow(/번호.*User\.UserId/);
    await expect(importBytes('Metrics.a,Id,Address,Metrics.a\n1,2,3,4\n')).rejects.toThrow(/Metrics\.a/);
    await expect(importBytes('EMAIL,Address,ChannelType\na@x.kr,b@x.kr,EMAIL\n')).rejects.toThrow(/Address/);
    await expect(importBytes('User.UserId,EMAIL\na,b@x.kr\n', { constants: { 'User.UserId': 'x' } })).rejects.toThrow(
      /--set.*User\.UserId/,
    );
  });

  it('A5 without a title can be left out, as the message says', async () => {
    const { importBytes, people } = createImportApp();
    await expect(importBytes(',EMAIL,User.UserId\n0,a@x.kr,u1\n')).rejects.toThrow(
      /column 1 has no title.*--map "=-"/i,
    );
    await importBytes(',EMAIL,User.UserId\n0,a@x.kr,u1\n', { columns: { '': '-' } });
    await importBytes('EMAIL,User.UserId,\nb@x.kr,u2,\n', { columns: { '': '-' } });
    expect((await people()).map(({ id }) => id)).toEqual(['u1', 'u2']);
  });

  it('A7 that hold nothing but user ids may have several in one line, as the guide of AWS shows', async () => {
    const { app, importBytes, people, upsert } = createImportApp();
    const { segment } = unwrap(await saveSegment(app.deps, { actor: ACTOR, name: '명단', type: 'IMPORTED' }));
    await upsert({ id: 'id-1' }, { id: 'id-2' }, { id: 'id-3' });
    const imported = await importBytes('User.UserId\nid-1 id-2 id-3\n', { segmentId: segment.id });
    expect(imported).toEqual({ accepted: 3, rejections: [] });
    expect((await people()).map(({ importedSegments }) => importedSegments)).toEqual(Array(3).fill([segment.id]));
  });

  it('A12 may have any name that is allowed: one row never stops others', async () => {
    const { importBytes, people, upsert } = createImportApp();
    const names = ['constructor', 'toString', 'hasOwnProperty', 'a"b', 'a\\b', '등급', '__defineGetter__', 'valueOf'];
    const attributes = Object.fromEntries(names.map((name) => [name, ['골드']]));
    const metrics = Object.fromEntries(names.map((name) => [name, 3]));
    const activity = { events: Object.fromEntries(names.map((name) => [name, { days: [[20_000, 1]] }])) };
    for (let n = 0; n < 2; n += 1) {
      const outcomes = await upsert(
        { id: 'before', attributes: { A: ['1'] } },
        {
          id: 'u1',
          attributes,
          activity,
          endpoints: [{ channelType: 'EMAIL', address: 'a@x.kr', attributes, metrics }],
        },
        { id: 'after', attributes: { B: ['1'] } },
      );
      expect(outcomes.every(({ outcome }) => outcome !== 'REFUSED')).toBe(true);
    }
    const header = names.map((name) => `"User.UserAttributes.${name.replaceAll('"', '""')}"`).join(',');
    await importBytes(`User.UserId,EMAIL,${header}\nu2,b@x.kr,${names.map(() => '골드').join(',')}\n`);
    const UserAttributes = attributes;
    await importBytes(
      JSON.stringify({ Id: 'e3', ChannelType: 'EMAIL', Address: 'c@x.kr', User: { UserId: 'u3', UserAttributes } }),
    );
    const found = (await people()).filter(({ id }) => /^u/.test(id));
    expect(found.map((customer) => customer.attributes)).toEqual([attributes, attributes, attributes]);
  });
});

describe('dates of consent in files', () => {
  it('A8 are read where there is one meaning, and refuse their row otherwise', async () => {
    const { importBytes, people, upsert } = createImportApp();
    const columns = { 동의일: 'User.UserAttributes.AdConsent.SMS' };
    const dates = [
      '2026.01.05',
      '2026-1-5',
      '2026/01/05',
      '2026. 1. 5.',
      '20260105',
      '2026년 1월 5일',
      '2026-01-05 00:00',
    ];
    const rows = dates.map((date, n) => `u${n},+8210123456${70 + n},${date}`);
    const imported = await importBytes(
      ['User.UserId,SMS,동의일', ...rows, 'x1,+821012345690,11/1/26', 'x2,+821012345691,Y', 'x3,+821012345692,'].join(
        '\n',
      ),
      { columns },
    );
    expect(codesOf(imported)).toEqual([
      [9, 'INVALID_FIELD'],
      [10, 'INVALID_FIELD'],
    ]);
    for (const [, , reason] of imported.rejections) expect(reason).toMatch(/AdConsent\.SMS.*date/);
    const at = Date.parse('2026-01-05T00:00:00+09:00');
    const found = (await people()).filter(({ id }) => id.startsWith('u'));
    expect(found.map(({ consent }) => consent.SMS?.ad)).toEqual(
      dates.map(() => ({ state: 'GRANTED', at, source: '' })),
    );
    const [named, marked] = await upsert(
      { id: 'y1', attributes: { 'AdConsent.FAX': ['2026-01-05'] } },
      { id: 'y2', attributes: { 'NightConsent.SMS': ['2026-01-05', 'form', '철회'] } },
    );
    expect([named?.code, marked?.code]).toEqual(['INVALID_FIELD', 'INVALID_FIELD']);
  });
});

describe('devices in files', () => {
  const device = (userId: string | null, EffectiveDate: string, more: object = {}): string =>
    JSON.stringify({
      Id: 'dev1',
      ChannelType: 'GCM',
      Address: 'tok1',
      EffectiveDate,
      ...(userId === null ? {} : { User: { UserId: userId } }),
      ...more,
    });

  it('A16 are one endpoint by their id: it moves to its new owner, and an older file does not take it back', async () => {
    const { importBytes, people, upsert } = createImportApp();
    const owners = async () => (await people()).filter(({ endpoints }) => endpoints.length > 0).map(({ id }) => id);
    await importBytes(device(null, '2025-12-01T00:00:00Z'));
    expect(await owners()).toEqual(['endpoint:dev1']);
    await importBytes(device('alice', '2026-01-01T00:00:00Z'));
    expect(await owners()).toEqual(['alice']);
    await importBytes(device('bob', '2026-02-01T00:00:00Z'));
    expect(await owners()).toEqual(['bob']);
    const back = await importBytes(device('alice', '2026-01-15T00:00:00Z'));
    expect(codesOf(back)).toEqual([[1, 'MOVED_ENDPOINT']]);
    expect(back.accepted).toBe(0);
    expect(await owners()).toEqual(['bob']);
    await upsert({ id: 'carol', endpoints: [{ id: 'dev1', channelType: 'GCM', address: 'tok1' }] });
    expect(await owners()).toEqual(['carol']);
    const both = ['d', 'e'].map((id) => ({ id, endpoints: [{ channelType: 'EMAIL', address: 'family@x.kr' }] }));
    await upsert(...both);
    expect((await owners()).sort()).toEqual(['carol', 'd', 'e']);
  });

  it('A15 of which there are too many lose the first: the last line is the newest', async () => {
    const { importBytes, people } = createImportApp();
    const rows = Array.from({ length: 17 }, (_, n) => `u1,GCM,token-${n}`);
    await importBytes(`User.UserId,ChannelType,Address\n${rows.join('\n')}\n`);
    const named = Array.from({ length: 17 }, (_, n) => `u2,e${99 - n},GCM,token-${n}`);
    await importBytes(`User.UserId,Id,ChannelType,Address\n${named.join('\n')}\n`);
    for (const { endpoints } of await people()) {
      const inactive = endpoints.filter(({ status }) => status === 'INACTIVE');
      expect(inactive.map(({ address }) => address)).toEqual(['token-0', 'token-1']);
    }
  });
});

describe('the letters of a file', () => {
  const CP949_NAMES = Buffer.from([0xb1, 0xe8, 0xc3, 0xb6, 0xbc, 0xf6]);
  const table = (odd: Buffer): Buffer =>
    Buffer.concat([
      Buffer.from('EMAIL,User.UserAttributes.Name\n'),
      ...Array.from({ length: 20 }, (_, n) =>
        Buffer.concat([Buffer.from(`u${n}@x.kr,`), CP949_NAMES, n === 7 ? odd : Buffer.alloc(0), Buffer.from('\n')]),
      ),
    ]);

  it('A9 are never guessed without evidence: Latin letters are not taken for Korean', async () => {
    const { importBytes, people } = createImportApp();
    const latin = Buffer.concat([
      Buffer.from('EMAIL,User.UserAttributes.Name\na@x.kr,'),
      Buffer.from([0xc5, 0x73, 0x61, 0x0a]),
    ]);
    await expect(importBytes(latin)).rejects.toThrow(/UNKNOWN_ENCODING.*--encoding/);
    await importBytes(latin, { encoding: 'windows-1252' });
    expect((await people()).map(({ attributes }) => attributes['Name'])).toEqual([['Åsa']]);
  });

  it.each([
    ['®', [0xa2, 0xe7]],
    ['€', [0xa2, 0xe6]],
  ])('A17 of code page 949 include %s', async (letter, bytes) => {
    const { importBytes, people } = createImportApp();
    expect((await importBytes(table(Buffer.from(bytes)))).rejections).toEqual([]);
    expect((await people()).filter(({ attributes }) => attributes['Name']?.[0] === `김철수${letter}`)).toHaveLength(1);
  });

  it('A17 that are damaged concern their line', async () => {
    const { importBytes } = createImportApp();
    const imported = await importBytes(table(Buffer.from([0xff])));
    expect(codesOf(imported)).toEqual([[9, 'BAD_ENCODING']]);
    expect(imported.accepted).toBe(19);
  });
});

describe('the form of a file', () => {
  const rows = 'User.UserId,EMAIL\nu1,a@x.kr\nu2,b@x.kr\n';
  const semicolons = rows.replaceAll(',', ';');
  const tabs = rows.replaceAll(',', '\t');
  it.each<[string, Buffer | string]>([
    ['A6 with sep=; in its first line', `sep=;\r\n${semicolons}`],
    ['A6 with sep=, in its first line', `"sep=,"\n${rows}`],
    ['A6 with semicolons', semicolons],
    ['A6 with carriage returns for line ends', rows.replaceAll('\n', '\r')],
    ['A6 in UTF-16 without a mark', Buffer.from(rows, 'utf16le')],
    ['A6 in big-endian UTF-16 without a mark', Buffer.from(rows, 'utf16le').swap16()],
    ['A23 with tabs in UTF-16', Buffer.from(`\ufeff${tabs}`, 'utf16le')],
    ['A23 with tabs', tabs],
  ])('%s is understood', async (_, content) => {
    const { importBytes, people } = createImportApp();
    const imported = await importBytes(content);
    expect(imported).toEqual({ accepted: 2, rejections: [] });
    expect((await people()).map(({ id, endpoints }) => [id, endpoints[0]?.address])).toEqual([
      ['u1', 'a@x.kr'],
      ['u2', 'b@x.kr'],
    ]);
  });

  it('A23 with tabs has the columns that --map names', async () => {
    const { importBytes } = createImportApp();
    const columns = { 고객번호: 'User.UserId', 메일: 'EMAIL' };
    const content = Buffer.from('\ufeff고객번호\t메일\nu1\ta@x.kr\n', 'utf16le');
    expect((await importBytes(content, { columns })).accepted).toBe(1);
  });

  it('A6 without a header is refused, and shows nobody’s row as a column', async () => {
    const { importBytes } = createImportApp();
    for (const content of ['kim@example.com,010-1234-5678\n', '김철수;kim@example.com\rlee@example.com;이영희\r']) {
      const refusal = await importBytes(content).catch((error: unknown) => String(error));
      expect(refusal).toMatch(/holds values and no titles/);
      expect(refusal).not.toMatch(/example\.com|1234|김철수|이영희/);
    }
  });
});
