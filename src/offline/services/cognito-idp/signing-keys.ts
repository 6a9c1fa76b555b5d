import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  randomUUID,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import { promisify } from 'node:util';
import type { Pool } from './pool-store.ts';

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const pending = new WeakMap<Pool, Promise<SigningKey>>();

/** The pool's RSA key, made on first use and kept with the pool's state. */
export function signingKeyOf(pool: Pool): Promise<SigningKey> {
  const existing = pending.get(pool);
  if (existing !== undefined) return existing;
  const created = loadOrCreate(pool);
  pending.set(pool, created);
  return created;
}

/** The pool's `/.well-known/jwks.json`. */
export async function jwksOf(pool: Pool): Promise<{ readonly keys: readonly JsonWebKey[] }> {
  const { kid, publicKey } = await signingKeyOf(pool);
  return { keys: [{ ...publicKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid }] };
}

async function loadOrCreate(pool: Pool): Promise<SigningKey> {
  const stored = pool.state.signingKey;
  if (stored !== undefined) {
    const privateKey = createPrivateKey(stored.pem);
    return { kid: stored.kid, privateKey, publicKey: createPublicKey(privateKey) };
  }
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const kid = randomUUID();
  pool.state.signingKey = { kid, pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
  pool.save();
  return { kid, privateKey, publicKey };
}
