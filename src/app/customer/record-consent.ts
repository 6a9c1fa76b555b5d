import {
  DECISION_OF,
  hasWords,
  MAX_AHEAD_MS,
  MAX_WORDING,
  mergeConsent,
  nameWording,
  newDecisions,
  withNamedWordings,
  type Consent,
  type ConsentDecision,
  type ConsentKind,
} from '../../domain/consent/index.ts';
import { addressKeysOn, CHANNELS, type Channel, type Customer } from '../../domain/customer/index.ts';
import { isShown, judgeWording } from '../../domain/law/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import type { AddressStore } from '../address-store.ts';
import type { Actor, Clock, CustomerStore } from '../ports.ts';
import { waitOutLooks } from '../last-look.ts';
import { agreeOnMoment } from './agree-on-moment.ts';
import { changeCustomer } from './change-customer.ts';
import { writeDecisions, type ConsentLedger } from './consent-ledger.ts';

/** What a person decided on one channel: on advertising, or on advertising between 21:00 and 08:00. */
export type ConsentStatement = {
  readonly channel: Channel;
  readonly kind: ConsentKind;
  readonly state: ConsentDecision['state'];
  /** Milliseconds since the epoch; absent: now. */
  readonly at?: number;
  /** Where it was said: a form, a call, an app. */
  readonly source: string;
  /** The words that the person agreed to, in full or by a name. Who refused before consents only with them. */
  readonly wording?: string;
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

export type RecordConsentDeps = {
  readonly customers: CustomerStore;
  readonly addresses: Pick<AddressStore, 'release'>;
  readonly ledger: ConsentLedger;
  readonly clock: Clock;
};

/**
 * Keeps what a person said of advertising, and writes it into the ledger with the words that they agreed to. The latest
 * decision counts, in whatever order they arrive; who refused consents again only with their words. After a withdrawal
 * has been answered no provider is called for them any more, not even by a job that is sending.
 */
export async function recordConsent(
  deps: RecordConsentDeps,
  { actor, customerId, statements }: RecordConsentCommand,
): Promise<RecordedConsent | Refused> {
  const now = deps.clock.now();
  const refusal = checkStatements(statements, now);
  if (refusal !== null) return refusal;
  let released: readonly string[] = [];
  const outcome = await changeCustomer<RecordedConsent | Refused>(deps.customers, customerId, async (known) => {
    if (known === undefined) {
      return {
        value: refuse('NOT_FOUND', `There is no customer ${customerId}. Create them by upsertCustomers first.`),
      };
    }
    const decisions = await dateStatements(deps.ledger, known, statements, now);
    const heard = decisions.map(consentOf);
    const said = heard.reduce<Consent>((consent, one) => mergeConsent(consent, withNamedWordings(one)), {});
    const wordless = wordlessAfterRefusal(known.consent, said);
    if (wordless !== null) return { value: wordless };
    const consent = mergeConsent(known.consent, said, now);
    const applied = decisions.filter((statement) => isCounted(consent, statement)).length;
    const value: RecordedConsent = { ok: true, consent, applied };
    if (applied === 0 || isSameConsent(known.consent, consent)) return { value };
    released = addressesOfNewConsents(known, consent);
    await writeDecisions(
      deps.ledger,
      { customerId, recordedAt: now, by: actor.id },
      { before: known.consent, after: consent, heard },
    );
    return { value, write: { ...known, consent } };
  });
  // After it: an address is free for advertising only when the consent is there.
  for (const key of released) await deps.addresses.release(key, now, 'AD');
  const isWithdrawn = statements.some(({ state }) => state === 'WITHDRAWN');
  // Also when it was known before: the call that wrote it may have died before it could wait.
  if (outcome.ok && isWithdrawn) await waitOutLooks(deps.clock);
  return outcome;
}

/** When each was decided: said, or now; withdrawals that several calls bring at one moment are one. */
async function dateStatements(
  ledger: ConsentLedger,
  { id: customerId, consent }: Customer,
  statements: readonly ConsentStatement[],
  now: number,
): Promise<readonly (ConsentStatement & { readonly at: number })[]> {
  const dated: (ConsentStatement & { readonly at: number })[] = [];
  for (const statement of statements) {
    const { channel, kind, source, state, at } = statement;
    const isSaidNow = at === undefined && state === 'WITHDRAWN';
    const withdrawal = { customerId, channel, kind, source, at: now };
    const moment = isSaidNow ? await agreeOnMoment(ledger, consent, withdrawal) : at;
    dated.push({ ...statement, at: Math.min(moment ?? now, now) });
  }
  return dated;
}

/** Whether nothing was said that was not known. */
function isSameConsent(before: Consent, after: Consent): boolean {
  return newDecisions(before, after, []).length === 0;
}

function isCounted(consent: Consent, { channel, kind, at, state, source }: ConsentStatement): boolean {
  const counts = consent[channel]?.[DECISION_OF[kind]];
  return counts !== undefined && counts.at === at && counts.state === state && counts.source === source;
}

/** Who refused stays refused until they consent with their words: said here, not counted as older. */
function wordlessAfterRefusal(known: Consent, said: Consent): Refused | null {
  for (const channel of CHANNELS) {
    for (const kind of ['ad', 'night'] as const) {
      const [before, next] = [known[channel]?.[kind], said[channel]?.[kind]];
      if (before?.state !== 'WITHDRAWN' || next?.state !== 'GRANTED' || next.at <= before.at || isShown(next)) continue;
      return refuse(
        'CONSENT_WORDS_MISSING',
        `${channel}: the person refused on ${new Date(before.at).toISOString()}. Give \`wording\`, the words by which they consented since (rule REFUSAL_STANDS).`,
      );
    }
  }
  return null;
}

/** Where advertising may go again: the addresses of channels on which a refusal has become a consent. */
function addressesOfNewConsents(known: Customer, consent: Consent): readonly string[] {
  return CHANNELS.filter(
    (channel) => known.consent[channel]?.ad?.state === 'WITHDRAWN' && consent[channel]?.ad?.state === 'GRANTED',
  ).flatMap((channel) => addressKeysOn(known, channel));
}

function consentOf({ channel, kind, state, at, source, wording }: ConsentStatement & { readonly at: number }): Consent {
  const decision: ConsentDecision = { state, at, source, ...(wording === undefined ? {} : { wording }) };
  return { [channel]: { [DECISION_OF[kind]]: decision } };
}

function checkStatements(statements: readonly ConsentStatement[], now: number): Refused | null {
  if (statements.length === 0 || statements.length > MAX_STATEMENTS) {
    return refuse(
      'INVALID_INPUT',
      `A call takes 1 to ${MAX_STATEMENTS} statements; this one has ${statements.length}.`,
    );
  }
  for (const { at, source, wording, state, kind } of statements) {
    if (!hasWords(source) || source.length > MAX_SOURCE) {
      return refuse(
        'INVALID_INPUT',
        `source must say where the decision was heard, in 1 to ${MAX_SOURCE} characters that can be read.`,
      );
    }
    if (at !== undefined && (!Number.isSafeInteger(at) || at > now + MAX_AHEAD_MS)) {
      return refuse(
        'INVALID_INPUT',
        'at must be when it was decided, in milliseconds since 1970, and not ahead of now.',
      );
    }
    if (wording !== undefined && (!hasWords(wording) || wording.length > MAX_WORDING)) {
      return refuse(
        'INVALID_INPUT',
        `wording must be what the person agreed to, in 1 to ${MAX_WORDING} characters that can be read.`,
      );
    }
    // A name stands for words that were looked at when they were named.
    const isInFull = wording !== undefined && nameWording(wording) !== wording;
    const wrong = isInFull && state === 'GRANTED' ? judgeWording(wording, kind, at ?? now) : null;
    if (wrong !== null) return refuse('CONSENT_WORDS', wrong.message);
  }
  return null;
}
