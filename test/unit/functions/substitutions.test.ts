import { describe, expect, it } from 'vitest';
import { SEND_INPUT } from '../../../amplify/functions/external-send/arguments.ts';

const call = (substitutions: unknown) =>
  SEND_INPUT.safeParse({
    idempotencyKey: 'order-0001',
    messageClass: 'TRANSACTIONAL',
    recipients: [{ customerId: 'm-1', substitutions }],
  });

describe('A12 the substitutions of a call', () => {
  it('are read without blanks around their names', () => {
    const read = call(JSON.stringify({ ' Order ': 'A-7', 이름: ['하나', '둘'] }));
    expect(read.data?.recipients[0]?.substitutions).toEqual({ Order: ['A-7'], 이름: ['하나', '둘'] });
  });

  it('are kept composed, as values of customers are', () => {
    const read = call(JSON.stringify({ Name: '김서연'.normalize('NFD'), Items: ['사과'.normalize('NFD')] }));
    expect(read.data?.recipients[0]?.substitutions).toEqual({ Name: ['김서연'], Items: ['사과'] });
  });

  it.each([
    ['a name twice, but for blanks', '{" Order": "A-7", "Order": "B-8"}', '"Order" is there twice'],
    ['a name twice, but for what nobody sees', '{"Order": "A-7", "Order\\u200b": "B-8"}', '"Order" is there twice'],
    ['a name of blanks', '{" ": "A-7"}', 'is empty'],
    ['__proto__', '{"__proto__": "A-7"}', '__proto__'],
    ['__proto__ with blanks', '{" __proto__": "A-7"}', '__proto__'],
    ['a name of 51 letters', JSON.stringify({ ['가'.repeat(51)]: 'A-7' }), 'has 51 characters'],
  ])('are refused with %s', (_, text, words) => {
    const read = call(text);
    expect(read.success).toBe(false);
    expect(read.error?.issues.map(({ message }) => message).join()).toContain(words);
  });
});
