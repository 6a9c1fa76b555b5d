import { refuse, type Refused } from '../../domain/result.ts';
import type { Hash } from '../api-client/index.ts';
import type { Clock, Ids } from '../ports.ts';
import type { IdempotencyStore, SendAnswer } from './ports.ts';

export type OnceDeps = {
  readonly idempotency: IdempotencyStore;
  readonly hash: Hash;
  readonly clock: Clock;
  readonly ids: Ids;
};

export type KeyedCall = { readonly clientId: string; readonly idempotencyKey: string; readonly bodyHash: string };
/** `isAudited`: the entry in the audit log is written already. `isCounted`: the call is counted with what it took. */
export type Answered = {
  readonly ok: true;
  readonly answer: SendAnswer;
  readonly isAudited?: true;
  readonly isCounted?: true;
};

/** Longer than a function may run: when a lease has run out, its owner is gone. */
const LEASE_MS = 60_000;
const KEY = /^[\x21-\x7e]{8,128}$/;

export const IN_FLIGHT = refuse(
  'REQUEST_IN_FLIGHT',
  'A call with this idempotencyKey is being carried out. Repeat it in a second: the answer will be the stored one.',
);

export const CONFLICT = refuse(
  'IDEMPOTENCY_CONFLICT',
  'This idempotencyKey belongs to a call with another body. Use a new key.',
);

/**
 * Carries a call out once for each key. The id of its job is derived from the key, so that even without the record of
 * the key there cannot be two jobs: the second could not be created.
 */
export async function carryOutOnce(
  deps: OnceDeps,
  { clientId, idempotencyKey, bodyHash }: KeyedCall,
  carryOut: (jobId: string) => Promise<Answered | Refused>,
): Promise<Answered | Refused> {
  const refused = checkKey(idempotencyKey);
  if (refused !== null) return refused;
  const key = { clientId, key: idempotencyKey };
  const owner = deps.ids.next();
  const now = deps.clock.now();
  const begun = await deps.idempotency.begin(key, { bodyHash, owner, now, leaseUntil: now + LEASE_MS });
  switch (begun.kind) {
    case 'DONE':
      return { ok: true, answer: begun.answer };
    case 'IN_FLIGHT':
      return IN_FLIGHT;
    case 'CONFLICT':
      return CONFLICT;
    case 'STARTED': {
      const answered = await carryOut(jobIdOf(deps.hash, clientId, idempotencyKey));
      if (answered.ok) await deps.idempotency.finish(key, owner, answered.answer);
      else if (answered.error.code !== IN_FLIGHT.error.code) await deps.idempotency.release(key, owner);
      return answered;
    }
  }
}

/** Whether an idempotency key can be one. */
export function checkKey(idempotencyKey: string): Refused<'INVALID_INPUT'> | null {
  return KEY.test(idempotencyKey)
    ? null
    : refuse('INVALID_INPUT', 'idempotencyKey: 8 to 128 visible ASCII characters, a new one for each new message.');
}

/** The id of a call's job: the same for every repetition of the call. */
export function jobIdOf(hash: Hash, clientId: string, idempotencyKey: string): string {
  return `api-${hash(`${clientId}\n${idempotencyKey}`)}`;
}
