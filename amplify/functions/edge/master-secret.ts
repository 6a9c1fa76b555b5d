import { createKeySecrets } from '../../../src/adapters/request-token/index.ts';
import type { KeySecrets } from '../../../src/app/api-client/index.ts';

/** How long a deployment without a master secret is asked again; a secret that was read stays. */
const ASK_AGAIN_MS = 60_000;

/** Secrets of HS256 keys; the master secret is read when the first is needed, and kept while the function lives. */
export function connectKeySecrets(parameter: string): KeySecrets {
  let found: string | null = null;
  let askedAt = Number.NEGATIVE_INFINITY;
  return createKeySecrets(async () => {
    if (found === null && Date.now() - askedAt > ASK_AGAIN_MS) {
      // Whoever signs with a key pair never pays for loading a client of the Parameter Store: a third of a cold start.
      const { readSecretIfPresent } = await import('../../../src/adapters/ssm/index.ts');
      found = await readSecretIfPresent(parameter);
      askedAt = Date.now();
    }
    return found;
  });
}
