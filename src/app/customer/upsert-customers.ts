import {
  addressDecisions,
  applyChange,
  newAddressKeys,
  newCustomer,
  parseCustomer,
  type AddressDecisions,
  type CustomerChange,
} from '../../domain/customer/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import type { AddressStore } from '../address-store.ts';
import { inParallel } from '../in-parallel.ts';
import type { Actor, Clock, CustomerStore, SegmentStore } from '../ports.ts';
import {
  createCampaignFinder,
  createEntryWriter,
  eventsOfActivity,
  openByEvent,
  type OpenByEventDeps,
} from '../trigger/index.ts';
import { changeCustomer } from './change-customer.ts';
import { findWrongLists } from './check-lists.ts';
import { writeDecisions, type ConsentLedger } from './consent-ledger.ts';
import { findLost, MOVED, takeEndpoints } from './own-endpoints.ts';
import { waitOutLooks } from '../last-look.ts';
import { MAX_CUSTOMER_BYTES, isTooLarge } from './customer-size.ts';

export type UpsertCustomersCommand = {
  readonly actor: Actor;
  /** Not checked yet: `{ id, attributes?, consent?, activity?, endpoints?, importedSegments?, leftSegments? }` each. */
  readonly customers: readonly unknown[];
};

/** What became of one row of a call, by its place in it. */
export type UpsertOutcome = {
  readonly row: number;
  readonly customerId?: string;
  readonly outcome: 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'REFUSED';
  readonly code?: string;
  readonly message?: string;
  /** The row would have opted in somebody who refused, and shows no consent of theirs since: they stay refused. */
  readonly keptRefused?: true;
};

const NOTHING_DECIDED: AddressDecisions = { suppressed: [], released: [] };

const MAX_CUSTOMERS = 100;
const PARALLEL_WRITES = 16;

export type UpsertDeps = OpenByEventDeps & {
  readonly customers: CustomerStore;
  readonly addresses: AddressStore;
  readonly segments: Pick<SegmentStore, 'get'>;
  readonly ledger: ConsentLedger;
  readonly clock: Clock;
};

type Row = { readonly row: number; readonly change: CustomerChange };

/**
 * Says something of up to 100 customers. Each row is applied or refused by itself, and applying it again changes nothing:
 * attributes and metrics are set by name (null takes one away), endpoints by their fields (found by id, or by channel and
 * address), consent and activity keep the latest decision and the highest count; imported segments are joined
 * (`importedSegments`) and left (`leftSegments`) one by one. Who refused is opted in again only by a consent in the row (or
 * known) that is later, with its source and words. Whoever is opted out or withdraws by it is not sent to after
 * the answer, not even by a job that is sending.
 */
export async function upsertCustomers(
  deps: UpsertDeps,
  command: UpsertCustomersCommand,
): Promise<{ readonly ok: true; readonly outcomes: readonly UpsertOutcome[] } | Refused> {
  const count = command.customers.length;
  if (count === 0 || count > MAX_CUSTOMERS) {
    return refuse('INVALID_INPUT', `A call takes 1 to ${MAX_CUSTOMERS} customers; this one has ${count}.`);
  }
  const outcomes: UpsertOutcome[] = [];
  const rows: Row[] = [];
  for (const [row, value] of command.customers.entries()) {
    const parsed = parseCustomer(value);
    if (parsed.ok) rows.push({ row, change: parsed.change });
    else outcomes.push({ row, outcome: 'REFUSED', ...parsed.error });
  }
  const wrong = await findWrongLists(
    deps.segments,
    rows.flatMap(({ change }) => change.importedSegments),
  );
  const rowsOf = new Map<string, Row[]>();
  for (const { row, change } of rows) {
    const { customerId, importedSegments } = change;
    const [message] = importedSegments.flatMap((id) => wrong.get(id) ?? []);
    if (message !== undefined) outcomes.push({ row, customerId, outcome: 'REFUSED', code: 'UNKNOWN_SEGMENT', message });
    else rowsOf.set(customerId, [...(rowsOf.get(customerId) ?? []), { row, change }]);
  }
  const opening = { clock: deps.clock, find: createCampaignFinder(deps), writer: createEntryWriter(deps) };
  await enterTogether(deps, opening, rowsOf);
  // Rows of one customer are applied in their order, customers side by side.
  await inParallel([...rowsOf.values()], PARALLEL_WRITES, async (rows) => {
    for (const row of rows) outcomes.push(await upsertCustomer(deps, opening, row, command.actor));
  });
  // Also when nothing changed: the call that changed it may have died before it could wait.
  if ([...rowsOf.values()].flat().some(({ change }) => takesBack(change))) await waitOutLooks(deps.clock);
  return { ok: true, outcomes: outcomes.sort((a, b) => a.row - b.row) };
}

type Opening = Parameters<typeof openByEvent>[0];

/**
 * Writes who enters campaigns by what the rows say they did, packed: of whom that turns out otherwise when their row is
 * written, their history knows nothing, and they get nothing.
 */
async function enterTogether(
  { customers, clock }: UpsertDeps,
  opening: Opening,
  rowsOf: ReadonlyMap<string, readonly Row[]>,
): Promise<void> {
  const active = [...rowsOf].filter(([, rows]) => rows.some(({ change }) => change.activity.events !== undefined));
  if (active.length === 0) return;
  const stored = await customers.getMany(active.map(([customerId]) => customerId));
  for (const [customerId, rows] of active) {
    let customer = stored.get(customerId)?.value ?? newCustomer(customerId);
    for (const { change } of rows) {
      const applied = applyChange(customer, change, { now: clock.now() });
      if (!applied.ok) continue;
      const events = eventsOfActivity(customer.activity, applied.customer.activity);
      customer = await openByEvent(opening, applied.customer, events);
    }
  }
  await opening.writer.flush();
}

/** Whether a change says of somebody that they are not to be sent to. */
function takesBack({ endpoints, consent }: CustomerChange): boolean {
  return (
    endpoints.some(({ optOut, status }) => optOut === 'ALL' || status === 'INACTIVE') ||
    Object.values(consent).some(({ ad, night }) => ad?.state === 'WITHDRAWN' || night?.state === 'WITHDRAWN')
  );
}

async function upsertCustomer(
  { customers, addresses, ledger, clock }: UpsertDeps,
  opening: Opening,
  { row, change }: Row,
  actor: Actor,
): Promise<UpsertOutcome> {
  const { customerId } = change;
  let decided = NOTHING_DECIDED;
  const said = change.endpoints.map((endpoint) => ({ customerId, endpoint }));
  if ((await findLost({ customers, addresses }, said)).size > 0) {
    return { row, customerId, outcome: 'REFUSED', code: 'MOVED_ENDPOINT', message: MOVED };
  }
  const outcome = await changeCustomer<UpsertOutcome>(customers, customerId, async (known) => {
    const customer = known ?? newCustomer(customerId);
    const applied = applyChange(customer, change, { now: clock.now() });
    if (!applied.ok) return { value: { row, customerId, outcome: 'REFUSED', ...applied.error } };
    const kept = applied.keptRefused ? ({ keptRefused: true } as const) : {};
    if (known !== undefined && !applied.changed) return { value: { row, customerId, outcome: 'UNCHANGED', ...kept } };
    if (isTooLarge(applied.customer)) {
      const message = `The customer would exceed ${MAX_CUSTOMER_BYTES} bytes.`;
      return { value: { row, customerId, outcome: 'REFUSED', code: 'TOO_LARGE', message } };
    }
    decided = addressDecisions(known, applied.customer);
    // Before the customer is written: whoever repeats a call that died in between would find nothing changed.
    if (decided.suppressed.length > 0) {
      await addresses.suppress(decided.suppressed.map((one) => ({ ...one, cause: 'OPT_OUT' })));
    }
    await writeDecisions(
      ledger,
      { customerId, recordedAt: clock.now(), by: actor.id },
      { before: customer.consent, after: applied.customer.consent, heard: [change.consent] },
    );
    await takeEndpoints({ customers, addresses }, [{ customer: applied.customer, said: change.endpoints }]);
    const newAddresses = newAddressKeys(known, applied.customer);
    if (newAddresses.length > 0) await addresses.addHolders(newAddresses.map((key) => ({ key, customerId })));
    const events = eventsOfActivity(customer.activity, applied.customer.activity);
    const entered = await openByEvent(opening, applied.customer, events);
    // Most were written together before; an entry comes before the history that makes it count.
    await opening.writer.flush();
    const outcome = known === undefined ? 'CREATED' : 'UPDATED';
    return { value: { row, customerId, outcome, ...kept }, write: entered };
  });
  // And after it: an address is free only when the opt-out is gone.
  for (const { key, at } of decided.released) await addresses.release(key, at);
  return outcome;
}
