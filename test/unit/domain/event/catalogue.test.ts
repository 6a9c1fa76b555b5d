import { describe, expect, it } from 'vitest';
import { createEventDefinition, holdAgainst, type EventDefinition } from '../../../../src/domain/event/index.ts';

const CART: EventDefinition = {
  name: 'cart_added',
  meaning: '장바구니에 담았다',
  owner: '앱 팀',
  attributes: [{ name: 'category', meaning: '상품 분류' }],
  metrics: [{ name: 'priceKrw', meaning: '가격' }],
  isRetired: false,
};

const event = (change: object = {}) => ({
  ...{ eventId: '1', customerId: 'c1', name: 'cart_added', occurredAt: 0, attributes: {}, metrics: {} },
  ...change,
});

describe('a definition of an event', () => {
  it('keeps names as names are kept, and texts without the blanks around them', () => {
    const written = { ...CART, name: ' 장바구니 '.normalize('NFD'), owner: ' 앱 팀 ' };
    expect(createEventDefinition(written)).toMatchObject({
      ok: true,
      definition: { name: '장바구니', owner: '앱 팀' },
    });
  });

  it.each<[what: string, change: Partial<EventDefinition>, words: RegExp]>([
    ['no name', { name: ' ' }, /^name is empty/],
    ['a name of the system', { name: '_session.start' }, /one of the system/],
    ['no meaning', { meaning: '' }, /^meaning/],
    ['nobody who answers for it', { owner: '\u3000' }, /^owner/],
    ['a meaning of 501 characters', { meaning: 'x'.repeat(501) }, /^meaning/],
    [
      'an attribute twice, in two spellings',
      { attributes: ['가', '가'.normalize('NFD')].map((name) => ({ name, meaning: 'x' })) },
      /there twice/,
    ],
    [
      '41 attributes',
      { attributes: Array.from({ length: 41 }, (_, n) => ({ name: `a${n}`, meaning: 'x' })) },
      /at most 40/,
    ],
    ['a metric without a meaning', { metrics: [{ name: 'n', meaning: ' ' }] }, /^metrics\.n/],
  ])('is refused with %s', (_, change, words) => {
    const created = createEventDefinition({ ...CART, ...change });
    expect(created).toMatchObject({ ok: false, error: { code: 'INVALID_EVENT_DEFINITION' } });
    if (!created.ok) expect(created.error.message).toMatch(words);
  });
});

describe('an event held against its definition', () => {
  it('is fine with what is defined, or less', () => {
    expect(holdAgainst(CART, event())).toBeNull();
    expect(holdAgainst(CART, event({ attributes: { category: '식품' }, metrics: { priceKrw: 1 } }))).toBeNull();
  });

  it('is none of the catalogue without a definition, or with a retired one', () => {
    expect(holdAgainst(undefined, event())?.code).toBe('NOT_IN_CATALOGUE');
    expect(holdAgainst({ ...CART, isRetired: true }, event())?.code).toBe('NOT_IN_CATALOGUE');
  });

  it('has a field that nobody defined, also one of JavaScript’s own names', () => {
    for (const more of [
      { attributes: { color: '빨강' } },
      { metrics: { items: 2 } },
      { attributes: { constructor: 'x' } },
    ]) {
      expect(holdAgainst(CART, event(more))?.code).toBe('UNDEFINED_FIELD');
    }
  });

  it('of the client library itself needs no definition', () => {
    for (const name of ['session_started', 'session_ended', 'events_dropped', 'message_opened']) {
      expect(holdAgainst(undefined, event({ name }))).toBeNull();
    }
  });
});
