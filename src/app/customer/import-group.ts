import { addressDecisions, newCustomer } from '../../domain/customer/index.ts';
import type { AddressStore } from '../address-store.ts';
import { inParallel } from '../in-parallel.ts';
import type { Clock, CustomerStore, CustomerWrite, ErasureStore, ImportMark, StoredCustomer } from '../ports.ts';
import { applyLines } from './apply-lines.ts';
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
export type CustomerOutcome = { readonly mark: ImportMark | null; readonly rejections: readonly Rejection[] };

type GroupDeps = {
  readonly customers: CustomerStore;
  readonly addresses: AddressStore;
  readonly erasures: ErasureStore;
  readonly clock: Clock;
};

type Decision = CustomerOutcome & {
  readonly write?: CustomerWrite;
  /** Addresses that the lines opt out. */
  readonly suppressed?: readonly { readonly key: string; readonly at: number }[];
};

/**
 * Applies a slice to up to 100 different customers, who are read and written together. Whoever was written by somebody
 * else meanwhile is read and decided anew, by themselves.
 */
export async function importGroup(
  deps: GroupDeps,
  group: readonly CustomerWork[],
): Promise<readonly CustomerOutcome[]> {
  const decisions = await decideAll(deps, group);
  const writes = [...decisions.values()].flatMap(({ write }) => (write === undefined ? [] : [write]));
  await suppressAll(deps, [...decisions.values()]);
  const unwritten = await deps.customers.putMany(writes);
  const again = group.filter(({ id }) => unwritten.has(id));
  await inParallel(again, PARALLEL_REPEATS, async (work) => {
    decisions.set(work.id, await importOne(deps, work));
  });
  return [...decisions.values()];
}

async function importOne(deps: GroupDeps, work: CustomerWork): Promise<Decision> {
  for (let attempt = 1; attempt < MAX_TRIES; attempt += 1) {
    const decision = (await decideAll(deps, [work])).get(work.id);
    if (decision?.write === undefined) return decision ?? { mark: null, rejections: [] };
    await suppressAll(deps, [decision]);
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
  const { rejections } = applied;
  // This slice was here before and did not live to tell.
  const mark = known?.marks?.find((one) => one.slice === slice);
  if (mark !== undefined) return { mark, rejections };
  if (!applied.changed) return { mark: null, rejections };
  const written = { slice, isNew: known === undefined, endpoints: applied.endpointsChanged };
  const marks = [...(known?.marks ?? []), written].slice(-KEPT_MARKS);
  const { suppressed } = addressDecisions(known?.value, applied.customer);
  const kept = known?.kept === undefined ? {} : { kept: known.kept };
  return {
    mark: written,
    rejections,
    write: { customer: applied.customer, revision: known?.revision ?? 0, marks, ...kept },
    suppressed,
  };
}
