import type { AuthOutcome } from './contract.ts';

/** AppSync's refusal; without a message, the wording it uses for a wrong key or a denied caller. */
export function unauthorized(message = 'You are not authorized to make this call.'): AuthOutcome {
  return { ok: false, status: 401, errorType: 'UnauthorizedException', message };
}
