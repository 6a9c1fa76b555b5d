import { applyChange, type Customer, type CustomerChange } from '../../domain/customer/index.ts';
import { MAX_CUSTOMER_BYTES, isTooLarge } from './customer-size.ts';
import type { Rejection } from './import-store.ts';
import type { NumberedChange } from './read-lines.ts';

type Applied = {
  readonly customer: Customer;
  readonly changed: boolean;
  readonly endpointsChanged: number;
  readonly keptRefused: boolean;
  readonly rejections: readonly Rejection[];
};

/** Whether a line was written after the customer was erased; a line without a date may be as old as can be. */
function isNewerThan({ endpoints }: CustomerChange, erasedAt: number): boolean {
  return endpoints.some(({ effectiveAt }) => effectiveAt !== undefined && effectiveAt > erasedAt);
}

/** Applies lines to their customer, one after the other; a line that cannot be applied leaves the customer as it was. */
export function applyLines(
  customer: Customer,
  changes: readonly NumberedChange[],
  state: { readonly now: number; readonly exists: boolean; readonly erasedAt: number | undefined },
): Applied {
  const rejections: Rejection[] = [];
  let { exists } = state;
  let current = customer;
  let changed = false;
  let endpointsChanged = 0;
  let keptRefused = false;
  for (const { line, change } of changes) {
    const reject = (code: string, reason: string): void => void rejections.push({ line, code, reason });
    if (state.erasedAt !== undefined && !isNewerThan(change, state.erasedAt)) {
      reject('ERASED_CUSTOMER', 'The customer was erased; only what is dated after that is imported.');
      continue;
    }
    if (change.mustExist === true && !exists) {
      const id = JSON.stringify(change.customerId);
      reject('UNKNOWN_CUSTOMER', `There is no customer ${id}; a row with an address would make one.`);
      continue;
    }
    const applied = applyChange(current, change, { now: state.now });
    if (!applied.ok) {
      reject(applied.error.code, applied.error.message);
      continue;
    }
    if (applied.changed && isTooLarge(applied.customer)) {
      reject('TOO_LARGE', `The customer would exceed ${MAX_CUSTOMER_BYTES} bytes with it.`);
      continue;
    }
    exists = true;
    current = applied.customer;
    changed ||= applied.changed;
    endpointsChanged += applied.endpointsChanged;
    keptRefused ||= applied.keptRefused;
  }
  // An own line may make a customer of whom nothing but the id is known: that is a change, too.
  const isNew = !state.exists && exists;
  return { customer: current, changed: changed || isNew, endpointsChanged, keptRefused, rejections };
}
