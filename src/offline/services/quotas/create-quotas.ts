import type { Clock } from '../../clock.ts';
import type { Outbox } from '../outbox/create-outbox.ts';
import { quotaSchema, type QuotaDocument } from './document.ts';
import { createEmailQuota, type EmailQuota } from './email-quota.ts';
import { createPushQuota, type PushQuota } from './push-quota.ts';
import { createSmsQuota, type SmsQuota } from './sms-quota.ts';

export type LoadQuotasOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly error: { readonly code: 'INVALID_QUOTAS'; readonly message: string } };

/** What the messaging providers let the account send; beyond it they answer as AWS does. */
export interface ProviderQuotas {
  readonly email: EmailQuota;
  readonly push: PushQuota;
  readonly sms: SmsQuota;
  /** Replaces the quotas; what was sent stays counted. An invalid document changes nothing. */
  load(document: unknown): LoadQuotasOutcome;
  document(): QuotaDocument;
}

/** Quotas as AWS gives them, unless a document is given; an invalid one throws. */
export function createQuotas(clock: Clock, outbox: Outbox, initial: unknown = {}): ProviderQuotas {
  let quotas: QuotaDocument = quotaSchema.parse({});
  const load = (document: unknown): LoadQuotasOutcome => {
    const parsed = quotaSchema.safeParse(document);
    if (parsed.success) {
      quotas = parsed.data;
      return { ok: true };
    }
    const issue = parsed.error.issues[0];
    const where = issue === undefined || issue.path.length === 0 ? 'the document' : issue.path.join('.');
    const message = `Quotas refused at ${where}: ${issue?.message ?? 'not quotas'}. Nothing was changed.`;
    return { ok: false, error: { code: 'INVALID_QUOTAS', message } };
  };
  const loaded = load(initial);
  if (!loaded.ok) throw new InvalidQuotasError(loaded.error.message);
  return {
    email: createEmailQuota(() => quotas.email, clock, outbox),
    push: createPushQuota(() => quotas.push, clock),
    sms: createSmsQuota(() => quotas.sms, clock, outbox),
    load,
    document: () => quotas,
  };
}

/** The quotas given at start cannot be read. */
export class InvalidQuotasError extends Error {
  override readonly name = 'InvalidQuotasError';
  readonly code = 'INVALID_QUOTAS';
}
