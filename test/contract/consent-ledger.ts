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
}
