import type { Refused } from '../../src/domain/result.ts';

/** The success of an outcome; a refusal ends the bench with its message. */
export function unwrap<T extends { readonly ok: true }>(outcome: T | Refused): T {
  if (!outcome.ok) throw new Error(`${outcome.error.code}: ${outcome.error.message}`);
  return outcome;
}
