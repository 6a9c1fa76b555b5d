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
  ])('A8 a consent of %s is that of %s', async (written, moment) => {
    const { importBytes, people } = createImportApp();
    const how = { columns: { c: 'User.UserAttributes.AdConsent.SMS' } };
    expect((await importBytes(`User.UserId,SMS,c\nu,010-1234-5678,"${written}"\n`, how)).rejections).toEqual([]);
    expect((await people())[0]?.consent.SMS?.ad?.at).toBe(Date.parse(moment));
  });

  it.each(['2026-01-05 오후 13:30', '2026-01-05 오전 0:30'])('A8 a consent of %s refuses the row', async (written) => {
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
