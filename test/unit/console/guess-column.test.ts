import { describe, expect, it } from 'vitest';
import { guessMeanings } from '../../../console/pages/import/meanings.ts';
import { mapColumns } from '../../../src/import-reader/map-columns.ts';
import { columnOf, inColumn } from '../../../src/import-reader/refused-column.ts';

describe('what columns are taken for', () => {
  it('is guessed by how people title them, and what is not known is an attribute of its own name', () => {
    expect(
      guessMeanings([
        '고객번호',
        'E-mail Address',
        '휴대전화',
        '이름',
        '등급',
        'user.userid',
        'Location.City',
        '',
        '__proto__',
      ]),
    ).toEqual({
      고객번호: 'User.UserId',
      'E-mail Address': 'EMAIL',
      휴대전화: 'SMS',
      이름: 'User.UserAttributes.GivenName',
      등급: 'User.UserAttributes.등급',
      'user.userid': 'User.UserId',
      'Location.City': 'Location.City',
      '': '-',
      ['__proto__']: 'User.UserAttributes.__proto__',
    });
  });

  it('is something that the reader takes', () => {
    const titles = ['고객번호', '이메일', '나이', ''];
    expect(mapColumns(titles, guessMeanings(titles))).toMatchObject({ ok: true });
  });
});

describe('the column of a rejected row', () => {
  it('is found again in its reason, whatever the title is', () => {
    for (const title of ['이메일', 'a "b" c', ''])
      expect(columnOf(inColumn(title, 'It is no address: "x".'))).toEqual({
        column: title,
        reason: 'It is no address: "x".',
      });
    expect(columnOf('The row has 2 cells, and the header 5.')).toEqual({
      column: null,
      reason: 'The row has 2 cells, and the header 5.',
    });
  });
});
