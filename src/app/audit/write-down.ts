import type { Refused } from '../../domain/result.ts';
import type { Clock, Ids } from '../ports.ts';
import type { AuditChange, AuditLog } from './audit-log.ts';

export type WriteDownDeps = { readonly audit: AuditLog; readonly clock: Clock; readonly ids: Ids };

/** What somebody asked for. */
export type Deed = {
  readonly actor: { readonly id: string; readonly sourceIp?: string };
  readonly action: string;
  readonly subject?: string;
  /** The subject is a customer. */
  readonly isOfCustomer?: boolean;
  /** Written down before it is done as well: what cannot be undone or taken back is not done without a record. */
  readonly isAnnounced?: true;
};

/** What of an outcome that is worth telling beside `OK`. */
export type Told = { readonly subject?: string; readonly changes?: readonly AuditChange[] };

type Outcome = { readonly ok: true } | Refused;

const MAX_SUBJECT = 500;

/**
 * Carries a command out and writes down who asked for it and how it ended, a refusal as well as a success. When the
 * entry cannot be written the caller gets the error. An announced command is then not done at all; any other one has
 * been done, because no stop may wait for its record, and asking again, which changes nothing more, records it.
 */
export async function writeDown<T extends Outcome>(
  deps: WriteDownDeps,
  { actor, action, subject, isOfCustomer = false, isAnnounced }: Deed,
  run: () => Promise<T>,
  tell: (done: Extract<T, { readonly ok: true }>) => Told = () => ({}),
): Promise<T> {
  const write = (outcome: string, told: Told = {}): Promise<void> => {
    const about = told.subject ?? subject;
    return deps.audit.append({
      id: deps.ids.next(),
      at: deps.clock.now(),
      actor: actor.id,
      action,
      outcome,
      ...(actor.sourceIp === undefined ? {} : { sourceIp: actor.sourceIp }),
      ...(about === undefined ? {} : { subject: about.slice(0, MAX_SUBJECT) }),
      ...(isOfCustomer && about !== undefined ? { customerId: about } : {}),
      ...(told.changes === undefined || told.changes.length === 0 ? {} : { changes: told.changes }),
    });
  };
  if (isAnnounced === true) await write('BEGUN');
  let outcome: T;
  try {
    outcome = await run();
  } catch (error) {
    // Nobody knows whether it took effect; that it was tried is known. What broke first is what the caller is told.
    await write('INTERNAL').catch(() => undefined);
    throw error;
  }
  await (isDone(outcome) ? write('OK', tell(outcome)) : write(codeOf(outcome)));
  return outcome;
}

function isDone<T extends Outcome>(outcome: T): outcome is Extract<T, { readonly ok: true }> {
  return outcome.ok;
}

function codeOf(outcome: Outcome): string {
  return outcome.ok ? 'OK' : outcome.error.code;
}
