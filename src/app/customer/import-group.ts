import type { Consent } from '../../domain/consent/index.ts';
import { addressDecisions, newAddressKeys, newCustomer } from '../../domain/customer/index.ts';
import type { AddressStore } from '../address-store.ts';
import { inParallel } from '../in-parallel.ts';
import type { Clock, CustomerStore, CustomerWrite, ErasureStore, ImportMark, StoredCustomer } from '../ports.ts';
import { applyLines } from './apply-lines.ts';
import { entryOf, type ConsentLedger } from './consent-ledger.ts';
import { findLost, MOVED, takeEndpoints } from './own-endpoints.ts';
import type { Rejection } from './import-store.ts';
import type { NumberedChange } from './read-lines.ts';

const MAX_TRIES = 8;
const PARALLEL_REPEATS = 16;

/** As many slices of one import as may be on their way at the same time. */
const KEPT_MARKS = 8;

/** What the lines of a slice say of one customer; `slice` names the slice among those of all imports. */
export type CustomerWork = {
  readonly id: string;
  readonly changes: readonly NumberedChange[];
  readonly slice: string;
};

/** What a slice did to one customer; no mark: nothing was written. */
export type CustomerOutcome = {
  readonly mark: ImportMark | null;
  readonly rejections: readonly Rejection[];
  /** The lines would have opted in somebody who refused. */
  readonly keptRefused: boolean;
};

type GroupDeps = {
  readonly customers: CustomerStore;
  readonly addresses: AddressStore;
  readonly erasures: ErasureStore;
  readonly ledger: ConsentLedger;
  readonly clock: Clock;
};

type Decision = CustomerOutcome & {
  readonly write?: CustomerWrite;
  /** Addresses that the lines opt out. */
  readonly suppressed?: readonly { readonly key: string; readonly at: number }[];
  /** What was known of the customer's consent. */
  readonly before?: Consent;
  /** Addresses that the customer did not have. */
  readonly newAddresses?: readonly string[];
};

/**
 * Applies a slice to up to 100 different customers, who are read and written together. Whoever was written by somebody
 * else meanwhile is read and decided anew, by themselves.
 */
export async function importGroup(
  deps: GroupDeps,
  given: readonly CustomerWork[],
): Promise<readonly CustomerOutcome[]> {
  const { group, rejections } = await withoutLost(deps, given);
  const decisions = await decideAll(deps, group);
  const writes = [...decisions.values()].flatMap(({ write }) => (write === undefined ? [] : [write]));
  await prepareAll(deps, group, decisions);
  const unwritten = await deps.customers.putMany(writes);
  const again = group.filter(({ id }) => unwritten.has(id));
  await inParallel(again, PARALLEL_REPEATS, async (work) => {
    decisions.set(work.id, await importOne(deps, work));
  });
  return [...decisions.values(), { mark: null, rejections, keptRefused: false }];
}

/** The lines without those that speak of an endpoint which somebody else has since a later date. */
async function withoutLost(deps: GroupDeps, given: readonly CustomerWork[]) {
  const said = given.flatMap(({ id, changes }) =>
    changes.flatMap(({ change }) => change.endpoints.map((endpoint) => ({ customerId: id, endpoint }))),
  );
  const lost = await findLost(deps, said);
  const rejections: Rejection[] = [];
  if (lost.size === 0) return { group: given, rejections };
  const group = given.map((work) => ({
    ...work,
    changes: work.changes.filter(({ line, change }) => {
      const isKept = !change.endpoints.some((endpoint) => lost.has(endpoint));
      if (!isKept) rejections.push({ line, code: 'MOVED_ENDPOINT', reason: MOVED });
      return isKept;
    }),
  }));
  return { group: group.filter(({ changes }) => changes.length > 0), rejections };
}

/** What has to be true before the customers are written. */
async function prepareAll(
  deps: GroupDeps,
  group: readonly CustomerWork[],
  decisions: ReadonlyMap<string, Decision>,
): Promise<void> {
  await suppressAll(deps, [...decisions.values()]);
  await writeAll(deps, group, decisions);
  const written = group.flatMap(({ id, changes }) => {
    const customer = decisions.get(id)?.write?.customer;
    return customer === undefined ? [] : [{ customer, said: changes.flatMap(({ change }) => change.endpoints) }];
  });
  const holders = [...decisions].flatMap(([customerId, { newAddresses = [] }]) =>
    newAddresses.map((key) => ({ key, customerId })),
  );
  await Promise.all([takeEndpoints(deps, written), deps.addresses.addHolders(holders)]);
}

/** What the lines make count is in the ledger before it counts. */
async function writeAll(
  { ledger, clock }: GroupDeps,
  group: readonly CustomerWork[],
  decisions: ReadonlyMap<string, Decision>,
): Promise<void> {
  const entries = group.flatMap(({ id, changes }) => {
    const { write, before } = decisions.get(id) ?? {};
    if (write === undefined || before === undefined) return [];
    const made = entryOf(
      { customerId: id, recordedAt: clock.now(), by: 'import' },
      { before, after: write.customer.consent, heard: changes.map(({ change }) => change.consent) },
    );
    return made === null ? [] : [made];
  });
  if (entries.length > 0) await ledger.appendAll(entries);
}

async function importOne(deps: GroupDeps, work: CustomerWork): Promise<Decision> {
  for (let attempt = 1; attempt < MAX_TRIES; attempt += 1) {
    const decisions = await decideAll(deps, [work]);
    const decision = decisions.get(work.id);
    if (decision?.write === undefined) return decision ?? { mark: null, rejections: [], keptRefused: false };
    await prepareAll(deps, [work], decisions);
    if ((await deps.customers.putMany([decision.write])).size === 0) return decision;
  }
  throw new Error(`A customer changed ${MAX_TRIES} times while an import wanted to write it.`);
}

/**
 * What lines opt out is suppressed for everybody who has the address, before the customers are written: whoever repeats
 * a slice that died in between would find nothing changed. A line never lifts a suppression: a list is no decision.
 */
async function suppressAll({ addresses }: GroupDeps, decisions: readonly Decision[]): Promise<void> {
  const suppressed = decisions.flatMap((decision) => decision.suppressed ?? []);
  if (suppressed.length > 0) await addresses.suppress(suppressed.map((one) => ({ ...one, cause: 'OPT_OUT' })));
}

async function decideAll(
  { customers, erasures, clock }: GroupDeps,
  group: readonly CustomerWork[],
): Promise<Map<string, Decision>> {
  const ids = group.map(({ id }) => id);
  const [stored, erased] = await Promise.all([customers.getMany(ids), erasures.getMany(ids)]);
  const now = clock.now();
  return new Map(group.map((work) => [work.id, decide(work, stored.get(work.id), erased.get(work.id), now)]));
}

function decide(
  { id, changes, slice }: CustomerWork,
  known: StoredCustomer | undefined,
  erasedAt: number | undefined,
  now: number,
): Decision {
  const applied = applyLines(known?.value ?? newCustomer(id), changes, { now, exists: known !== undefined, erasedAt });
  const { rejections, keptRefused } = applied;
  // This slice was here before and did not live to tell.
  const mark = known?.marks?.find((one) => one.slice === slice);
  if (mark !== undefined) return { mark, rejections, keptRefused };
  if (!applied.changed) return { mark: null, rejections, keptRefused };
  const written = { slice, isNew: known === undefined, endpoints: applied.endpointsChanged };
  const marks = [...(known?.marks ?? []), written].slice(-KEPT_MARKS);
  const { suppressed } = addressDecisions(known?.value, applied.customer);
  const kept = known?.kept === undefined ? {} : { kept: known.kept };
  return {
    mark: written,
    rejections,
    keptRefused,
    before: known?.value.consent ?? {},
    newAddresses: newAddressKeys(known?.value, applied.customer),
    write: { customer: applied.customer, revision: known?.revision ?? 0, marks, ...kept },
    suppressed,
  };
}
