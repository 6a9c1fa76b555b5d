import { describe, expect, it } from 'vitest';
import { addReceipt, NO_MARK, type Receipt } from '../../../src/domain/send-job/index.ts';

type Said = Pick<Receipt, 'status' | 'code'>;

const DELIVERED: Said = { status: 'DELIVERED' };
const OPENED: Said = { status: 'OPENED' };
const COMPLAINT: Said = { status: 'DELIVERED', code: 'COMPLAINT' };
const AWAY: Said = { status: 'FAILED', code: 'BOUNCE/Transient/General' };
const FULL: Said = { status: 'FAILED', code: 'BOUNCE/Transient/MailboxFull' };
const DEAD: Said = { status: 'FAILED', code: 'BOUNCE/Permanent/General' };

const said = (...receipts: readonly Said[]) => receipts.reduce(addReceipt, NO_MARK);

function orders<T>(list: readonly T[]): T[][] {
  if (list.length <= 1) return [[...list]];
  return list.flatMap((first, at) => orders(list.toSpliced(at, 1)).map((rest) => [first, ...rest]));
}

describe('what receipts say together', () => {
  it.each<[string, Said[], Said]>([
    ['a complaint stays visible after an opening', [COMPLAINT, OPENED], { status: 'OPENED', code: 'COMPLAINT' }],
    ['a complaint stays visible after a bounce', [COMPLAINT, DEAD, DELIVERED], { status: 'FAILED', code: 'COMPLAINT' }],
    ['an automatic answer leaves a mail delivered', [DELIVERED, AWAY], DELIVERED],
    ['a bounce that passes alone is a failure', [AWAY], AWAY],
    ['a full mailbox has not got what its server took', [DELIVERED, FULL], FULL],
    ['a bounce for good follows a delivery', [DELIVERED, DEAD], DEAD],
    ['all at once', [DELIVERED, AWAY, COMPLAINT, OPENED], { status: 'OPENED', code: 'COMPLAINT' }],
  ])('M17 %s, in whatever order they come', (_name, receipts, expected) => {
    for (const order of orders(receipts)) expect(said(...order)).toEqual(expected);
  });
});
