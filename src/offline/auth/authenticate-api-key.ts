import type { ApiKey } from '../assembly/resources.ts';
import type { Clock } from '../clock.ts';
import type { AuthOutcome } from './contract.ts';
import { unauthorized } from './refusals.ts';

/** API key mode: the key exists and has not expired. */
export function authenticateApiKey(key: string, apiKeys: readonly ApiKey[], clock: Clock): AuthOutcome {
  const known = apiKeys.find(({ id }) => id === key);
  if (known === undefined || (known.expires !== undefined && known.expires * 1000 <= clock.now()))
    return unauthorized();
  return { ok: true, caller: { mode: 'API_KEY', identity: null, deniedFields: [], mayAccessField: () => true } };
}
