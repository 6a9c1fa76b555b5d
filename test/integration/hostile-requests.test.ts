import { generateKeyPair } from 'jose';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignedRequest } from '../../src/domain/api-client/index.ts';
import { createSigV4Signer } from '../../src/server/sign-request.ts';
import { post, SEND, signAs, startApiWorld, type ApiWorld, type SigningClient } from '../api-world.ts';
import { LARGE_PAGES, manyReads, manySends, nested } from '../hostile-queries.ts';
import { subscribe } from '../realtime-probe.ts';

let world: ApiWorld;
let ownJobId: string;
const tried: { readonly name: string; readonly code: string }[] = [];

const content = { channel: 'PUSH', title: 't', body: 'b' };
const victim = { address: 'victim', channelType: 'GCM' };
const NO_CONNECTION: SignedRequest = { query: '' };

/** A request that would send, were it allowed. */
const sending = (variables: Record<string, unknown> = {}): { query: string; variables: Record<string, unknown> } => ({
  query: SEND,
  variables: { key: randomUUID(), recipients: [victim], content, ...variables },
});

type Sent = Promise<string | undefined>;

interface Trick {
  readonly client?: SigningClient;
  readonly claims?: Record<string, unknown>;
  readonly now?: number;
  /** What is posted, when it is not what was signed. */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

async function send(
  request: SignedRequest,
  { client = world.shop, claims, now, body = request, headers }: Trick = {},
): Sent {
  const authorization = await signAs(client, request, claims, now);
  return (await post(world.url, body, { authorization, ...headers })).errorType;
}

const raw = async (authorization: string | undefined, request: object = sending()): Sent =>
  (await post(world.url, request, authorization === undefined ? {} : { authorization })).errorType;

async function from(address: string, run: () => Sent): Sent {
  world.backend.sandbox.setSourceAddress(address);
  try {
    return await run();
  } finally {
    world.backend.sandbox.setSourceAddress(null);
  }
}

async function asRole(request: object, change: (headers: Record<string, string>) => void = () => undefined): Sent {
  const { sandbox } = world.backend;
  const credentials = sandbox.issueCredentials(world.roleName);
  if (credentials === undefined) throw new Error('There is no role for servers.');
  const body = JSON.stringify(request);
  const sign = createSigV4Signer({ kind: 'SIGV4', region: credentials.region, credentials: () => credentials });
  const headers = await sign({ url: new URL(world.url), request: { query: '' }, body, at: Date.now() });
  change(headers);
  return (await post(world.url, body, headers)).errorType;
}

const onDelivery = (
  jobId: string,
  customerId = 'address:0',
): { query: string; variables: Record<string, unknown> } => ({
  query:
    'subscription ($jobId: ID!, $customerId: ID!) { onDelivery(jobId: $jobId, customerId: $customerId) { status } }',
  variables: { jobId, customerId },
});

async function follow(
  client: SigningClient,
  jobId: string,
  signed: SignedRequest = onDelivery(jobId),
): Promise<string> {
  const connection = { authorization: await signAs(client, NO_CONNECTION) };
  const headers = { authorization: await signAs(client, signed) };
  return subscribe(world.url, connection, { request: onDelivery(jobId), headers });
}

/** A member of staff follows one customer of a job. */
const followAs = (authorization: string, jobId: string, customerId: string): Promise<string> =>
  subscribe(world.url, { authorization }, { request: onDelivery(jobId, customerId), headers: { authorization } });

/** What is tried, the code that refuses it, and how. */
const HOSTILE: readonly (readonly [name: string, code: string, run: () => Sent])[] = [
  ['no authorization at all', 'UnauthorizedException', () => raw(undefined)],
  ['a right address and no signature', 'UnauthorizedException', () => raw('Bonghwa let-me-in')],
  [
    'a token without the scheme word',
    'UnauthorizedException',
    async () => {
      const request = sending();
      return raw((await signAs(world.shop, request)).replace('Bonghwa ', ''), request);
    },
  ],
  [
    'a signature of somebody else',
    'UnauthorizedException',
    async () => send(sending(), { client: { ...world.shop, key: (await generateKeyPair('EdDSA')).privateKey } }),
  ],
  [
    'a key that is not registered',
    'UnauthorizedException',
    () => send(sending(), { client: { ...world.shop, keyId: 'ghost' } }),
  ],
  [
    'a client that is not registered',
    'UnauthorizedException',
    () => send(sending(), { client: { ...world.shop, clientId: 'ghost' } }),
  ],
  ['the name of another client', 'UnauthorizedException', () => send(sending(), { claims: { iss: 'other' } })],
  [
    'an HMAC made with the public key’s name',
    'UnauthorizedException',
    () => send(sending(), { client: { ...world.shop, alg: 'HS256', key: Buffer.from(world.other.material) } }),
  ],
  [
    'a token without a signature',
    'UnauthorizedException',
    async () => {
      const request = sending();
      const [, claims = ''] = (await signAs(world.shop, request)).split('.');
      const head = Buffer.from(JSON.stringify({ alg: 'none', kid: world.shop.keyId })).toString('base64url');
      return raw(`Bonghwa ${head}.${claims}.`, request);
    },
  ],
  [
    'a replayed request',
    'REQUEST_REPLAYED',
    async () => {
      const request = { query: 'query { apiJob(jobId: "none") { jobId } }' };
      const authorization = await signAs(world.shop, request);
      await raw(authorization, request);
      return raw(authorization, request);
    },
  ],
  ['a clock an hour behind', 'TOKEN_STALE', () => send(sending(), { now: Date.now() - 3_600_000 })],
  ['a clock an hour ahead', 'TOKEN_STALE', () => send(sending(), { now: Date.now() + 3_600_000 })],
  [
    'a token for a day',
    'TOKEN_LIFETIME',
    () => send(sending(), { claims: { exp: Math.floor(Date.now() / 1000) + 86_400 } }),
  ],
  ['a token without a nonce', 'TOKEN_MALFORMED', () => send(sending(), { claims: { jti: '' } })],
  [
    'changed variables',
    'REQUEST_TAMPERED',
    () => send(sending(), { body: sending({ recipients: [{ ...victim, address: 'other' }] }) }),
  ],
  [
    'a changed query',
    'REQUEST_TAMPERED',
    async () => {
      const request = sending();
      return send(request, { body: { ...request, query: request.query.replace('reason', 'reason endpointId') } });
    },
  ],
  [
    'an added operation name',
    'REQUEST_TAMPERED',
    async () => {
      const request = sending();
      return send(request, { body: { ...request, operationName: 'Send' } });
    },
  ],
  ['an address outside the firewall', 'WAFForbiddenException', () => from('198.51.100.7', () => send(sending()))],
  [
    'an address outside the firewall that claims another',
    'WAFForbiddenException',
    () => from('198.51.100.7', () => send(sending(), { headers: { 'x-forwarded-for': '127.0.0.1' } })),
  ],
  [
    'an address inside the firewall that is another client’s',
    'IP_NOT_ALLOWED',
    async () => send(sending(), { client: await world.addClient('elsewhere', { cidrs: ['203.0.113.0/24'] }) }),
  ],
  [
    'the same with a forged x-forwarded-for',
    'IP_NOT_ALLOWED',
    async () =>
      send(sending(), {
        client: await world.addClient('elsewhere2', { cidrs: ['203.0.113.0/24'] }),
        headers: { 'x-forwarded-for': '203.0.113.5' },
      }),
  ],
  [
    'a client that was switched off',
    'CLIENT_DISABLED',
    async () => send(sending(), { client: await world.addClient('retired', { isActive: false }) }),
  ],
  [
    'a template of another client',
    'TEMPLATE_NOT_ALLOWED',
    () => send(sending({ templateId: world.templateId, content: undefined }), { client: world.other }),
  ],
  [
    'content by a client that sends templates',
    'INLINE_NOT_ALLOWED',
    async () => send(sending(), { client: await world.addClient('templates', { mayInline: false }) }),
  ],
  [
    'an operation that is not the client’s',
    'OPERATION_NOT_ALLOWED',
    async () => send(sending(), { client: await world.addClient('launcher', { operations: ['LAUNCH_CAMPAIGN'] }) }),
  ],
  [
    'more than a minute’s quota',
    'OVER_QUOTA',
    async () =>
      send(sending({ recipients: [victim, { ...victim, address: 'second' }] }), {
        client: await world.addClient('small', { minute: 1 }),
      }),
  ],
  [
    'more than a day’s quota',
    'OVER_QUOTA',
    async () =>
      send(sending({ recipients: [victim, { ...victim, address: 'second' }] }), {
        client: await world.addClient('smaller', { day: 1 }),
      }),
  ],
  [
    'an unknown recipient among known ones',
    'UNKNOWN_RECIPIENT',
    () => send(sending({ recipients: [victim, { customerId: 'nobody' }] })),
  ],
  [
    '101 recipients',
    'TOO_MANY_RECIPIENTS',
    () =>
      send(sending({ recipients: Array.from({ length: 101 }, (_, index) => ({ ...victim, address: `v-${index}` })) })),
  ],
  [
    'an address that would write a header',
    'INVALID_RECIPIENT',
    () =>
      send(
        sending({
          content: { channel: 'EMAIL', subject: 's', html: 'h' },
          recipients: [{ address: 'a@b.kr\r\nBcc: x@y.kr' }],
        }),
      ),
  ],
  [
    'words that run code',
    'UNKNOWN_TEMPLATE_VARIABLE',
    () => send(sending({ content: { ...content, body: '{{constructor.constructor}}' } })),
  ],
  [
    'an advertisement passed off as a transaction',
    'AD_LABEL',
    async () => {
      const request = sending();
      return send({ ...request, query: request.query.replace('TRANSACTIONAL', 'AD') });
    },
  ],
  [
    'a body of more than 1 MB',
    'BadRequestException',
    () => send(sending({ content: { ...content, body: 'x'.repeat(1_100_000) } })),
  ],
  [
    'a body that is no JSON',
    'MalformedHttpRequestException',
    async () =>
      (await post(world.url, '{"query":', { authorization: await signAs(world.shop, NO_CONNECTION) })).errorType,
  ],
  ['a query without a bottom', 'QueryDepthLimitReached', () => raw(world.viewer, { query: nested(6) })],
  ['a flood of aliases', 'ResolverCountLimitReached', () => send({ query: manyReads(300) })],
  [
    'eleven sends in one request',
    'TOO_MANY_SENDS',
    () => send({ query: manySends(11), variables: sending().variables }),
  ],
  ['a flood of aliases by a role', 'ResolverCountLimitReached', () => asRole({ query: manyReads(300) })],
  ...LARGE_PAGES.map(([name, query]) => [name, 'LIMIT_TOO_LARGE', () => raw(world.viewer, { query })] as const),
  ['introspection by a server', 'UnauthorizedException', () => send({ query: '{ __schema { types { name } } }' })],
  [
    'introspection under an alias, by a stale token',
    'UnauthorizedException',
    () => send({ query: '{ a: __type(name: "Query") { name } }' }, { now: Date.now() - 3_600_000 }),
  ],
  ['the members, read by a server', 'Unauthorized', () => send({ query: '{ listCustomers { items { id } } }' })],
  [
    'a template, written by a server',
    'Unauthorized',
    () => send({ query: 'mutation { publishTemplateVersion(templateId: "x", version: 1) { id } }' }),
  ],
  ['the registration of clients, by a server', 'Unauthorized', () => send({ query: '{ apiClients { clientId } }' })],
  [
    'a call to servers’ fields by a person',
    'Unauthorized',
    () => raw(world.admin, { query: '{ apiJob(jobId: "x") { jobId } }' }),
  ],
  [
    'the registration of clients, by a viewer',
    'Unauthorized',
    () => raw(world.viewer, { query: '{ apiClients { clientId } }' }),
  ],
  [
    'a job of another client',
    'NOT_FOUND',
    () => send({ query: `{ apiJob(jobId: "${ownJobId}") { phase } }` }, { client: world.other }),
  ],
  ['a role from an address outside its policy', 'Unauthorized', () => from('198.51.100.7', () => asRole(sending()))],
  [
    'a role that publishes progress',
    'Unauthorized',
    () =>
      asRole({
        query:
          'mutation { publishDelivery(jobId: "j", customerId: "c", endpointId: "e", channel: PUSH, status: ACCEPTED, at: "2026-11-24T00:00:00Z") { jobId } }',
      }),
  ],
  [
    'a role that claims an address of its client',
    'IP_NOT_ALLOWED',
    () =>
      world.whileShopIsElsewhere(() => asRole(sending(), (headers) => (headers['x-forwarded-for'] = '203.0.113.5'))),
  ],
  ['a role that reads members', 'Unauthorized', () => asRole({ query: '{ listCustomers { items { id } } }' })],
  [
    'a role whose signature was changed',
    'UnauthorizedException',
    () =>
      asRole(
        sending(),
        (headers) =>
          void (headers['authorization'] = (headers['authorization'] ?? '').replace(/[0-9a-f]{8}$/, '00000000')),
      ),
  ],
  ['a connection without a token', 'UnauthorizedException', () => subscribe(world.url, {})],
  [
    'a connection with a token for something else',
    'UnauthorizedException',
    async () => subscribe(world.url, { authorization: await signAs(world.shop, sending()) }),
  ],
  [
    'a connection from an address that is not the client’s',
    'UnauthorizedException',
    () =>
      from('198.51.100.7', async () =>
        subscribe(world.url, { authorization: await signAs(world.shop, NO_CONNECTION) }),
      ),
  ],
  ['a subscription to another client’s job', 'NOT_FOUND', () => follow(world.other, ownJobId)],
  ['a subscription to a job that never was', 'NOT_FOUND', () => followAs(world.viewer, 'no-such-job', 'm-1')],
  ['a subscription to a name without an end', 'INVALID_INPUT', () => followAs(world.viewer, ownJobId, 'x'.repeat(501))],
  [
    'a subscription signed for another job',
    'REQUEST_TAMPERED',
    () => follow(world.shop, ownJobId, onDelivery('other')),
  ],
  [
    'a subscription to a whole job’s progress by a server',
    'Unauthorized',
    async () => {
      const request = { query: `subscription { onJobProgress(jobId: "${ownJobId}") { seq } }` };
      const connection = { authorization: await signAs(world.shop, NO_CONNECTION) };
      return subscribe(world.url, connection, {
        request,
        headers: { authorization: await signAs(world.shop, request) },
      });
    },
  ],
  [
    'a mutation over the socket',
    'UnsupportedOperation',
    async () => {
      const connection = { authorization: await signAs(world.shop, NO_CONNECTION) };
      const request = sending();
      return subscribe(world.url, connection, {
        request,
        headers: { authorization: await signAs(world.shop, request) },
      });
    },
  ],
];

beforeAll(async () => {
  world = await startApiWorld();
  // A job that sends to nobody: an advertisement to an address that never agreed.
  const request = sending({ content: { channel: 'PUSH', title: '(광고) t', body: '무료수신거부: 앱 설정' } });
  request.query = request.query.replace('TRANSACTIONAL', 'AD');
  const { data } = await post(world.url, request, { authorization: await signAs(world.shop, request) });
  ownJobId = (data?.['sendMessages'] as { jobId: string }).jobId;
});
afterAll(async () => {
  const refused = tried.filter(({ code }, index) => HOSTILE[index]?.[1] === code).length;
  const sent = world.backend.sandbox.outbox.counts().total;
  console.log(`Hostile requests: tried ${tried.length}, refused as designed ${refused}, messages sent ${sent}.`);
  await world.backend.stop();
});

describe('a hostile request', () => {
  it.each(HOSTILE)('with %s is refused: %s', async (name, code, run) => {
    const answered = (await run()) ?? 'ACCEPTED';
    tried.push({ name, code: answered });
    expect(answered).toBe(code);
  });

  it('leaves a hundred notes for each job and caller, however many it asks for at once', async () => {
    const follow = (index: number) => followAs(world.admin, ownJobId, `m-${index}`);
    const answers = await Promise.all(Array.from({ length: 105 }, (_, index) => follow(index)));
    expect(answers.filter((answer) => answer === 'start_ack')).toHaveLength(100);
    expect(answers.filter((answer) => answer === 'TOO_MANY_WATCHES')).toHaveLength(5);
    // Whom it follows already it may follow again, and others follow whom they like.
    expect(await follow(answers.indexOf('start_ack'))).toBe('start_ack');
    expect(await followAs(world.viewer, ownJobId, 'm-900')).toBe('start_ack');
  });

  it('sends nothing, and an honest one still gets through', async () => {
    expect(HOSTILE.length).toBeGreaterThanOrEqual(30);
    expect(world.backend.sandbox.outbox.counts().total).toBe(0);
    expect(await follow(world.shop, ownJobId)).toBe('start_ack');
    expect(await send({ query: `{ apiJob(jobId: "${ownJobId}") { phase } }` })).toBeUndefined();
  });
});
