import { expect, it } from 'vitest';
import type { ConsentLedger } from '../../src/app/customer/index.ts';

let lastId = 0;

/** What every ledger of consents does. */
export function describeConsentLedger(open: () => { readonly ledger: ConsentLedger }): void {
  const decision = { channel: 'EMAIL', kind: 'AD', state: 'GRANTED', at: 2_000, source: 'form' } as const;

  it('keeps entries in the order of their decisions, each once, with the words in full', async () => {
    const customerId = `ledger-${(lastId += 1)}`;
    const { ledger } = open();
    const wording = '[선택] 광고성 정보 수신동의';
    const later = { customerId, recordedAt: 9_000, by: 'admin', decisions: [{ ...decision, at: 5_000, wording }] };
    const earlier = { customerId, recordedAt: 9_500, by: 'import', decisions: [decision] };
    await ledger.append(later);
    await ledger.append(earlier);
    await ledger.append({ ...later, recordedAt: 10_000, by: 'somebody else' });
    expect(await ledger.list(customerId)).toEqual([earlier, later]);
    expect(await ledger.list(`${customerId}-other`)).toEqual([]);
  });

  it('adds entries of many customers together, those that are there already once', async () => {
    const { ledger } = open();
    const ids = Array.from({ length: 120 }, () => `many-${(lastId += 1)}`);
    const entryOf = (customerId: string, recordedAt: number) => ({
      ...{ customerId, recordedAt, by: 'import', decisions: [decision] },
    });
    await ledger.append(entryOf(ids[7] ?? '', 1_000));
    await ledger.appendAll(ids.map((id) => entryOf(id, 2_000)));
    await ledger.appendAll(ids.map((id) => entryOf(id, 3_000)));
    await ledger.appendAll([]);
    for (const [place, id] of ids.entries())
      expect(await ledger.list(id)).toEqual([entryOf(id, place === 7 ? 1_000 : 2_000)]);
  });

  it('agrees on the moment that was proposed first, for each thing and customer, and lists no agreement', async () => {
    const customerId = `agreed-${(lastId += 1)}`;
    const { ledger } = open();
    const agree = (at: number, on = 'EMAIL', whose = customerId) => ledger.agree({ customerId: whose, on, at });
    const moments = await Promise.all([agree(5), agree(4), agree(6), agree(4)]);
    expect(new Set(moments).size).toBe(1);
    expect(await agree(1)).toBe(moments[0]);
    expect(await agree(7, 'SMS')).toBe(7);
    expect(await agree(8, 'EMAIL', `${customerId}-other`)).toBe(8);
    expect(await ledger.list(customerId)).toEqual([]);
  });
}
