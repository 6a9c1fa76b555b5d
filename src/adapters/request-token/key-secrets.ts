import { hkdf } from 'node:crypto';
import { promisify } from 'node:util';
import type { KeySecrets } from '../../app/api-client/index.ts';

const derive = promisify(hkdf);
const SALT = 'bonghwa api client key';
const BYTES = 32;

/**
 * HKDF-SHA-256 over the master secret, bound to client and key, so that no secret of a client is stored anywhere. The
 * secret is the base64url text itself: callers use it as the key of HMAC as it is.
 */
export function createKeySecrets(masterSecret: () => Promise<string | null>): KeySecrets {
  return {
    derive: async (clientId, keyId) => {
      const master = await masterSecret();
      if (master === null) return null;
      const bytes = await derive('sha256', master, SALT, JSON.stringify([clientId, keyId]), BYTES);
      return Buffer.from(bytes).toString('base64url');
    },
  };
}
