import {
  MAX_AHEAD_MS,
  mergeConsent,
  type Consent,
  type ConsentDecision,
  type ConsentKind,
} from '../../domain/consent/index.ts';
import type { Channel } from '../../domain/customer/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import type { Actor, Clock, CustomerStore } from '../ports.ts';
import { waitOutLooks } from '../last-look.ts';
import { changeCustomer } from './change-customer.ts';

/** What a person decided on one channel: on advertising, or on advertising between 21:00 and 08:00. */
export type ConsentStatement = {
  readonly channel: Channel;
  readonly kind: ConsentKind;
  readonly state: ConsentDecision['state'];
  /** Milliseconds since the epoch; absent: now. */
  readonly at?: number;
  /** Where it was said: a form, a call, an app. */
  readonly source: string;
};

export type RecordConsentCommand = {
  readonly actor: Actor;
  readonly customerId: string;
  readonly statements: readonly ConsentStatement[];
};

export type RecordedConsent = {
  readonly ok: true;
  /** What counts now, on every channel. */
  readonly consent: Consent;
  /** Of the statements, how many are what counts now; the others are older than what was known. */
  readonly applied: number;
};

const MAX_STATEMENTS = 16;
const MAX_SOURCE = 100;

/**
 * Keeps what a person said of advertising. The latest decision counts, in whatever order they arrive. After a withdrawal
 * has been answered no provider is called for them any more, not even by a job that is sending.
 */
export async function recordConsent(
  deps: { readonly customers: CustomerStore; readonly clock: Clock },
  { customerId, statements }: RecordConsentCommand,
): Promise<RecordedConsent | Refused> {
  const now = deps.clock.now();
  const refusal = checkStatements(statements, now);
  if (refusal !== null) return refusal;
  const decisions = statements.map((statement) => ({ ...statement, at: Math.min(statement.at ?? now, now) }));
  const heard = decisions.reduce<Consent>((consent, statement) => mergeConsent(consent, consentOf(statement)), {});
  const outcome = await changeCustomer<RecordedConsent | Refused>(deps.customers, customerId, (known) => {
    if (known === undefined) {
      return {
        value: refuse('NOT_FOUND', `There is no customer ${customerId}. Create them by upsertCustomers first.`),
      };
    }
    const consent = mergeConsent(known.consent, heard, now);
    const applied = decisions.filter(({ channel, kind, at, state, source }) => {
      const counts = consent[channel]?.[kind === 'AD' ? 'ad' : 'night'];
      return counts?.at === at && counts.state === state && counts.source === source;
    }).length;
    const value: RecordedConsent = { ok: true, consent, applied };
    return applied === 0 ? { value } : { value, write: { ...known, consent } };
  });
  const isWithdrawn = statements.some(({ state }) => state === 'WITHDRAWN');
  // Also when it was known before: the call that wrote it may have died before it could wait.
  if (outcome.ok && isWithdrawn) await waitOutLooks(deps.clock);
  return outcome;
}

function consentOf({ channel, kind, state, at, source }: Required<ConsentStatement>): Consent {
  const decision = { state, at, source };
  return { [channel]: kind === 'AD' ? { ad: decision } : { night: decision } };
}

function checkStatements(statements: readonly ConsentStatement[], now: number): Refused | null {
  if (statements.length === 0 || statements.length > MAX_STATEMENTS) {
    return refuse(
      'INVALID_INPUT',
      `A call takes 1 to ${MAX_STATEMENTS} statements; this one has ${statements.length}.`,
    );
  }
  for (const { at, source } of statements) {
    if (source.trim() === '' || source.length > MAX_SOURCE) {
      return refuse('INVALID_INPUT', `source must say where the decision was heard, in 1 to ${MAX_SOURCE} characters.`);
    }
    if (at !== undefined && (!Number.isSafeInteger(at) || at > now + MAX_AHEAD_MS)) {
      return refuse(
        'INVALID_INPUT',
        'at must be when it was decided, in milliseconds since 1970, and not ahead of now.',
      );
    }
  }
  return null;
}
