import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryApiClients, createMemoryAudit, createMemoryNonces } from '../../../src/adapters/memory/index.ts';
import { createKeySecrets, createTokenVerifier, sha256 } from '../../../src/adapters/request-token/index.ts';
import { addApiKey, authorizeRequest, removeApiKey, saveApiClient } from '../../../src/app/api-client/index.ts';
import { signedText } from '../../../src/domain/api-client/index.ts';
import { unwrap } from './memory-app.ts';

const NOW = Date.UTC(2026, 10, 25, 3);
const REQUEST = { query: 'mutation { sendMessages }', variables: { a: 1 }, operationName: 'Send' };
const HERE = '203.0.113.7, 10.0.0.1';
const ACTOR = { id: 'admin' };

const secrets = createKeySecrets(async () => 'a master secret of thirty-two bytes');

function createDoor() {
  let now = NOW;
  const deps = {
    clients: createMemoryApiClients(),
    tokens: createTokenVerifier(secrets),
    nonces: createMemoryNonces(),
    audit: createMemoryAudit(),
    hash: sha256,
    secrets,
    clock: { now: () => now, sleep: async () => undefined },
    ids: { next: () => randomUUID(), random: () => 0.5 },
  };
  return { deps, advance: (milliseconds: number) => void (now += milliseconds) };
}

let door: ReturnType<typeof createDoor>;
let privateKey: CryptoKey;
let secret: string;

beforeEach(async () => {
  door = createDoor();
  const client = {
    id: 'shop',
    name: '주문 서버',
    isActive: true,
    cidrs: ['203.0.113.0/24'],
    operations: ['SEND_MESSAGES'],
    templateIds: ['*'],
    mayInline: true,
    messagesPerDay: 10,
    recipientsPerMinute: 10,
    roleNames: [],
  } as const;
  unwrap(await saveApiClient(door.deps, { actor: ACTOR, client }));
  const pair = await generateKeyPair('EdDSA', { extractable: true });
  privateKey = pair.privateKey;
  const { x = '' } = await exportJWK(pair.publicKey);
  const key = { actor: ACTOR, clientId: 'shop' };
  unwrap(await addApiKey(door.deps, { ...key, keyId: 'ed', algorithm: 'EdDSA', publicKey: x }));
  secret = unwrap(await addApiKey(door.deps, { ...key, keyId: 'hs', algorithm: 'HS256' })).secret ?? '';
});

interface Wish {
  readonly alg?: string;
  readonly kid?: string;
  readonly key?: CryptoKey | Uint8Array;
  readonly claims?: Record<string, unknown>;
}

async function sign({ alg = 'EdDSA', kid = 'ed', key = privateKey, claims = {} }: Wish = {}): Promise<string> {
  const iat = door.deps.clock.now() / 1000;
  const all = { iss: 'shop', iat, exp: iat + 60, jti: randomUUID(), rqh: sha256(signedText(REQUEST)), ...claims };
  return `Bonghwa ${await new SignJWT(all).setProtectedHeader({ alg, kid }).sign(key)}`;
}

const ask = (authorization: string, more: { forwardedFor?: string; request?: typeof REQUEST } = {}) =>
  authorizeRequest(door.deps, { authorization, forwardedFor: HERE, request: REQUEST, ...more });

describe('the door for servers', () => {
  it('opens for a request signed by either kind of key', async () => {
    expect(await ask(await sign())).toMatchObject({
      kind: 'ALLOWED',
      client: { id: 'shop' },
      sourceIp: '203.0.113.7',
    });
    const hmac = { alg: 'HS256', kid: 'hs', key: Buffer.from(secret) };
    expect(await ask(await sign(hmac))).toMatchObject({ kind: 'ALLOWED' });
  });

  it.each<[string, string, () => Promise<unknown>]>([
    [
      'a replay',
      'REQUEST_REPLAYED',
      async () => {
        const token = await sign();
        await ask(token);
        return ask(token);
      },
    ],
    [
      'a token an hour old',
      'TOKEN_STALE',
      async () => {
        const token = await sign();
        door.advance(3_600_000);
        return ask(token);
      },
    ],
    [
      'a body that was changed',
      'REQUEST_TAMPERED',
      async () => ask(await sign(), { request: { ...REQUEST, variables: { a: 2 } } }),
    ],
    ['another address', 'IP_NOT_ALLOWED', async () => ask(await sign(), { forwardedFor: '198.51.100.1, 10.0.0.1' })],
    [
      'an address that only the caller claims',
      'IP_NOT_ALLOWED',
      async () => ask(await sign(), { forwardedFor: '203.0.113.7, 198.51.100.1, 10.0.0.1' }),
    ],
    ['a token for an hour', 'TOKEN_LIFETIME', async () => ask(await sign({ claims: { exp: NOW / 1000 + 3_600 } }))],
    [
      'a client that was switched off',
      'CLIENT_DISABLED',
      async () => {
        const known = await door.deps.clients.get('shop');
        if (known !== null) await door.deps.clients.put({ ...known.value, isActive: false }, known.revision, ACTOR);
        return ask(await sign());
      },
    ],
  ])('tells the owner of a key why it refuses %s, and writes it down', async (_name, code, run) => {
    expect(await run()).toMatchObject({ kind: 'REFUSED', clientId: 'shop', code });
    expect(door.deps.audit.entries.at(-1)).toMatchObject({ actor: 'client:shop', outcome: code });
  });

  it.each<[string, () => Promise<string>]>([
    ['no scheme word', async () => (await sign()).slice('Bonghwa '.length)],
    ['another scheme word', async () => (await sign()).replace('Bonghwa', 'Bearer')],
    ['a key nobody registered', async () => sign({ kid: 'other' })],
    ['a client nobody registered', async () => sign({ claims: { iss: 'other' } })],
    ['a signature of somebody else', async () => sign({ key: (await generateKeyPair('EdDSA')).privateKey })],
    ['an algorithm that is not the key’s', async () => sign({ alg: 'HS256', kid: 'ed', key: Buffer.from(secret) })],
    [
      'a claim that was changed',
      async () => {
        const [head = '', , signature = ''] = (await sign()).split('.');
        const claims = Buffer.from(JSON.stringify({ iss: 'shop', iat: 0, exp: 1, jti: 'x', rqh: 'y' })).toString(
          'base64url',
        );
        return [head, claims, signature].join('.');
      },
    ],
    [
      'no signature at all',
      async () => {
        const head = Buffer.from(JSON.stringify({ alg: 'none', kid: 'ed' })).toString('base64url');
        return `Bonghwa ${head}.${(await sign()).split('.')[1] ?? ''}.`;
      },
    ],
    ['claims missing', async () => sign({ claims: { rqh: undefined } })],
    ['nothing', async () => ''],
  ])('tells a stranger with %s nothing', async (_name, token) => {
    expect(await ask(await token())).toEqual({ kind: 'UNKNOWN' });
    expect(door.deps.audit.entries).toEqual([]);
  });

  it('takes two keys at once while one replaces the other, and none that was removed', async () => {
    unwrap(await removeApiKey(door.deps, { actor: ACTOR, clientId: 'shop', keyId: 'ed' }));
    expect(await ask(await sign())).toEqual({ kind: 'UNKNOWN' });
    expect(await ask(await sign({ alg: 'HS256', kid: 'hs', key: Buffer.from(secret) }))).toMatchObject({
      kind: 'ALLOWED',
    });
  });

  it('stays shut to a leaked secret when its key id is used again', async () => {
    const named = { actor: ACTOR, clientId: 'shop', keyId: 'hs' };
    unwrap(await removeApiKey(door.deps, named));
    const again = unwrap(await addApiKey(door.deps, { ...named, algorithm: 'HS256' })).secret ?? '';
    expect(again).not.toBe(secret);
    const as = async (key: string) => (await ask(await sign({ alg: 'HS256', kid: 'hs', key: Buffer.from(key) }))).kind;
    expect(await as(secret)).toBe('UNKNOWN');
    expect(await as(again)).toBe('ALLOWED');
  });

  it('knows a key of before keys had a salt by the secret it was given then', async () => {
    // What `addApiKey` gave out for this master secret, client and key id until 2026-11-28.
    const given = 'qctfQ-_9jCY9V-vPtiY6ceuwAa6y51RecPm3KJcr084';
    const { value, revision } = (await door.deps.clients.get('shop')) ?? { value: null, revision: 0 };
    if (value === null) throw new Error('The client is gone.');
    const keys = [{ id: 'hs', algorithm: 'HS256', createdAt: NOW } as const];
    await door.deps.clients.put({ ...value, keys }, revision, ACTOR);
    const token = await sign({ alg: 'HS256', kid: 'hs', key: Buffer.from(given) });
    expect(await ask(token)).toMatchObject({ kind: 'ALLOWED' });
  });

  it('uses up a nonce only for a request that is fine', async () => {
    const token = await sign();
    await ask(token, { forwardedFor: '198.51.100.1, 10.0.0.1' });
    expect(await ask(token)).toMatchObject({ kind: 'ALLOWED' });
  });

  it('gives no HS256 key where there is no master secret', async () => {
    const deps = { ...door.deps, secrets: createKeySecrets(async () => null) };
    expect(await addApiKey(deps, { actor: ACTOR, clientId: 'shop', keyId: 'x', algorithm: 'HS256' })).toMatchObject({
      error: { code: 'HS256_NOT_CONFIGURED' },
    });
  });
});
