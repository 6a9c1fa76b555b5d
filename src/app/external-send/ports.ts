import type { ExclusionReason } from '../../domain/send-job/index.ts';

/** What becomes of one recipient of a call, in the order of the call. */
export type RecipientDecision = {
  readonly customerId: string;
  readonly endpointId?: string;
  readonly outcome: 'INCLUDED' | 'EXCLUDED';
  readonly reason?: ExclusionReason;
};

/** The answer to a call, the same for every repetition of it. */
export type SendAnswer = { readonly jobId: string; readonly decisions: readonly RecipientDecision[] };

export type IdempotencyKey = { readonly clientId: string; readonly key: string };

export type Begun =
  /** This caller carries the call out; `owner` proves it. */
  | { readonly kind: 'STARTED' }
  /** It was carried out before. */
  | { readonly kind: 'DONE'; readonly answer: SendAnswer }
  /** Somebody is at it, or was and has not answered yet. */
  | { readonly kind: 'IN_FLIGHT' }
  /** The key belongs to a call with another body. */
  | { readonly kind: 'CONFLICT' };

/** Remembers calls by their key, for at least 24 hours. */
export interface IdempotencyStore {
  /** Takes the key, or takes over from an owner whose lease has run out. Times in milliseconds. */
  begin(
    key: IdempotencyKey,
    call: { readonly bodyHash: string; readonly owner: string; readonly now: number; readonly leaseUntil: number },
  ): Promise<Begun>;
  /** Keeps the answer, unless somebody else has taken over (whose answer is the same). */
  finish(key: IdempotencyKey, owner: string, answer: SendAnswer): Promise<void>;
  /** Frees the key of a call that was refused, so that it may be used again with another body. */
  release(key: IdempotencyKey, owner: string): Promise<void>;
}

/** What a client has used of its quotas. */
export interface QuotaStore {
  /** Adds `count` to a counter unless it would exceed `limit`; false then. `window` names the minute or the day. */
  take(
    clientId: string,
    use: { readonly window: string; readonly count: number; readonly limit: number; readonly expiresAt: number },
  ): Promise<boolean>;
}
