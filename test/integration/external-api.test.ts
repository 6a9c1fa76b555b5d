import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { BonghwaError, createServerClient, type ServerClient } from '../../src/server/index.ts';
import { post, SEND, signAs, startApiWorld, type ApiWorld } from '../api-world.ts';

let world: ApiWorld;
let clients: Readonly<Record<'EdDSA' | 'HS256' | 'SIGV4', ServerClient>>;

beforeAll(async () => {
  world = await startApiWorld();
  const { url, shop, other, roleName, backend } = world;
  const { sandbox } = backend;
  clients = {
    EdDSA: await createServerClient({
      url,
      auth: { kind: 'TOKEN', clientId: 'shop', keyId: shop.keyId, key: { privateKey: shop.material } },
    }),
    HS256: await createServerClient({
      url,
      auth: { kind: 'TOKEN', clientId: 'other', keyId: other.keyId, key: { secret: other.material } },
    }),
    SIGV4: await createServerClient({
      url,
      auth: {
        kind: 'SIGV4',
        region: sandbox.app.region,
        credentials: () => {
          const issued = sandbox.issueCredentials(roleName);
          if (issued === undefined) throw new Error(`There is no role ${roleName}.`);
          return issued;
        },
      },
    }),
  };
});
afterAll(() => world?.backend.stop());

const addressed = (address: string) => world.backend.sandbox.outbox.list({ filter: { address }, limit: 10 }).messages;
const content = { channel: 'PUSH', title: '주문', body: '{{Attributes.Order}} 접수' } as const;

describe('an external server', () => {
  it.each(['EdDSA', 'HS256', 'SIGV4'] as const)('sends with %s, and reads what became of it', async (kind) => {
    const client = clients[kind];
    const address = `token-${kind}`;
    const receipt = await client.sendMessages({
      messageClass: 'TRANSACTIONAL',
      content,
      recipients: [{ address, channelType: 'GCM', substitutions: { Order: 'A-7' } }],
    });
    expect(receipt.decisions).toEqual([
      { customerId: 'address:0', endpointId: 'address:0', outcome: 'INCLUDED', reason: null },
    ]);
    await vi.waitFor(async () => expect((await client.readJob(receipt.jobId)).phase).toBe('COMPLETED'), 20_000);
    expect(await client.readJob(receipt.jobId)).toMatchObject({
      accepted: 1,
      recipients: [{ customerId: 'address:0', status: 'ACCEPTED' }],
    });
    expect(addressed(address)).toMatchObject([{ body: 'A-7 접수' }]);
  });

  it('gets one answer for fifty identical calls at once, and one message goes out', async () => {
    const call = {
      messageClass: 'TRANSACTIONAL',
      templateId: world.templateId,
      idempotencyKey: randomUUID(),
      recipients: [{ address: 'token-fifty', channelType: 'GCM' }],
    } as const;
    const patient = await createServerClient({
      url: world.url,
      maxTries: 20,
      auth: { kind: 'TOKEN', clientId: 'shop', keyId: world.shop.keyId, key: { privateKey: world.shop.material } },
    });
    const receipts = await Promise.all(Array.from({ length: 50 }, () => patient.sendMessages(call)));
    expect(new Set(receipts.map(({ jobId }) => jobId)).size).toBe(1);
    await vi.waitFor(
      async () => expect((await patient.readJob(receipts[0]?.jobId ?? '')).phase).toBe('COMPLETED'),
      20_000,
    );
    expect(addressed('token-fifty')).toHaveLength(1);
    await expect(
      patient.sendMessages({ ...call, recipients: [{ address: 'token-51', channelType: 'GCM' }] }),
    ).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT', mayRepeat: false });
  });

  it('learns by a typed error what it did wrong', async () => {
    const recipients = [{ customerId: 'nobody' }];
    const failure = clients.EdDSA.sendMessages({ messageClass: 'TRANSACTIONAL', content, recipients });
    await expect(failure).rejects.toBeInstanceOf(BonghwaError);
    await expect(failure).rejects.toMatchObject({ code: 'UNKNOWN_RECIPIENT' });
  });

  it('cannot read a job of another', async () => {
    const recipients = [{ address: 'token-own', channelType: 'GCM' }];
    const { jobId } = await clients.EdDSA.sendMessages({ messageClass: 'TRANSACTIONAL', content, recipients });
    expect((await clients.SIGV4.readJob(jobId)).jobId).toBe(jobId);
    await expect(clients.HS256.readJob(jobId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is written down: who did what from where, for administrators to read', async () => {
    const day = new Date(world.backend.sandbox.clock.now()).toISOString().slice(0, 10);
    const query =
      '($day: String!) { listAuditEntries(day: $day, limit: 500) { entries { actor action outcome sourceIp subject } } }';
    const answer = await world.asAdmin(`query ${query}`, { day });
    const page = answer.data?.['listAuditEntries'] as { entries: Record<string, string>[] };
    expect(page.entries).toContainEqual(
      expect.objectContaining({ actor: 'client:shop', action: 'sendMessages', outcome: 'OK', sourceIp: '127.0.0.1' }),
    );
    expect(page.entries).toContainEqual(expect.objectContaining({ action: 'saveApiClient', subject: 'shop' }));
    expect(page.entries).toContainEqual(expect.objectContaining({ outcome: 'UNKNOWN_RECIPIENT' }));
    expect(JSON.stringify(page)).not.toContain('token-');
    const refused = await post(
      world.url,
      { query: `query ${query}`, variables: { day } },
      { authorization: world.viewer },
    );
    expect(refused.errorType).toBe('Unauthorized');
  });

  it('is another caller when its key id is used again: a secret that leaked opens nothing', async () => {
    const { asAdmin, addClient, url } = world;
    const leaked = await addClient('leaky', {}, 'HS256');
    const names = { clientId: leaked.clientId, keyId: leaked.keyId };
    const removed = await asAdmin(
      'mutation ($clientId: ID!, $keyId: ID!) { removeApiKey(clientId: $clientId, keyId: $keyId) { keys { keyId } } }',
      names,
    );
    expect(removed.data).toEqual({ removeApiKey: { keys: [] } });
    const added = await asAdmin(
      'mutation ($clientId: ID!, $keyId: ID!) { addApiKey(clientId: $clientId, keyId: $keyId, algorithm: HS256) { secret } }',
      names,
    );
    const { secret } = added.data?.['addApiKey'] as { secret: string };
    const ask = async (key: string) => {
      const request = { query: 'query { apiJob(jobId: "none") { jobId } }' };
      const authorization = await signAs({ ...leaked, key: Buffer.from(key) }, request);
      return (await post(url, request, { authorization })).errorType;
    };
    expect(await ask(leaked.material)).toBe('UnauthorizedException');
    expect(await ask(secret)).toBe('NOT_FOUND');
  });

  it('sends from the addresses of its registration alone, which its own headers do not change', async () => {
    const { sandbox } = world.backend;
    const request = { query: SEND, variables: { key: randomUUID(), recipients: [{ customerId: 'nobody' }], content } };
    const from = async (address: string | null, headers: Record<string, string> = {}) => {
      sandbox.setSourceAddress(address);
      const answer = await post(world.url, request, { authorization: await signAs(world.shop, request), ...headers });
      sandbox.setSourceAddress(null);
      return answer.errorType;
    };
    expect(await from(null)).toBe('UNKNOWN_RECIPIENT');
    expect(await from('198.51.100.7')).toBe('WAFForbiddenException');
    expect(await from('198.51.100.7', { 'x-forwarded-for': '127.0.0.1' })).toBe('WAFForbiddenException');
  });
});
