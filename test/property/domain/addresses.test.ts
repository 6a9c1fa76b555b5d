import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addressDigest,
  addressKey,
  CHANNEL_TYPES,
  readAddress,
  type ChannelType,
} from '../../../src/domain/customer/index.ts';
import { MANY_CASES } from './arbitraries.ts';

type Spellings = { readonly type: ChannelType; readonly plain: string; readonly others: readonly string[] };

const around = fc.constantFrom('', ' ', '\t', '\u00a0', '\u200b', '\ufeff', '\u00ad', ' \u3000\n');
const between = fc.constantFrom('', ' ', '-', '.', '\u2011', ') ', '\u00a0');

const wide = (text: string): string =>
  text.replaceAll(/[0-9+-]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));

const inTwoCases = (text: string, isLoud: readonly boolean[]): string =>
  [...text].map((one, at) => (isLoud[at % isLoud.length] === true ? one.toUpperCase() : one)).join('');

const cases = fc.array(fc.boolean(), { minLength: 1, maxLength: 8 });

const email = fc
  .record({
    local: fc.stringMatching(/^[a-z0-9]{1,6}([._+-][a-z0-9]{1,4})?$/),
    domain: fc.constantFrom(
      { letters: 'example.com', ascii: 'example.com' },
      { letters: 'mail.example.co.kr', ascii: 'mail.example.co.kr' },
      { letters: '한국.example', ascii: 'xn--3e0b707e.example' },
      { letters: 'bücher.example', ascii: 'xn--bcher-kva.example' },
    ),
    cases,
  })
  .map(({ local, domain: { letters, ascii }, cases: isLoud }): Spellings => ({
    type: 'EMAIL',
    plain: `${local}@${ascii}`,
    others: [`${local}@${inTwoCases(letters, isLoud)}`, `${inTwoCases(local, isLoud)}@${inTwoCases(ascii, isLoud)}`],
  }));

const korean = fc.record({ digits: fc.stringMatching(/^\d{8}$/), gap: between }).map(({ digits, gap }): Spellings => {
  const rest = `${digits.slice(0, 4)}${gap}${digits.slice(4)}`;
  const plain = `+8210${digits}`;
  return {
    type: 'SMS',
    plain,
    others: [
      `010${gap}${rest}`,
      `+82 10${gap}${rest}`,
      `+82 (0)10${gap}${rest}`,
      `82${gap}10${rest}`,
      `0082 10${rest}`,
      `10${gap}${rest}`,
      wide(`010-${rest}`),
      wide(plain),
    ],
  };
});

const foreign = fc
  .record({ code: fc.constantFrom('1', '44', '81', '49'), digits: fc.stringMatching(/^[1-9]\d{8}$/), gap: between })
  .map(({ code, digits, gap }): Spellings => ({
    type: 'VOICE',
    plain: `+${code}${digits}`,
    others: [
      `+${code} (${digits.slice(0, 3)}${gap}${digits.slice(3)}`,
      `+${code} (0)${digits}`,
      wide(`+${code}${digits}`),
    ],
  }));

const hexToken = fc
  .record({ token: fc.stringMatching(/^[0-9a-f]{64}$/), cases })
  .map(({ token, cases: isLoud }): Spellings => ({
    type: 'APNS',
    plain: token,
    others: [inTwoCases(token, isLoud), token.toUpperCase()],
  }));

const other = fc
  .record({
    type: fc.constantFrom<ChannelType>('GCM', 'ADM', 'BAIDU', 'CUSTOM'),
    // A word that stands for no token is refused.
    token: fc.stringMatching(/^[\w:-]{1,40}$/).filter((token) => !/^(?:-|n[iou]\w*|undefined|nan)$/i.test(token)),
  })
  .map(({ type, token }): Spellings => ({ type, plain: token, others: [token] }));

describe('an address, in every spelling that its provider takes for one', () => {
  it('is one address', () => {
    fc.assert(
      fc.property(
        fc.oneof(email, korean, foreign, hexToken, other),
        around,
        around,
        ({ type, plain, others }, a, b) => {
          const key = addressKey(type, plain);
          for (const spelled of others) {
            const read = readAddress(type, `${a}${spelled}${b}`);
            if (!read.ok) throw new Error(`${spelled}: ${read.error.message}`);
            expect(addressKey(type, read.address)).toBe(key);
            expect(addressKey(type, `${a}${spelled}${b}`)).toBe(key);
            expect(addressDigest(type, spelled)).toBe(addressDigest(type, plain));
          }
        },
      ),
      { numRuns: MANY_CASES },
    );
  });

  it('is what it is when it is read again, whatever it was', () => {
    const unit = fc.constantFrom(...'aB@.+81-(0) ＠한İﬀ\u200b\t');
    const anything = fc.oneof(fc.string({ unit, maxLength: 20 }), fc.string({ unit: 'binary', maxLength: 20 }));
    fc.assert(
      fc.property(fc.constantFrom(...CHANNEL_TYPES), anything, (type, text) => {
        const once = readAddress(type, text);
        if (!once.ok) return;
        expect(readAddress(type, once.address)).toEqual(once);
        expect(addressKey(type, once.address)).toBe(addressKey(type, text));
      }),
      { numRuns: MANY_CASES },
    );
  });
});
