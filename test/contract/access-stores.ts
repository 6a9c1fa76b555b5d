import { describe, expect, it } from 'vitest';
import type { ApiClientStore, AppTokenStore, NonceStore } from '../../src/app/api-client/index.ts';
import type { AuditLog } from '../../src/app/audit/index.ts';
import type { IdempotencyStore, QuotaStore, SendAnswer } from '../../src/app/external-send/index.ts';
import type { ApiClient } from '../../src/domain/api-client/index.ts';

export interface AccessStores {
  readonly clients: ApiClientStore;
  readonly appTokens: AppTokenStore;
  readonly nonces: NonceStore;
  readonly quotas: QuotaStore;
  readonly idempotency: IdempotencyStore;
  readonly audit: AuditLog;
}

const BY = { id: 'minji' };
const NOW = Date.UTC(2026, 10, 25, 3);
const CLIENT: ApiClient = {
  id: 'shop',
  name: '주문 서버',
  isActive: true,
  cidrs: ['203.0.113.0/24'],
  operations: ['SEND_MESSAGES'],
  templateIds: ['t1'],
  mayInline: false,
  messagesPerDay: 1_000,
  recipientsPerMinute: 100,
  roleNames: ['shop-role'],
  keys: [
    { id: 'k1', algorithm: 'EdDSA', publicKey: 'x'.repeat(43), createdAt: NOW },
    { id: 'k2', algorithm: 'HS256', salt: 's'.repeat(43), createdAt: NOW },
  ],
};
const MORE = {
  sourceIp: '203.0.113.9',
  subject: 'api-1',
  changes: [
    { field: 'isStopped', from: 'false', to: 'true' },
    { field: 'keys', to: 'k1' },
    { field: 'reason', from: 'x' },
  ],
};
const ANSWER: SendAnswer = {
  jobId: 'api-1',
  decisions: [
    { customerId: 'm-1', endpointId: 'e-1', outcome: 'INCLUDED' },
    { customerId: 'm-2', outcome: 'EXCLUDED', reason: 'NO_AD_CONSENT' },
  ],
};

/** What the stores of the external API promise, whatever they are made of. */
export function describeAccessStores(stores: () => AccessStores): void {
  describe('API clients', () => {
    it('come back as they were written, and only the writer who saw the last revision writes', async () => {
      const { clients } = stores();
      expect(await clients.get('shop')).toBeNull();
      expect(await clients.put(CLIENT, 0, BY)).toBe(true);
      expect(await clients.put(CLIENT, 0, BY)).toBe(false);
      expect(await clients.get('shop')).toEqual({ value: CLIENT, revision: 1 });
      expect(await clients.put({ ...CLIENT, isActive: false }, 1, BY)).toBe(true);
      expect(await clients.put(CLIENT, 1, BY)).toBe(false);
      // Keys of before 2026-11-28 have no salt.
      const old: ApiClient = { ...CLIENT, id: 'old', keys: [{ id: 'k', algorithm: 'HS256', createdAt: NOW }] };
      expect(await clients.put(old, 0, BY)).toBe(true);
      expect((await clients.get('old'))?.value).toEqual(old);
      const listed = [...(await clients.list())].sort((a, b) => (a.id < b.id ? -1 : 1));
      expect(listed).toEqual([old, { ...CLIENT, isActive: false }]);
    });
  });

  describe('nonces', () => {
    it('are good once for each client', async () => {
      const { nonces } = stores();
      const uses = await Promise.all(Array.from({ length: 10 }, () => nonces.use('shop', 'nonce-1', NOW)));
      expect(uses.filter(Boolean)).toHaveLength(1);
      expect(await nonces.use('other', 'nonce-1', NOW)).toBe(true);
    });
  });

  describe('app tokens', () => {
    it('are found by their hash alone, as they were put', async () => {
      const { appTokens } = stores();
      const token = { hash: 'h'.repeat(43), customerId: '고객 1', clientId: 'shop', keyId: 'k1', expiresAt: NOW };
      expect(await appTokens.find(token.hash)).toBeNull();
      await appTokens.put(token);
      expect(await appTokens.find(token.hash)).toEqual(token);
      await expect(appTokens.put({ ...token, customerId: 'c2' })).rejects.toThrow();
      expect(await appTokens.find(token.hash)).toEqual(token);
      expect(await appTokens.find('i'.repeat(43))).toBeNull();
    });
  });

  describe('quotas', () => {
    it('are filled to the last message and never over it, whoever comes at the same time', async () => {
      const { quotas } = stores();
      const use = { minute: NOW, day: NOW - (NOW % 86_400_000), perMinute: 10, perDay: 25 };
      const take = (count: number, change: Partial<typeof use> = {}) =>
        quotas.take('shop', { ...use, ...change, count });
      await take(1);
      const taken = await Promise.all(Array.from({ length: 8 }, () => take(3)));
      expect(taken.filter((one) => one === 'TAKEN')).toHaveLength(3);
      expect(await take(1)).toBe('MINUTE_FULL');
      expect(await take(11)).toBe('MINUTE_FULL');
      const next = { minute: NOW + 60_000 };
      expect(await Promise.all(Array.from({ length: 4 }, () => take(2, next)))).toEqual(Array(4).fill('TAKEN'));
      expect(await take(3, next)).toBe('MINUTE_FULL');
      // A minute that could not be filled because the day was full has lost nothing.
      expect(await take(8, { minute: NOW + 120_000 })).toBe('DAY_FULL');
      expect(await take(7, { minute: NOW + 120_000 })).toBe('TAKEN');
      expect(await take(1, { minute: NOW + 180_000 })).toBe('DAY_FULL');
      expect(await quotas.take('other', { ...use, count: 10 })).toBe('TAKEN');
      expect(await take(10, { day: use.day + 86_400_000, minute: NOW + 86_400_000 })).toBe('TAKEN');
    });

    it('take back what was not used', async () => {
      const { quotas } = stores();
      const use = { count: 4, minute: NOW, day: NOW - (NOW % 86_400_000), perMinute: 4, perDay: 8 };
      expect(await quotas.take('returning', use)).toBe('TAKEN');
      await quotas.giveBack('returning', use);
      expect(await quotas.take('returning', use)).toBe('TAKEN');
      const next = { ...use, minute: NOW + 60_000 };
      expect(await quotas.take('returning', next)).toBe('TAKEN');
      // Of an earlier minute: only the day has it still.
      await quotas.giveBack('returning', use);
      expect(await quotas.take('returning', next)).toBe('MINUTE_FULL');
      expect(await quotas.take('returning', { ...use, minute: NOW + 120_000 })).toBe('TAKEN');
    });
  });

  describe('idempotency keys', () => {
    const begin = (key: string, owner: string, more: { bodyHash?: string; now?: number } = {}) => {
      const { bodyHash = 'b1', now = NOW } = more;
      return stores().idempotency.begin({ clientId: 'shop', key }, { bodyHash, owner, now, leaseUntil: now + 1_000 });
    };
    const key = (name: string) => ({ clientId: 'shop', key: name });

    it('are taken by one of many', async () => {
      const begun = await Promise.all(Array.from({ length: 20 }, (_, index) => begin('many', `o${index}`)));
      expect(begun.filter(({ kind }) => kind === 'STARTED')).toHaveLength(1);
      expect(begun.filter(({ kind }) => kind === 'IN_FLIGHT')).toHaveLength(19);
    });

    it('answer what was answered, and refuse another body', async () => {
      await begin('done', 'a');
      expect(await begin('done', 'b', { bodyHash: 'b2' })).toEqual({ kind: 'CONFLICT' });
      await stores().idempotency.finish(key('done'), 'a', ANSWER);
      expect(await begin('done', 'b')).toEqual({ kind: 'DONE', answer: ANSWER });
      expect(await begin('done', 'b', { bodyHash: 'b2' })).toEqual({ kind: 'CONFLICT' });
      expect(await begin('done', 'b', { now: NOW + 90_000_000 })).toEqual({ kind: 'DONE', answer: ANSWER });
    });

    it('pass to another owner when the lease has run out, and the first can end nothing any more', async () => {
      await begin('taken', 'a');
      expect(await begin('taken', 'b', { now: NOW + 999 })).toEqual({ kind: 'IN_FLIGHT' });
      expect(await begin('taken', 'b', { now: NOW + 2_000 })).toEqual({ kind: 'STARTED' });
      await stores().idempotency.finish(key('taken'), 'a', ANSWER);
      await stores().idempotency.release(key('taken'), 'a');
      expect(await begin('taken', 'c', { now: NOW + 2_500 })).toEqual({ kind: 'IN_FLIGHT' });
    });

    it('are free again after a refusal, for any body', async () => {
      await begin('refused', 'a');
      await stores().idempotency.release(key('refused'), 'a');
      expect(await begin('refused', 'b', { bodyHash: 'b2' })).toEqual({ kind: 'STARTED' });
    });

    it('belong to their client', async () => {
      await begin('own', 'a');
      const other = { bodyHash: 'b9', owner: 'z', now: NOW, leaseUntil: NOW };
      expect(await stores().idempotency.begin({ clientId: 'other', key: 'own' }, other)).toEqual({ kind: 'STARTED' });
    });
  });

  describe('the audit log', () => {
    it('has what was done to one customer together, over days, and of nobody else', async () => {
      const { audit } = stores();
      const LATER = Date.UTC(2026, 11, 31);
      const entry = (id: string, at: number, customerId: string) => ({
        id,
        at,
        actor: 'minji',
        action: 'exportCustomer',
        outcome: 'OK',
        subject: customerId,
        customerId,
      });
      const [first, second] = [entry('x1', LATER + 10, 'm-7'), entry('x2', LATER + 5 * 86_400_000, 'm-7')];
      for (const one of [first, entry('x3', LATER + 11, 'm-8'), second]) await audit.append(one);
      const page = await audit.listOfCustomer('m-7', { limit: 1 });
      expect(page.entries).toEqual([first]);
      const rest = await audit.listOfCustomer('m-7', { limit: 9, nextToken: page.nextToken ?? '' });
      expect(rest).toEqual({ entries: [second] });
      expect((await audit.list('2027-01-05', { limit: 9 })).entries).toEqual([second]);
      expect((await audit.listOfCustomer('m-9', { limit: 9 })).entries).toEqual([]);
    });

    it('is read by day, page by page, in the order of time', async () => {
      const { audit } = stores();
      const entry = (id: string, at: number) => ({
        id,
        at,
        actor: 'client:shop',
        action: 'sendMessages',
        outcome: 'OK',
      });
      for (let index = 0; index < 5; index += 1) await audit.append(entry(`e${index}`, NOW + index));
      await audit.append({ ...entry('tomorrow', NOW + 86_400_000), ...MORE });
      const first = await audit.list('2026-11-25', { limit: 3 });
      expect(first.entries.map(({ id }) => id)).toEqual(['e0', 'e1', 'e2']);
      const next = first.nextToken === undefined ? {} : { nextToken: first.nextToken };
      const second = await audit.list('2026-11-25', { limit: 3, ...next });
      expect(second.entries.map(({ id }) => id)).toEqual(['e3', 'e4']);
      expect(second.nextToken).toBeUndefined();
      expect((await audit.list('2026-11-26', { limit: 3 })).entries).toEqual([
        { ...entry('tomorrow', NOW + 86_400_000), ...MORE },
      ]);
    });
  });
}
