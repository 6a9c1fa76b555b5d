import { hkdf, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { KeySecrets } from '../../app/api-client/index.ts';

const derive = promisify(hkdf);
const SALT = 'bonghwa api client key';
const BYTES = 32;

/**
 * HKDF-SHA-256 over the master secret, bound to client, key id and the key's own salt, so that no secret of a client is
 * stored anywhere and none comes back with its key id. The secret is the base64url text itself: callers use it as the
 * key of HMAC as it is.
 */
export function createKeySecrets(masterSecret: () => Promise<string | null>): KeySecrets {
  return {
    createSalt: () => randomBytes(BYTES).toString('base64url'),
    derive: async (clientId, { id, salt }) => {
      const master = await masterSecret();
      if (master === null) return null;
      const boundTo = salt === undefined ? [clientId, id] : [clientId, id, salt];
      const bytes = await derive('sha256', master, SALT, JSON.stringify(boundTo), BYTES);
      return Buffer.from(bytes).toString('base64url');
    },
  };
}
