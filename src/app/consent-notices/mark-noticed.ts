import { DECISION_OF, type Consent, type ConsentDecision } from '../../domain/consent/index.ts';
import type { DueNotice } from '../../domain/law/index.ts';
import { changeCustomer } from '../customer/change-customer.ts';
import { inParallel } from '../in-parallel.ts';
import type { CustomerStore } from '../ports.ts';
import type { PersonNotice } from './group-notices.ts';

const PARALLEL_WRITES = 16;

/** Notes on the decisions of customers that they were told; a decision that has changed since was not told. */
export async function markNoticed(
  customers: CustomerStore,
  notices: readonly PersonNotice[],
  now: number,
): Promise<void> {
  await inParallel(notices, PARALLEL_WRITES, async ({ customerId, due }) => {
    await changeCustomer(customers, customerId, (known) => {
      if (known === undefined) return { value: null };
      const consent = due.reduce((marked, one) => withMark(marked, one, now), known.consent);
      return consent === known.consent ? { value: null } : { value: null, write: { ...known, consent } };
    });
  });
}

function withMark(consent: Consent, { channel, kind, notice, decision }: DueNotice, now: number): Consent {
  const field = DECISION_OF[kind];
  const present = consent[channel]?.[field];
  if (present === undefined || present.at !== decision.at || present.state !== decision.state) return consent;
  const marked: ConsentDecision = { ...present, ...(notice === 'RESULT' ? { noticedAt: now } : { confirmedAt: now }) };
  return { ...consent, [channel]: { ...consent[channel], [field]: marked } };
}
