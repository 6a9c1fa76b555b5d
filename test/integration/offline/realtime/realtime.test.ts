import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { API_KEY, startFrontDoor, type FrontDoor, type FrontDoorOptions } from '../auth/local-front-door.ts';

type Message = { type: string; id?: string; payload?: Record<string, unknown> };
const AUTH = { host: 'localhost', 'x-api-key': API_KEY };

class Client {
  readonly messages: Message[] = [];
  closed: { code: number; reason: string } | undefined;
  constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => this.messages.push(JSON.parse(data.toString()) as Message));
    socket.on('close', (code, reason) => (this.closed = { code, reason: reason.toString() }));
    socket.on('error', () => undefined);
  }
  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }
  start(
    id: string,
    variables: unknown = {},
    query = 'subscription { onTick { seq } }',
    authorization: unknown = AUTH,
  ): void {
    this.send({
      id,
      type: 'start',
      payload: { data: JSON.stringify({ query, variables }), extensions: { authorization } },
    });
  }
  of(type: string): Message[] {
    return this.messages.filter((message) => message.type === type);
  }
  async waitFor(type: string, count = 1): Promise<Message> {
    await expect.poll(() => this.of(type).length, { timeout: 5000 }).toBeGreaterThanOrEqual(count);
    return this.of(type)[count - 1] as Message;
  }
}

describe('createRealtime', () => {
  let door: FrontDoor;
  const open: WebSocket[] = [];

  afterEach(async () => {
    for (const socket of open.splice(0)) socket.terminate();
    await door.stop();
  });

  async function connect(options: FrontDoorOptions = {}, auth: unknown = AUTH): Promise<Client> {
    door = await startFrontDoor(options);
    const client = await dial(auth);
    client.send({ type: 'connection_init' });
    return client;
  }

  async function dial(
    auth: unknown = AUTH,
    url = `ws://127.0.0.1:${door.port}/graphql/realtime`,
    subprotocols = ['graphql-ws', `header-${Buffer.from(JSON.stringify(auth)).toString('base64url')}`],
  ): Promise<Client> {
    const socket = new WebSocket(url, subprotocols);
    open.push(socket);
    const client = new Client(socket);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    expect(socket.protocol).toBe('graphql-ws');
    return client;
  }

  it('acknowledges a connection with the time-out clients read, and keeps it alive', async () => {
    const client = await connect({ keepAliveMs: 20 });
    expect((await client.waitFor('connection_ack')).payload).toEqual({ connectionTimeoutMs: 300_000 });
    await client.waitFor('ka', 3);
  });

  it('accepts authorization in the query string, as older clients send it', async () => {
    door = await startFrontDoor();
    const header = encodeURIComponent(Buffer.from(JSON.stringify(AUTH)).toString('base64'));
    const client = await dial(AUTH, `ws://127.0.0.1:${door.port}/graphql/realtime?header=${header}&payload=e30=`, [
      'graphql-ws',
    ]);
    client.send({ type: 'connection_init' });
    await client.waitFor('connection_ack');
  });

  it('refuses a wrong key at connect with a connection_error, then closes', async () => {
    const client = await connect({}, { host: 'h', 'x-api-key': 'wrong' });
    expect((await client.waitFor('connection_error')).payload).toEqual({
      errors: [
        { errorType: 'UnauthorizedException', message: 'You are not authorized to make this call.', errorCode: 401 },
      ],
    });
    await expect.poll(() => client.closed?.code).toBe(4401);
    expect(client.of('connection_ack')).toEqual([]);
  });

  it('refuses a connection without headers, another path, and one without the subprotocol', async () => {
    door = await startFrontDoor();
    const client = await dial(AUTH, undefined, ['graphql-ws']);
    client.send({ type: 'connection_init' });
    expect((await client.waitFor('connection_error')).payload).toMatchObject({ errors: [{ errorCode: 400 }] });
    await expect(dial(AUTH, `ws://127.0.0.1:${door.port}/other`)).rejects.toThrow('404');
    await expect(dial(AUTH, undefined, [])).rejects.toThrow('400');
  });

  it('delivers in order what matches the arguments, until stopped', async () => {
    const client = await connect();
    await client.waitFor('connection_ack');
    client.start('s1', { jobId: 'a' });
    await client.waitFor('start_ack');
    for (let seq = 0; seq < 50; seq++) door.fake.publish({ jobId: seq % 2 === 0 ? 'a' : 'b', seq });
    door.fake.publish({ jobId: 'a', seq: -1 }, 'anotherMutation');
    await client.waitFor('data', 25);
    const seqs = client.of('data').map(({ payload }) => (payload?.['data'] as { onTick: { seq: number } }).onTick.seq);
    expect(seqs).toEqual(Array.from({ length: 25 }, (_, index) => index * 2));
    client.send({ id: 's1', type: 'stop' });
    expect((await client.waitFor('complete')).id).toBe('s1');
    door.fake.publish({ jobId: 'a', seq: 100 });
    client.send({ id: 's1', type: 'stop' });
    expect(await client.waitFor('error')).toMatchObject({
      id: 's1',
      payload: { errors: [{ errorType: 'UnknownOperationError' }] },
    });
    expect(client.of('data')).toHaveLength(25);
  });

  it('filters by an enhanced filter instead of the arguments', async () => {
    const filter = { filterGroup: [{ filters: [{ fieldName: 'seq', operator: 'gt', value: 5 }] }] };
    const client = await connect({ registration: { filter } });
    await client.waitFor('connection_ack');
    client.start('s1', { jobId: 'ignored' });
    await client.waitFor('start_ack');
    door.fake.publish({ seq: 5 });
    door.fake.publish({ seq: 6 });
    expect(await client.waitFor('data')).toMatchObject({ payload: { data: { onTick: { seq: 6 } } } });
  });

  it('refuses a subscription whose filter AppSync would refuse', async () => {
    const client = await connect({
      registration: { filter: { filterGroup: [{ filters: [{ fieldName: 'a', operator: 'like', value: 1 }] }] } },
    });
    await client.waitFor('connection_ack');
    client.start('s1');
    expect(await client.waitFor('error')).toMatchObject({
      payload: { errors: [{ message: expect.stringContaining("'like'") as unknown }] },
    });
  });

  it('ends an invalidated subscription with complete', async () => {
    const invalidationFilter = { filterGroup: [{ filters: [{ fieldName: 'userId', operator: 'eq', value: 'u1' }] }] };
    const client = await connect({ registration: { invalidationFilter } });
    await client.waitFor('connection_ack');
    client.start('s1');
    await client.waitFor('start_ack');
    door.fake.invalidate({ userId: 'u2' });
    door.fake.invalidate({ userId: 'u1' });
    expect((await client.waitFor('complete')).id).toBe('s1');
    expect(door.realtime.subscriptionCount).toBe(0);
  });

  it('authorizes every subscription by itself', async () => {
    const client = await connect();
    await client.waitFor('connection_ack');
    client.start('bad', {}, undefined, { host: 'h', 'x-api-key': 'wrong' });
    expect(await client.waitFor('error')).toMatchObject({
      id: 'bad',
      payload: { errors: [{ errorType: 'UnauthorizedException' }] },
    });
    client.start('denied', {}, 'subscription { forbidden }');
    expect(await client.waitFor('error', 2)).toMatchObject({
      id: 'denied',
      payload: { errors: [{ errorType: 'Unauthorized' }] },
    });
    client.start('good');
    expect((await client.waitFor('start_ack')).id).toBe('good');
  });

  it('answers mistakes of the protocol without closing', async () => {
    const client = await connect();
    client.start('early');
    await client.waitFor('connection_ack');
    client.send('not json');
    client.send({ id: 'x', type: 'publish' });
    client.start('q', {}, 'query { a }');
    client.send({ id: 'm', type: 'start', payload: {} });
    client.start('d');
    await client.waitFor('start_ack');
    client.start('d');
    await expect.poll(() => client.of('error').length).toBe(6);
    const errors = client
      .of('error')
      .map(({ id, payload }) => [id, (payload?.['errors'] as { errorType: string }[])[0]?.errorType]);
    expect(errors).toEqual(
      expect.arrayContaining([
        ['early', 'BadRequestException'],
        [undefined, 'BadRequestException'],
        ['x', 'UnsupportedOperation'],
        ['q', 'UnsupportedOperation'],
        ['m', 'BadRequestException'],
        ['d', 'DuplicatedOperationError'],
      ]),
    );
    expect(client.closed).toBeUndefined();
  });

  it('refuses the 101st subscription of a connection', async () => {
    const client = await connect();
    await client.waitFor('connection_ack');
    for (let index = 0; index <= 100; index++) client.start(`s${index}`);
    await client.waitFor('start_ack', 100);
    expect(await client.waitFor('error')).toMatchObject({
      id: 's100',
      payload: { errors: [{ errorType: 'MaxSubscriptionsReachedError' }] },
    });
    client.send({ id: 's0', type: 'stop' });
    client.start('again');
    await client.waitFor('start_ack', 101);
  });

  it('drops a payload over 240 KB with a log line, and delivers the next', async () => {
    const client = await connect();
    await client.waitFor('connection_ack');
    client.start('s1');
    await client.waitFor('start_ack');
    door.fake.publish({ text: 'x'.repeat(250_000) });
    door.fake.publish({ seq: 2 });
    expect(await client.waitFor('data')).toMatchObject({ payload: { data: { onTick: { seq: 2 } } } });
    expect(door.logs.join()).toMatch(/onTick: a payload of 25\d{4} bytes was dropped/);
    expect(door.logs.join()).not.toContain('xxx');
  });

  it('drops a client that does not read, instead of growing', async () => {
    const client = await connect({ maxBufferedBytes: 256 * 1024 });
    await client.waitFor('connection_ack');
    client.start('s1');
    await client.waitFor('start_ack');
    client.socket.pause();
    for (let round = 0; round < 200 && door.realtime.connectionCount > 0; round++) {
      door.fake.publish({ text: 'x'.repeat(200_000) });
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(door.realtime.connectionCount).toBe(0);
    expect(door.realtime.subscriptionCount).toBe(0);
  });

  it('forgets the subscriptions of a client that went away', async () => {
    const client = await connect();
    await client.waitFor('connection_ack');
    client.start('s1');
    await client.waitFor('start_ack');
    expect(door.realtime.subscriptionCount).toBe(1);
    client.socket.terminate();
    await expect.poll(() => door.realtime.subscriptionCount).toBe(0);
  });
});
