import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvObject } from '../../../src/import-reader/csv-object.ts';
import { mapColumns } from '../../../src/import-reader/map-columns.ts';
import { readAddress, toE164, type Country } from '../../../src/domain/customer/index.ts';

describe('a Korean phone number', () => {
  it.each([
    '010-1234-5678',
    '01012345678',
    '010 1234 5678',
    '010.1234.5678',
    '(010) 1234-5678',
    '+82 10-1234-5678',
    '+821012345678',
    '+82 (0)10 1234 5678',
    '82-10-1234-5678',
    '0082 10 1234 5678',
    // A spreadsheet took it for a number.
    '1012345678',
    '０１０－１２３４－５６７８',
    '010‑1234‑5678',
  ])('written as %s is one number', (text) => {
    expect(toE164(text)).toBe('+821012345678');
    expect(readAddress('SMS', text)).toEqual({ ok: true, address: '+821012345678' });
  });

  it.each([
    ['011-234-5678', '+82112345678'],
    ['016-1234-5678', '+821612345678'],
    ['+1 (415) 555-0100', '+14155550100'],
    ['+44 20 7946 0958', '+442079460958'],
    ['+44 (0)20 7946 0958', '+442079460958'],
    ['+82 2 123 4567', '+8221234567'],
    ['+82 (0)2 123 4567', '+8221234567'],
    ['+8201012345678', '+821012345678'],
  ])('%s is kept as %s', (text, expected) => {
    expect(toE164(text)).toBe(expected);
  });

  it.each([
    ['a landline', '02-123-4567'],
    ['a digit too few', '010-123-4567'],
    ['a digit too few behind its code', '+82 10-123-4567'],
    ['two zeros behind its code', '+82 0010 1234 5678'],
    ['a digit too many', '010-1234-56789'],
    ['what a spreadsheet makes of a long number', '1.01E+09'],
    ['words', '없음'],
    ['letters among digits', '010-1234-567O'],
    ['a second number', '010-1234-5678, 010-2345-6789'],
    ['an extension', '010-1234-5678 #2'],
    ['another country without its code', '415-555-0100'],
    ['too many digits', '+1234567890123456'],
    ['a plus alone', '+'],
    ['zeros', '00000000000'],
  ])('is none when it is %s', (_name, text) => {
    expect(toE164(text)).toBeNull();
  });

  it('comes out the same when it goes in again, whatever stands between its digits', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 8, maxLength: 8 });
    const separator = fc.constantFrom('', '-', ' ', '.', '–', ') ');
    fc.assert(
      fc.property(digits, separator, fc.constantFrom('010', '+82 10', '8210', '10'), (each, between, start) => {
        const number = `${start}${between}${each.slice(0, 4).join('')}${between}${each.slice(4).join('')}`;
        const first = toE164(number);
        expect(first).toBe(`+8210${each.join('')}`);
        expect(toE164(first ?? '')).toBe(first);
      }),
    );
  });
});

describe('phone numbers of a CSV', () => {
  const read = (header: string, cells: readonly string[], country?: Country) => {
    const mapped = mapColumns(header.split(','));
    if (!mapped.ok) throw new Error(mapped.message);
    return csvObject(mapped.targets, cells, country).row;
  };

  it('become E.164 wherever a column says that they are some', () => {
    expect(read('SMS', ['010-1234-5678'])).toMatchObject({ Address: '+821012345678' });
    expect(read('ChannelType,Address', ['SMS', '010-1234-5678'])).toMatchObject({ Address: '+821012345678' });
    expect(read('Address,ChannelType', ['010-1234-5678', 'EMAIL'])).toMatchObject({ Address: '010-1234-5678' });
    expect(read('User.UserId,SMS,EMAIL', ['u1', '01012345678', 'a@example.com'])).toMatchObject({
      endpoints: [
        { channelType: 'SMS', address: '+821012345678' },
        { channelType: 'EMAIL', address: 'a@example.com' },
      ],
    });
  });

  it('refuse their row when they are none; without a country of their own, those without a code', () => {
    expect(read('SMS', ['없음'])).toBeNull();
    expect(read('ChannelType,Address', ['SMS', '02-123-4567'])).toBeNull();
    expect(read('SMS', ['+1 415-555-0100'], 'NONE')).toMatchObject({ Address: '+14155550100' });
    expect(read('SMS', ['0171 2345678'], 'NONE')).toBeNull();
  });

  it('may be missing', () => {
    expect(read('User.UserId,SMS', ['u1', ''])).toEqual({ User: { UserId: 'u1' } });
  });
});
