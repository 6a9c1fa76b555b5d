import { createHash, createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApiWorld, type ApiWorld } from '../api-world.ts';
import { ROOT } from '../backends-under-test.ts';

/** A client that was written from SECURITY.md alone: nothing of ours but its examples is used below. */
const DOCUMENT = readFileSync(join(ROOT, 'SECURITY.md'), 'utf8');

/** The text of one of the document's examples. */
function example(name: string): string {
  const found = new RegExp(`<!-- example: ${name} -->\\s+\`\`\`\\w+\\n([^]*?)\`\`\``).exec(DOCUMENT)?.[1];
  if (found === undefined) throw new Error(`SECURITY.md has no example ${name}.`);
  return found.trim();
}

const base64url = (text: string): string => Buffer.from(text).toString('base64url');

interface Key {
  readonly client: string;
  readonly key: string;
  readonly secret: string;
}

function sign(signedText: string, { client, key, secret }: Key, iat: number, jti: string): string {
  const rqh = createHash('sha256').update(signedText).digest('base64url');
  const claims = `{"iss":"${client}","iat":${iat},"exp":${iat + 60},"jti":"${jti}","rqh":"${rqh}"}`;
  const unsigned = `${base64url(`{"alg":"HS256","kid":"${key}"}`)}.${base64url(claims)}`;
  return `${unsigned}.${createHmac('sha256', secret).update(unsigned).digest('base64url')}`;
}

let world: ApiWorld;
let own: Key;
beforeAll(async () => {
  world = await startApiWorld();
  const { clientId, keyId, material } = await world.addClient('own', { templateIds: ['*'] }, 'HS256');
  own = { client: clientId, key: keyId, secret: material };
});
afterAll(() => world?.backend.stop());

const signNow = (text: string): string => `Bonghwa ${sign(text, own, Math.floor(Date.now() / 1000), randomUUID())}`;

describe('U11 the examples of SECURITY.md', () => {
  it('are signed as they say', () => {
    const key = { client: 'shop', key: 'key-1', secret: 'example-secret-of-a-key-that-does-not-exist' };
    expect(sign(example('signed-text'), key, 1_795_910_400, '5f1c9a52')).toBe(example('token'));
    const rqh = createHash('sha256').update(example('signed-text')).digest('base64url');
    expect(DOCUMENT).toContain(`\`${rqh}\``);
  });

  it('send a message, and watch what becomes of it', async () => {
    const body = example('signed-text');
    const send = async (text: string) => {
      const response = await fetch(world.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: signNow(text) },
        body: text,
      });
      return (await response.json()) as {
        data: { sendMessages: { jobId: string; decisions: { customerId: string; outcome: string }[] } };
      };
    };
    const { sendMessages } = (await send(body)).data;
    expect(sendMessages.decisions).toMatchObject([{ customerId: 'address:0', outcome: 'INCLUDED' }]);

    const { host } = new URL(world.url);
    const header = base64url(JSON.stringify({ host, authorization: signNow(example('connection')) }));
    const socket = new WebSocket(`${world.url.replace('http', 'ws')}/realtime`, ['graphql-ws', `header-${header}`]);
    const start = example('start').replace('JOB_ID', sendMessages.jobId).replace('HOST', host);
    const { data } = (JSON.parse(start) as { payload: { data: string } }).payload;
    const { query, variables } = JSON.parse(data) as { query: string; variables: object };
    const told: string[] = [];
    await new Promise<void>((resolve, reject) => {
      socket.on('error', reject);
      socket.on('open', () => socket.send('{"type":"connection_init"}'));
      socket.on('message', (message: Buffer) => {
        const { type } = JSON.parse(message.toString()) as { type: string };
        // A keep-alive may come at any time.
        if (type !== 'ka') told.push(type);
        if (type === 'connection_ack') {
          const token = signNow(JSON.stringify({ operationName: '', query, variables }));
          socket.send(start.replace('Bonghwa TOKEN', token));
        }
        if (type === 'start_ack') resolve();
        if (type === 'error' || type === 'connection_error') reject(new Error(message.toString()));
      });
    }).finally(() => socket.close());
    expect(told).toEqual(['connection_ack', 'start_ack']);
    await expect
      .poll(() => world.backend.sandbox.outbox.list({ filter: { address: '+821012345678' }, limit: 10 }).messages, {
        timeout: 20_000,
      })
      .toMatchObject([{ body: 'A-1042 접수' }]);
  });
});
