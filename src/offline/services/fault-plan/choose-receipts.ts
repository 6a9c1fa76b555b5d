import { fraction, glob } from './choose.ts';
import type { FaultPlanDocument } from './document.ts';
import { MAGIC_RECEIPTS } from './magic-addresses.ts';
import { kindOf, type Receipt, type ReceiptChannel, type ReceiptEvent } from './receipt-rule.ts';

/** So long a provider takes when no rule says otherwise: a moment, and the recipient acts after the delivery. */
const DEFAULT_DELAY_MS = { fate: 100, addition: 500 } as const;

/** Fates after which a recipient can do something with the message, and what that is. */
const MAY_ARRIVE: ReadonlySet<ReceiptEvent> = new Set(['DELIVERED', 'NONE']);
const OF_RECIPIENT: ReadonlySet<ReceiptEvent> = new Set(['OPEN', 'CLICK', 'COMPLAINT']);

/** What a provider tells, later, about a message to an address that it accepted. */
export function chooseReceipts(plan: FaultPlanDocument, channel: ReceiptChannel, address: string): readonly Receipt[] {
  const chosen: (Receipt & { readonly kind: 'fate' | 'addition' })[] = [];
  const choose = (event: ReceiptEvent, delayMs: number | undefined, times: number): void => {
    const kind = kindOf(channel, event);
    if (kind !== undefined) chosen.push({ event, delayMs: delayMs ?? DEFAULT_DELAY_MS[kind], times, kind });
  };
  for (const [index, rule] of plan.rules.entries()) {
    if (rule.kind !== 'receipt' || (rule.channel !== undefined && rule.channel !== channel)) continue;
    if (rule.address !== undefined && !glob(rule.address).test(address)) continue;
    if (rule.ratio !== undefined && fraction(plan.seed, index, address) >= rule.ratio) continue;
    choose(rule.event, rule.delayMs, rule.times);
  }
  if (plan.magicAddresses)
    for (const { word, events } of MAGIC_RECEIPTS)
      if (address.includes(word)) for (const event of events) choose(event, undefined, 1);
  choose('DELIVERED', undefined, 1);
  const fate = chosen.find(({ kind }) => kind === 'fate')?.event ?? 'NONE';
  return chosen
    .filter((receipt, index) =>
      receipt.kind === 'fate'
        ? receipt.event !== 'NONE' && index === chosen.findIndex(({ kind }) => kind === 'fate')
        : MAY_ARRIVE.has(fate) || !OF_RECIPIENT.has(receipt.event),
    )
    .map(({ event, delayMs, times }) => ({ event, delayMs, times }));
}
