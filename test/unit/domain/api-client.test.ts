import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addKey,
  canonicalJson,
  checkCaller,
  checkClaims,
  checkTemplateUse,
  createApiClient,
  isInCidrs,
  signedText,
  sourceAddress,
  type ApiClient,
} from '../../../src/domain/api-client/index.ts';

const CLIENT: ApiClient = {
  id: 'shop',
  name: '주문 서버',
  isActive: true,
  cidrs: ['203.0.113.0/24', '2001:db8::/32'],
  operations: ['SEND_MESSAGES'],
  templateIds: ['t1'],
  mayInline: false,
  messagesPerDay: 10,
  recipientsPerMinute: 10,
  roleNames: [],
  keys: [],
};

describe('canonical JSON', () => {
  it('is the example of RFC 8785, key for key', () => {
    const value = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000f\nA\'B"\\\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts keys by UTF-16 code units, as the RFC says', () => {
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, ö: 7 };
    expect(Object.keys(JSON.parse(canonicalJson(value)) as object)).toHaveLength(7);
    const order = [...canonicalJson(value).matchAll(/:(\d)/g)].map(([, digit]) => Number(digit));
    expect(order).toEqual([2, 4, 6, 7, 1, 5, 3]);
  });

  it('reads back as what was written, and says the same of any order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        // JSON has one zero.
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(reversed(value))).toBe(text);
      }),
    );
  });

  it('tells apart requests that differ, and not those that only look different', () => {
    const request = { query: '{ a }', variables: { b: 1, a: [2] } };
    expect(signedText(request)).toBe(signedText({ ...request, operationName: null, variables: { a: [2], b: 1.0 } }));
    expect(signedText({ query: '{ a }' })).toBe(signedText({ query: '{ a }', variables: {}, operationName: '' }));
    expect(signedText(request)).not.toBe(signedText({ ...request, operationName: 'A' }));
    expect(signedText(request)).not.toBe(signedText({ ...request, variables: { b: 1, a: ['2'] } }));
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]: [string, unknown]) => [key, reversed(member)]),
  );
}

describe('address ranges', () => {
  it.each([
    ['203.0.113.7', true],
    ['203.0.114.7', false],
    ['::ffff:203.0.113.7', true],
    ['2001:db8::1', true],
    ['2001:db9::1', false],
    ['', false],
    ['203.0.113.7.evil.example', false],
    ['3405803783', false],
  ])('%s: %s', (address, expected) => {
    expect(isInCidrs(address, CLIENT.cidrs)).toBe(expected);
  });

  it.each(['0.0.0.0/0', '::/0', '203.0.113.0', '203.0.113.0/33', '203.113/16', 'everywhere', ''])(
    'refuse %s at registration',
    (cidr) => {
      expect(createApiClient({ ...CLIENT, cidrs: [cidr] })).toMatchObject({ error: { code: 'INVALID_API_CLIENT' } });
    },
  );

  it('contain exactly the addresses whose first bits agree', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(
        fc.tuple(byte, byte, byte, byte),
        fc.tuple(byte, byte, byte, byte),
        fc.integer({ min: 1, max: 32 }),
        (a, b, bits) => {
          const number = (parts: readonly number[]): number => parts.reduce((sum, part) => sum * 256 + part, 0);
          const isSame = Math.floor(number(a) / 2 ** (32 - bits)) === Math.floor(number(b) / 2 ** (32 - bits));
          expect(isInCidrs(a.join('.'), [`${b.join('.')}/${bits}`])).toBe(isSame);
        },
      ),
    );
  });
});

describe('the address a call comes from', () => {
  it('is the one that AppSync’s edge saw, whatever the caller wrote before it', () => {
    expect(sourceAddress('203.0.113.7, 10.0.0.1')).toBe('203.0.113.7');
    expect(sourceAddress('203.0.113.7, 198.51.100.9, 10.0.0.1')).toBe('198.51.100.9');
    expect(sourceAddress('203.0.113.7')).toBeNull();
    expect(sourceAddress(undefined)).toBeNull();
    expect(sourceAddress(', 10.0.0.1')).toBeNull();
  });
});

describe('request tokens', () => {
  const NOW = 1_700_000_000;
  const claims = { iss: 'shop', iat: NOW, exp: NOW + 60, jti: 'nonce-0001', rqh: 'h' };
  const check = (more: Partial<typeof claims>, hash = 'h') =>
    checkClaims({ ...claims, ...more }, { hash, now: NOW * 1000 + 500 });

  it.each([
    ['of an hour', { exp: NOW + 3_600 }, 'TOKEN_LIFETIME'],
    ['that end before they begin', { exp: NOW }, 'TOKEN_LIFETIME'],
    ['that have expired', { iat: NOW - 100, exp: NOW - 1 }, 'TOKEN_STALE'],
    ['of the future', { iat: NOW + 60, exp: NOW + 120 }, 'TOKEN_STALE'],
    ['without a nonce', { jti: '' }, 'TOKEN_MALFORMED'],
  ])('%s are refused', (_name, more, code) => {
    expect(check(more)).toMatchObject({ error: { code } });
  });

  it('are good for the request that was signed alone', () => {
    expect(check({})).toEqual({ ok: true });
    expect(check({ iat: NOW + 20, exp: NOW + 50 })).toEqual({ ok: true });
    expect(check({}, 'other')).toMatchObject({ error: { code: 'REQUEST_TAMPERED' } });
  });
});

describe('a client', () => {
  it('has at most two keys, each with its own name', () => {
    const key = (id: string) => ({ id, algorithm: 'HS256', createdAt: 1 }) as const;
    const one = addKey(CLIENT, key('k1'));
    if (!one.ok) throw new Error(one.error.message);
    expect(addKey(one.client, key('k1'))).toMatchObject({ error: { code: 'INVALID_API_KEY' } });
    const two = addKey(one.client, key('k2'));
    if (!two.ok) throw new Error(two.error.message);
    expect(addKey(two.client, key('k3'))).toMatchObject({ error: { code: 'TOO_MANY_KEYS' } });
    const noKey = { id: 'k4', algorithm: 'EdDSA', publicKey: 'short', createdAt: 1 } as const;
    expect(addKey(CLIENT, noKey)).toMatchObject({ error: { code: 'INVALID_API_KEY' } });
  });

  it('calls from where it is registered, while it is switched on, and sends what it may', () => {
    expect(checkCaller(CLIENT, '203.0.113.7')).toEqual({ ok: true });
    expect(checkCaller(CLIENT, '198.51.100.7')).toMatchObject({ error: { code: 'IP_NOT_ALLOWED' } });
    expect(checkCaller(CLIENT, null)).toMatchObject({ error: { code: 'IP_NOT_ALLOWED' } });
    expect(checkCaller({ ...CLIENT, isActive: false }, '203.0.113.7')).toMatchObject({
      error: { code: 'CLIENT_DISABLED' },
    });
    expect(checkTemplateUse(CLIENT, ['t1'])).toEqual({ ok: true });
    expect(checkTemplateUse(CLIENT, ['t2'])).toMatchObject({ error: { code: 'TEMPLATE_NOT_ALLOWED' } });
    expect(checkTemplateUse({ ...CLIENT, templateIds: ['*'] }, ['t2'])).toEqual({ ok: true });
  });
});
