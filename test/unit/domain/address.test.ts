import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CHANNEL_TYPES,
  addressDigest,
  addressKey,
  readAddress,
  type ChannelType,
} from '../../../src/domain/customer/index.ts';

function read(type: ChannelType, text: string): string | null {
  const outcome = readAddress(type, text);
  return outcome.ok ? outcome.address : null;
}

describe('an address', () => {
  it.each<[ChannelType, string, string]>([
    ['EMAIL', ' Kim.Dup@Example.COM\u200b', 'Kim.Dup@example.com'],
    ['EMAIL', 'a+tag@x.kr', 'a+tag@x.kr'],
    ['EMAIL', 'info@한국.example', 'info@xn--3e0b707e.example'],
    ['SMS', ' +82 (10) 1234-5678 ', '+821012345678'],
    ['SMS', '+82\u201110\u20111234\u20115678', '+821012345678'],
    ['VOICE', '+1.425.679.1901', '+14256791901'],
    ['SMS', '010-1234-5678', '+821012345678'],
    ['SMS', '+14155550100.0', '+14155550100'],
    ['SMS', '\u202a010\u206012345678\u202c', '+821012345678'],
    ['GCM', '\ttoken:A_b-1 \n', 'token:A_b-1'],
    ['CUSTOM', ' 카카오 친구 ', '카카오 친구'],
  ])('of %s written %j is kept as %j', (type, text, expected) => {
    expect(read(type, text)).toBe(expected);
  });

  it.each<[ChannelType, string]>([
    ['EMAIL', 'test'],
    ['EMAIL', 'a@@b.example'],
    ['EMAIL', 'EMAIL'],
    ['EMAIL', '<your email address>'],
    ['EMAIL', 'two@example.com, three@example.com'],
    ['EMAIL', 'a@b.kr,c@d.kr'],
    ['EMAIL', 'ＣＨＯＩ＠example.com'],
    ['EMAIL', 'a b@x.kr'],
    ['EMAIL', `${'x'.repeat(65)}@x.kr`],
    ['EMAIL', 'a@b.kr\r\nBcc: x@y.kr'],
    ['EMAIL', 'kim@gmail'],
    ['EMAIL', 'kim@localhost'],
    ['EMAIL', 'kim@192.168.0.1'],
    ['EMAIL', 'kim@１２３'],
    ['GCM', 'undefined'],
    ['APNS', '(null)'],
    ['GCM', 'BLACKLISTED'],
    ['SMS', '(202) 555-0191'],
    ['SMS', '14256791901'],
    ['SMS', '+0821012345678'],
    ['GCM', 'a token'],
    ['APNS', ''],
    ['CUSTOM', ' \u200b'],
  ])('of %s is refused when it reads %j, without being repeated', (type, text) => {
    const outcome = readAddress(type, text);
    expect(outcome).toMatchObject({ ok: false, error: { code: 'INVALID_ADDRESS' } });
    if (!outcome.ok && text.length > 5) expect(outcome.error.message).not.toContain(text);
  });

  it.each<[ChannelType, string, ChannelType, string, boolean]>([
    ['EMAIL', 'Kim@Example.com', 'EMAIL', 'kim@example.com ', true],
    ['EMAIL', 'kim@example.com', 'EMAIL', 'kim@example.org', false],
    ['SMS', '+82 10-1234-5678', 'SMS', '+821012345678', true],
    ['APNS', 'AB'.repeat(32), 'APNS_SANDBOX', 'ab'.repeat(32), true],
    ['GCM', 'Token', 'GCM', 'token', false],
    ['EMAIL', 'a@x.kr', 'CUSTOM', 'a@x.kr', false],
  ])('%s %j and %s %j are one address: %s', (type, text, otherType, other, isOne) => {
    expect(addressKey(type, text) === addressKey(otherType, other)).toBe(isOne);
  });

  it('M4 has one key with its domain in letters of its language and in Punycode, and no letters but ASCII before the @', () => {
    expect(addressKey('EMAIL', 'Info@한국.EXAMPLE')).toBe(addressKey('EMAIL', 'info@xn--3e0b707e.example'));
    expect(read('EMAIL', 'Jesús@example.com')).toBeNull();
    const refused = readAddress('EMAIL', 'Jesús@example.com');
    expect(refused.ok ? '' : refused.error.message).toMatch(/^Before the @/);
  });

  it('stays what it is when it is read again, and has one key however often it was read', () => {
    const unit = fc.constantFrom(
      'a',
      'B',
      '@',
      '.',
      ' ',
      '\u200b',
      '+',
      '8',
      '1',
      '-',
      '(',
      '한',
      'İ',
      'ﬀ',
      '＠',
      '\t',
    );
    const anything = fc.oneof(fc.string({ unit, maxLength: 20 }), fc.stringMatching(/^[A-Za-z]{1,5}@[A-Z]{1,5}\.kr$/));
    fc.assert(
      fc.property(fc.constantFrom(...CHANNEL_TYPES), anything, (type, text) => {
        const once = read(type, text);
        if (once === null) return;
        expect(read(type, once)).toBe(once);
        expect(addressKey(type, once)).toBe(addressKey(type, text));
        expect(addressKey(type, `\u00a0${text} `)).toBe(addressKey(type, text));
      }),
      { numRuns: 3_000 },
    );
  });

  it('has a digest of 53 bits that tells 200,000 addresses apart', () => {
    const digests = new Set<number>();
    for (let n = 0; n < 200_000; n += 1) digests.add(addressDigest('EMAIL', `member-${n}@example.com`));
    expect(digests.size).toBe(200_000);
    for (let n = 0; n < 200_000; n += 1) digests.add(addressDigest('CUSTOM', `member-${n}@example.com`));
    expect(digests.size).toBe(400_000);
    for (const digest of digests) if (!Number.isSafeInteger(digest) || digest < 0) throw new Error(String(digest));
  });

  it('has a digest in which every byte counts, wherever it is and however long the address is', () => {
    const token = 'x'.repeat(5_000);
    for (const length of [1, 2, 3, 4, 5, 152, 4_095, 4_096, 4_097, 5_000]) {
      const digests = new Set([addressDigest('GCM', token.slice(0, length))]);
      const places = Array.from({ length: Math.min(length, 200) }, (_, at) => length - 1 - at);
      for (const at of places) {
        for (const other of ['y', '가', '🎁']) {
          digests.add(addressDigest('GCM', `${token.slice(0, at)}${other}${token.slice(at + 1, length)}`));
        }
      }
      expect(digests.size).toBe(1 + places.length * 3);
    }
  });

  it('has the same digest as another exactly when both have the same key', () => {
    const addresses: [ChannelType, string][] = [
      ['EMAIL', 'kim@example.com'],
      ['EMAIL', ' Kim@Example.COM\u200b'],
      ['EMAIL', 'kim@@example.com'],
      ['SMS', '+82 10-1234-5678'],
      ['SMS', '+821012345678'],
      ['VOICE', '+821012345678'],
      ['GCM', 'Token-1'],
      ['ADM', '\ufeffToken-1 '],
      ['GCM', 'token-1'],
      ['APNS', 'AB'.repeat(32)],
      ['APNS_SANDBOX', 'ab'.repeat(32)],
      ['APNS', 'Not-Hex'],
      ['APNS', 'not-hex'],
      ['CUSTOM', '@kim'],
      ['CUSTOM', '@Kim'],
      ['CUSTOM', 'kim@example.com'],
      ['IN_APP', 'kim@example.com'],
      ['GCM', ''],
      ['EMAIL', ''],
    ];
    for (const [aType, a] of addresses) {
      for (const [bType, b] of addresses) {
        const isSameKey = addressKey(aType, a) === addressKey(bType, b);
        expect([a, b, addressDigest(aType, a) === addressDigest(bType, b)]).toEqual([a, b, isSameKey]);
      }
    }
  });
});
