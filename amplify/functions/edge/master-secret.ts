import { createKeySecrets } from '../../../src/adapters/request-token/index.ts';
import { readSecretIfPresent } from '../../../src/adapters/ssm/index.ts';
import type { KeySecrets } from '../../../src/app/api-client/index.ts';

/** How long a deployment without a master secret is asked again; a secret that was read stays. */
const ASK_AGAIN_MS = 60_000;

/** Secrets of HS256 keys; the master secret is read when the first is needed, and kept while the function lives. */
export function connectKeySecrets(parameter: string): KeySecrets {
  let found: string | null = null;
  let askedAt = Number.NEGATIVE_INFINITY;
  return createKeySecrets(async () => {
    if (found === null && Date.now() - askedAt > ASK_AGAIN_MS) {
      found = await readSecretIfPresent(parameter);
      askedAt = Date.now();
    }
    return found;
  });
}
