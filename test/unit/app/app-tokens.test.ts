import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryApiClients, createMemoryAppTokens } from '../../../src/adapters/memory/index.ts';
import { newAppToken, sha256 } from '../../../src/adapters/request-token/index.ts';
import {
  authorizeApp,
  issueAppToken,
  isAppAuthorization,
  removeApiKey,
  saveApiClient,
} from '../../../src/app/api-client/index.ts';
import { unwrap } from './memory-app.ts';

const NOW = Date.UTC(2026, 10, 29, 3);
const MINUTE = 60_000;
const ACTOR = { id: 'admin' };
const CLIENT = {
  ...{ id: 'shop', name: '주문 서버', isActive: true, cidrs: ['203.0.113.0/24'], templateIds: ['*'], mayInline: true },
  ...{ messagesPerDay: 10, recipientsPerMinute: 10, roleNames: [] },
  operations: ['ISSUE_APP_TOKENS'] as const,
};
const QUERY = 'mutation { recordEvents(events: []) { place } }';

function arrange() {
  let now = NOW;
  const deps = {
    clients: createMemoryApiClients(),
    appTokens: createMemoryAppTokens(),
    newAppToken,
    hash: sha256,
    clock: { now: () => now },
  };
  const issue = async (minutes?: number) =>
    issueAppToken(deps, {
      ...{ clientId: 'shop', keyId: 'k1', customerId: 'c1' },
      ...(minutes === undefined ? {} : { minutes }),
    });
  const ask = (token: string, query = QUERY) => authorizeApp(deps, { authorization: `BonghwaApp ${token}`, query });
  return { deps, issue, ask, pass: (milliseconds: number) => void (now += milliseconds) };
}

let app: ReturnType<typeof arrange>;

beforeEach(async () => {
  app = arrange();
  const key = { id: 'k1', algorithm: 'EdDSA', publicKey: 'x'.repeat(43), createdAt: NOW } as const;
  await app.deps.clients.put({ ...CLIENT, keys: [key] }, 0, ACTOR);
});

describe('an app token', () => {
  it('speaks for its customer until its minute is over, and is stored as its hash alone', async () => {
    const { token } = unwrap(await app.issue(1));
    expect(await app.ask(token)).toEqual({ kind: 'ALLOWED', customerId: 'c1' });
    expect(await app.deps.appTokens.find(token)).toBeNull();
    app.pass(MINUTE - 1);
    expect((await app.ask(token)).kind).toBe('ALLOWED');
    app.pass(1);
    expect(await app.ask(token)).toMatchObject({ kind: 'REFUSED', code: 'APP_TOKEN_EXPIRED' });
  });

  it('ends with the key that asked for it, with its server, and with what its server may', async () => {
    const { token } = unwrap(await app.issue());
    unwrap(await saveApiClient(app.deps, { actor: ACTOR, client: { ...CLIENT, isActive: false } }));
    expect(await app.ask(token)).toMatchObject({ code: 'APP_TOKEN_REVOKED' });
    unwrap(await saveApiClient(app.deps, { actor: ACTOR, client: { ...CLIENT, operations: ['RECORD_EVENTS'] } }));
    expect(await app.ask(token)).toMatchObject({ code: 'OPERATION_NOT_ALLOWED' });
    unwrap(await saveApiClient(app.deps, { actor: ACTOR, client: CLIENT }));
    expect((await app.ask(token)).kind).toBe('ALLOWED');
    unwrap(await removeApiKey(app.deps, { actor: ACTOR, clientId: 'shop', keyId: 'k1' }));
    expect(await app.ask(token)).toMatchObject({ code: 'APP_TOKEN_REVOKED' });
  });

  it('is nobody’s when it is not exactly one that was issued', async () => {
    const { token } = unwrap(await app.issue());
    for (const wrong of ['', 'x', token.slice(1), `${token}x`, ` ${token}`, token.toUpperCase(), sha256(token)]) {
      expect(await app.ask(wrong), wrong).toEqual({ kind: 'UNKNOWN' });
    }
    expect(await authorizeApp(app.deps, { authorization: `Bonghwa ${token}`, query: QUERY })).toEqual({
      kind: 'UNKNOWN',
    });
    expect(isAppAuthorization('Bonghwa x.y.z')).toBe(false);
  });

  it('lets no request record more often than one may', async () => {
    const { token } = unwrap(await app.issue());
    const query = `mutation { ${Array.from({ length: 11 }, (_, n) => `a${n}: recordEvents(events: []) { place }`).join(' ')} }`;
    expect(await app.ask(token, query)).toMatchObject({ kind: 'REFUSED', code: 'TOO_MANY_SENDS' });
  });

  it.each([0, 61, 1.5, -1, Number.NaN])('is not issued for %d minutes', async (minutes) => {
    expect(await app.issue(minutes)).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } });
  });
});
