import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as scalars from '../../../../src/offline/graphql/scalars/index.ts';

const CASES: Record<keyof typeof scalars, { good: unknown[]; bad: unknown[] }> = {
  AWSDate: {
    good: ['2026-11-23', '2024-02-29', '1970-01-01Z', '1970-01-01-07:00', '1970-01-01+05:30', '1970-01-01+05:30:15'],
    bad: ['2026-02-29', '2026-13-01', '2026-1-1', '2019-12-24T04:15:57.798Z', '', 20261123, null],
  },
  AWSTime: {
    good: ['12:30', '12:30:24', '12:30:24.1', '12:30:24.500Z', '12:30:24.500+05:30'],
    bad: ['24:00', '12:60', '12:30:60', '1:30', '12:30:24.', 12],
  },
  AWSDateTime: {
    good: [
      '2020-01-01T00:00+00:00',
      '1970-01-01T00:00:00Z',
      '1970-01-01T00:00:00.123456789+09:00',
      '1970-01-01T12:30:24-07:00:30',
      '2028-02-29T23:59Z',
      '0000-01-01T00:00Z',
      '-2017-01-01T00:00Z',
      '1970-01-01T00:00:00-18:00:00',
    ],
    bad: [
      '2020-05-19T11:5:29.000Z',
      '2019',
      '2020-01-01T00:00:00',
      '2020-01-01',
      '2020-01-01T00:00:00+19:00',
      '2020-01-01T00:00:00+18:00:01',
      '2020-01-01T00:00:00+0900',
      '2020-01-01T00:00:00+09',
      '2020-01-01T00:00:00,5Z',
      '2020-01-01T24:00:00Z',
      '2027-02-29T00:00:00Z',
      '-0000-01-01T00:00:00Z',
      0,
    ],
  },
  AWSTimestamp: { good: [0, -1, 1_700_000_000], bad: ['2019-12-19 16:59:09.966', 1.5, 4e16, '1', true] },
  AWSEmail: {
    good: ['a@b', 'a@b.c', 'first.last+tag@example.co.kr'],
    bad: ['a', '@b', 'a@', 'a b@c', 'a@b..c', 'a..b@c', 1],
  },
  AWSJSON: { good: ['{"a":1}', '[1]', '"text"', '1', 'true', 'null'], bad: ['{a: 1}', "{'a': 1}", 'text', '', 1] },
  AWSURL: {
    good: ['https://example.com/a?b=c', 'http://localhost:80', 'mailto:a@b.c'],
    bad: ['example.com', 'http://a//b/c//d', 'http://a b', ''],
  },
  AWSPhone: {
    good: ['+821012345678', '+82 10-1234-5678', '(415) 555-2671', '14155552671'],
    bad: ['1110004444', '+0123', 'phone', '123'],
  },
  AWSIPAddress: {
    good: ['127.0.0.1', '123.12.34.56/16', '::1', '1a2b:3c4b::1234:4567/64'],
    bad: ['256.1.1.1', '1.2.3.4/33', '::1/129', '1.2.3.4/', '1.2.3.4/8/8', ''],
  },
};

describe.each(Object.values(scalars))('$name', (scalar) => {
  const cases = Object.entries(CASES).find(([name]) => name === scalar.name)?.[1];

  it.each(cases?.good ?? [])('accepts %j', (value) => {
    expect((): unknown => scalar.parseValue(value)).not.toThrow();
  });

  it.each(cases?.bad ?? [])('refuses %j, naming it', (value) => {
    expect((): unknown => scalar.parseValue(value)).toThrow(/^Unable to parse `.*` as /);
  });

  it.each(scalar.name === 'AWSJSON' ? [] : (cases?.good ?? []))('returns %j as it is', (value) => {
    expect(scalar.serialize(scalar.parseValue(value))).toBe(value);
  });

  it.each(scalar.name === 'AWSJSON' ? [] : (cases?.bad ?? []))('does not return %j', (value) => {
    expect((): unknown => scalar.serialize(value)).toThrow(/^Unable to serialize `.*` as /);
  });
});

describe('AWSJSON', () => {
  it('gives resolvers the value and clients the text, for any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(scalars.AWSJSON.serialize(scalars.AWSJSON.parseValue(text))).toBe(text);
      }),
    );
  });
});

describe('AWSDate', () => {
  it('accepts every day of the calendar', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }), (day) => {
        const text = day.toISOString().slice(0, 10);
        expect(scalars.AWSDate.parseValue(text)).toBe(text);
      }),
    );
  });
});
