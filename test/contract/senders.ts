import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Outgoing, SendResult, Sender } from '../../src/app/delivery/index.ts';
import { SEND_CONTEXT } from '../outgoing.ts';
import { startServer, type LocalAnswer, type LocalRequest } from './local-server.ts';

/** How a provider speaks: what its answers look like for the addresses of a request. */
export type Dialect = {
  readonly connect: (endpoint: string) => Sender;
  readonly message: (address: string) => Outgoing;
  readonly addressesOf: (request: LocalRequest) => readonly string[];
  /** `fates`: the provider's status per address; an address without one is left out of the answer. */
  readonly answer: (addresses: readonly string[], fates: ReadonlyMap<string, string>) => LocalAnswer;
  readonly error: (status: number, type: string) => LocalAnswer;
  readonly accepted: string;
  readonly retriable: string;
  readonly permanent: string;
};

const CONTEXT = SEND_CONTEXT;

/** What the engine relies on; run against every sender. */
export function describeSender(dialect: Dialect): void {
  let respond: (request: LocalRequest) => LocalAnswer | null;
  let server: Awaited<ReturnType<typeof startServer>>;
  const batch = ['one', 'two', 'three'].map((address) => dialect.message(address));
  const addresses = batch.map(({ address }) => address);
  const [first = '', second = '', third = ''] = addresses;

  beforeEach(async () => {
    server = await startServer((request) => respond(request));
  });
  afterEach(() => server.stop());

  const send = (): Promise<readonly SendResult[]> => dialect.connect(server.url).send(batch, CONTEXT);
  const kinds = (results: readonly SendResult[]): string[] => results.map(({ kind }) => kind);

  it('sends the whole batch by one call', async () => {
    respond = (request) =>
      dialect.answer(dialect.addressesOf(request), new Map(addresses.map((a) => [a, dialect.accepted])));
    const accepted = { kind: 'ANSWERED', status: 'ACCEPTED', isRetriable: false };
    expect(await send()).toEqual([accepted, accepted, accepted]);
    expect(server.requests).toHaveLength(1);
    expect(server.requests.flatMap(dialect.addressesOf)).toEqual(addresses);
  });

  it('answers each message in the order of the batch, with the provider’s code', async () => {
    const fates = new Map([
      [third, dialect.permanent],
      [first, dialect.retriable],
      [second, dialect.accepted],
    ]);
    respond = (request) => dialect.answer(dialect.addressesOf(request), fates);
    const results = await send();
    expect(results[0]).toMatchObject({ status: 'FAILED', isRetriable: true });
    expect(results[1]).toEqual({ kind: 'ANSWERED', status: 'ACCEPTED', isRetriable: false });
    expect(results[2]).toMatchObject({ status: 'FAILED', isRetriable: false });
    expect(results[2]).toHaveProperty('code');
  });

  it('calls a message unknown that the answer leaves out', async () => {
    respond = (request) =>
      dialect.answer(
        dialect.addressesOf(request).slice(0, 2),
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
    expect(server.requests).toHaveLength(1);
  });

  it('is refused for a malformed request', async () => {
    respond = () => dialect.error(400, 'BadRequestException');
    for (const result of await send()) expect(result).toMatchObject({ kind: 'NOT_SENT', cause: 'REFUSED' });
  });

  it.each([500, 503])('knows nothing after a %i, and does not try again', async (status) => {
    respond = () => dialect.error(status, 'InternalServerErrorException');
    expect(kinds(await send())).toEqual(['UNKNOWN', 'UNKNOWN', 'UNKNOWN']);
    expect(server.requests).toHaveLength(1);
  });

  it('knows nothing when the connection breaks after the request was sent', async () => {
    respond = () => null;
    expect(kinds(await send())).toEqual(['UNKNOWN', 'UNKNOWN', 'UNKNOWN']);
    expect(server.requests).toHaveLength(1);
  });

  it('has proven that nothing was sent when nobody listens', async () => {
    const { url } = server;
    await server.stop();
    const results = await dialect.connect(url).send(batch, CONTEXT);
    for (const result of results) expect(result).toMatchObject({ kind: 'NOT_SENT', cause: 'UNREACHABLE' });
  });
}
