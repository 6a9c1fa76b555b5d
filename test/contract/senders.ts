import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Outgoing, SendResult, Sender } from '../../src/app/delivery/index.ts';
import { SEND_CONTEXT } from '../outgoing.ts';
import { startServer, type LocalAnswer, type LocalRequest } from './local-server.ts';

/** How a provider speaks: what its answers look like for the addresses of a request. */
export type Dialect = {
  readonly connect: (endpoint: string, timeoutMs: number) => Sender;
  readonly message: (address: string) => Outgoing;
  readonly addressesOf: (request: LocalRequest) => readonly string[];
  /** `fates`: the provider's status per address; an address without one is left out of the answer. */
  readonly answer: (addresses: readonly string[], fates: ReadonlyMap<string, string>) => LocalAnswer | null;
  readonly error: (status: number, type: string) => LocalAnswer;
  readonly accepted: string;
  readonly retriable: string;
  readonly permanent: string;
  /** The provider takes one recipient per call. */
  readonly isOneByOne?: true;
  /** How the sender words that one message was not sent and may be sent again. */
  readonly mayTryAgain?: Partial<Extract<SendResult, { kind: 'NOT_SENT' }>>;
};

const CONTEXT = SEND_CONTEXT;

/** What the engine relies on; run against every sender. */
export function describeSender(dialect: Dialect): void {
  let respond: (request: LocalRequest) => LocalAnswer | null | 'SILENCE';
  let server: Awaited<ReturnType<typeof startServer>>;
  const batch = ['one', 'two', 'three'].map((address) => dialect.message(address));
  const addresses = batch.map(({ address }) => address);
  const [first = '', second = '', third = ''] = addresses;
  const calls = dialect.isOneByOne === true ? batch.length : 1;

  beforeEach(async () => {
    server = await startServer((request) => respond(request));
  });
  afterEach(() => server.stop());

  const send = (timeoutMs = 5_000): Promise<readonly SendResult[]> =>
    dialect.connect(server.url, timeoutMs).send(batch, CONTEXT);
  const kinds = (results: readonly SendResult[]): string[] => results.map(({ kind }) => kind);
  const answerWith = (fates: ReadonlyMap<string, string>): void => {
    respond = (request) => dialect.answer(dialect.addressesOf(request), fates);
  };

  it('sends the whole batch, and every message once', async () => {
    answerWith(new Map(addresses.map((address) => [address, dialect.accepted])));
    const accepted = { kind: 'ANSWERED', status: 'ACCEPTED', isRetriable: false };
    expect(await send()).toEqual([accepted, accepted, accepted]);
    expect(server.requests).toHaveLength(calls);
    expect(server.requests.flatMap(dialect.addressesOf).sort()).toEqual([...addresses].sort());
  });

  it('answers each message in the order of the batch, with the provider’s code', async () => {
    answerWith(
      new Map([
        [third, dialect.permanent],
        [first, dialect.retriable],
        [second, dialect.accepted],
      ]),
    );
    const results = await send();
    expect(results[0]).toMatchObject(dialect.mayTryAgain ?? { status: 'FAILED', isRetriable: true });
    expect(results[1]).toEqual({ kind: 'ANSWERED', status: 'ACCEPTED', isRetriable: false });
    expect(results[2]).toMatchObject({ status: 'FAILED', isRetriable: false });
    expect(results[2]).toHaveProperty('code');
  });

  it('calls a message unknown that the answer leaves out', async () => {
    answerWith(
      new Map([
        [first, dialect.accepted],
        [second, dialect.accepted],
      ]),
    );
    expect(kinds(await send())).toEqual(['ANSWERED', 'ANSWERED', 'UNKNOWN']);
  });

  it('is told 429 before anything is sent, and does not try again by itself', async () => {
    respond = () => dialect.error(429, 'TooManyRequestsException');
    const results = await send();
    expect(results).toHaveLength(3);
    for (const result of results) expect(result).toMatchObject({ kind: 'NOT_SENT', cause: 'THROTTLED' });
    expect(server.requests).toHaveLength(calls);
  });

  it('is refused for a malformed request', async () => {
    respond = () => dialect.error(400, 'BadRequestException');
    for (const result of await send()) expect(result).toMatchObject({ kind: 'NOT_SENT', cause: 'REFUSED' });
  });

  it('is denied where a permission is missing, so that the messages wait for it', async () => {
    respond = () => dialect.error(403, 'AccessDeniedException');
    for (const result of await send()) expect(result).toMatchObject({ kind: 'NOT_SENT', cause: 'DENIED' });
  });

  it.each([500, 503])('knows nothing after a %i, and does not try again', async (status) => {
    respond = () => dialect.error(status, 'InternalServerErrorException');
    expect(kinds(await send())).toEqual(['UNKNOWN', 'UNKNOWN', 'UNKNOWN']);
    expect(server.requests).toHaveLength(calls);
  });

  it('knows nothing when the connection breaks after the request was sent', async () => {
    respond = () => null;
    expect(kinds(await send())).toEqual(['UNKNOWN', 'UNKNOWN', 'UNKNOWN']);
    expect(server.requests).toHaveLength(calls);
  });

  it('knows nothing when no answer comes in time', async () => {
    respond = () => 'SILENCE';
    expect(kinds(await send(200))).toEqual(['UNKNOWN', 'UNKNOWN', 'UNKNOWN']);
    expect(server.requests).toHaveLength(calls);
  });

  it('has proven that nothing was sent when nobody listens', async () => {
    const { url } = server;
    await server.stop();
    const results = await dialect.connect(url, 5_000).send(batch, CONTEXT);
    for (const result of results) expect(result).toMatchObject({ kind: 'NOT_SENT', cause: 'UNREACHABLE' });
  });
}
