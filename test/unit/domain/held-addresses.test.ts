import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addressKey,
  addressKeysOfText,
  customerName,
  maskedAddress,
  nameKeys,
  newAddressKeys,
  newCustomer,
  newEndpoint,
} from '../../../src/domain/customer/index.ts';

describe('what a text could be', () => {
  it.each([
    ['010-1234-5678', 'SMS', '+821012345678'],
    ['+82 10 1234 5678', 'SMS', '01012345678'],
    [' Kim@Example.COM ', 'EMAIL', 'kim@example.com'],
    ['AB'.repeat(32), 'APNS', 'ab'.repeat(32)],
    ['dXk:APA91b', 'GCM', 'dXk:APA91b'],
  ] as const)('%s is found among addresses of %s', (text, channelType, address) => {
    expect(addressKeysOfText(text)).toContain(addressKey(channelType, address));
  });

  it('is no address of a phone or mailbox when it is a name', () => {
    expect(addressKeysOfText('김서연').filter((key) => /^(SMS|EMAIL|PUSH)/.test(key))).toEqual([]);
  });
});

describe('addresses that are new', () => {
  it('are those that the customer did not have, however they are written', () => {
    const before = { ...newCustomer('m'), endpoints: [newEndpoint('e1', 'EMAIL', 'Kim@example.com')] };
    const after = {
      ...before,
      endpoints: [newEndpoint('e9', 'EMAIL', 'kim@example.com'), newEndpoint('e2', 'SMS', '+821012345678')],
    };
    expect(newAddressKeys(before, after)).toEqual(['SMS:+821012345678']);
    expect(newAddressKeys(undefined, { ...after, endpoints: [newEndpoint('e3', 'GCM', '')] })).toEqual([]);
  });
});

describe('a masked address', () => {
  it.each([
    ['minji.kim@example.com', 'mi***@example.com'],
    ['k@example.com', '***@example.com'],
    ['+821012345678', '+8210****5678'],
    ['token-of-minji', '****inji'],
    ['ab', '****'],
  ])('of %s is %s', (address, masked) => {
    expect(maskedAddress(address)).toBe(masked);
  });

  it('hides at least half of what tells people apart', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 60 }), (local) => {
        const shown = maskedAddress(`${local.replaceAll('@', 'a')}`).replaceAll('*', '');
        expect(shown.length).toBeLessThanOrEqual(Math.max(9, local.length / 2));
      }),
    );
  });
});

describe('the name of a customer', () => {
  it.each([
    [{ Name: ['김서연'], GivenName: ['서연'] }, '김서연'],
    [{ FamilyName: ['김'], GivenName: ['서연'] }, '김서연'],
    [{ FamilyName: ['Kim'], GivenName: ['Minji'] }, 'Minji Kim'],
    [{ GivenName: ['서연'] }, '서연'],
    [{ Name: ['  '], City: ['서울'] }, undefined],
  ])('of %j is %s', (attributes, name) => {
    expect(customerName(attributes)).toBe(name);
  });

  it('is found by its first two letters, composed and in small ones', () => {
    expect(nameKeys('Ｍinji  KIM')).not.toBeNull();
    expect(nameKeys(' Minji  KIM ')).toEqual({ nameGroup: 'mi', searchName: 'minji kim' });
    expect(nameKeys('김서연'.normalize('NFD'))).toEqual({ nameGroup: '김서', searchName: '김서연' });
    expect(nameKeys('김')).toBeNull();
    expect(nameKeys('가'.repeat(5_000))?.searchName.length).toBe(100);
  });
});
