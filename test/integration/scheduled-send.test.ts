import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createServerClient, type ServerClient } from '../../src/server/index.ts';
import { startApiWorld } from '../api-world.ts';
import { OUR_BACKEND, startBackend, type RunningBackend } from '../backends-under-test.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

let dataFolder: string;
let backend: RunningBackend;
let client: ServerClient;

const sendAt = (milliseconds: number, address: string) =>
  client.sendMessages({
    messageClass: 'TRANSACTIONAL',
    content: { channel: 'PUSH', title: '예약', body: '내일 뵙겠습니다' },
    recipients: [{ address, channelType: 'GCM' }],
    sendAt: new Date(backend.sandbox.clock.now() + milliseconds),
  });
const addresses = () => [...backend.sandbox.outbox.all()].map(({ address }) => address);

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'scheduled-'));
  const world = await startApiWorld({ dataFolder });
  ({ backend } = world);
  const { clientId, keyId, material } = world.shop;
  const auth = { kind: 'TOKEN', clientId, keyId, key: { privateKey: material } } as const;
  client = await createServerClient({ url: world.url, auth });
});
afterAll(async () => {
  await backend.stop();
  await rm(dataFolder, { recursive: true, force: true });
});

describe('a call for later', () => {
  it('is answered at once, waits through a restart, and is sent when its time has come; a cancelled one never is', async () => {
    const kept = await sendAt(HOUR, 'kept-token');
    const cancelled = await sendAt(HOUR, 'cancelled-token');
    expect(kept.decisions).toMatchObject([{ outcome: 'INCLUDED' }]);
    expect(await client.readJob(kept.jobId)).toMatchObject({ phase: 'SCHEDULED', accepted: 0 });
    expect((await client.cancelSend(cancelled.jobId)).phase).toBe('CANCELLED');
    expect((await client.cancelSend(cancelled.jobId)).phase).toBe('CANCELLED');
    await expect(sendAt(-2 * MINUTE, 'past-token')).rejects.toMatchObject({ code: 'SEND_AT_PAST' });
    await expect(sendAt(15 * 24 * HOUR, 'far-token')).rejects.toMatchObject({ code: 'SEND_AT_TOO_FAR' });
    expect(addresses()).toEqual([]);

    await backend.stop();
    backend = await startBackend(OUR_BACKEND, { dataFolder });
    backend.sandbox.clock.advance(HOUR + MINUTE);
    await vi.waitFor(() => expect(addresses()).toEqual(['kept-token']), { timeout: 40_000, interval: 200 });
  });

  it('that is near starts at its second, not at the next minute', async () => {
    const world = await startApiWorld();
    const outer = { backend, client };
    try {
      const { clientId, keyId, material } = world.shop;
      const auth = { kind: 'TOKEN', clientId, keyId, key: { privateKey: material } } as const;
      client = await createServerClient({ url: world.url, auth });
      backend = world.backend;
      const due = backend.sandbox.clock.now() + 6_000;
      const { jobId } = await sendAt(6_000, 'near-token');
      await vi.waitFor(() => expect(addresses()).toEqual(['near-token']), { timeout: 40_000, interval: 50 });
      const [message] = backend.sandbox.outbox.all();
      expect(message?.at).toBeGreaterThanOrEqual(due);
      await expect(client.cancelSend(jobId)).rejects.toMatchObject({ code: 'ALREADY_STARTED' });
    } finally {
      await world.backend.stop();
      ({ backend, client } = outer);
    }
  });
});
