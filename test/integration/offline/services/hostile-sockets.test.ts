import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { generateClient } from 'aws-amplify/data';
import { LIBRARY_APP, startBackend, type RunningBackend } from '../../../backends-under-test.ts';
import { configureAmplify, signInAs } from '../../../amplify-client.ts';
import type { Schema } from '../../../fixtures/library-app/amplify/data/resource.ts';

let backend: RunningBackend;
let port: number;
const uncaught: unknown[] = [];
const note = (error: unknown): void => void uncaught.push(error);

beforeAll(async () => {
  backend = await startBackend(LIBRARY_APP);
  port = Number(new URL(backend.sandbox.url).port);
});
afterAll(() => backend.stop());
beforeEach(() => {
  uncaught.length = 0;
  process.on('uncaughtExceptionMonitor', note);
  process.on('unhandledRejection', note);
});
afterEach(async () => {
  await delay(50);
  process.off('uncaughtExceptionMonitor', note);
  process.off('unhandledRejection', note);
  expect(uncaught).toEqual([]);
});

/** Sends bytes as they are; the first line of the answer, or that the connection was closed without one. */
function ask(text: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    const timer = setTimeout(
      () => reject(new Error(`No answer within 3 s to ${JSON.stringify(String(text).slice(0, 80))}`)),
      3000,
    );
    const end = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 'closed');
    };
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString('latin1');
      if (answer.includes('\r\n')) end();
    });
    socket.on('error', end);
    socket.on('close', end);
  });
}

const HANDSHAKE = 'Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';
const upgrade = (target: string, headers = ''): string =>
  `GET ${target} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n${HANDSHAKE}${headers}\r\n`;
const get = (target: string, headers = 'Host: localhost\r\n'): string => `GET ${target} HTTP/1.1\r\n${headers}\r\n`;

async function worksStill(): Promise<void> {
  const response = await fetch(backend.sandbox.graphqlUrl, { method: 'POST', body: '{"query":"{ __typename }"}' });
  expect(response.status).toBe(401);
}

describe('a socket that does what it likes', () => {
  it.each([
    ['//', '404'],
    ['///', '404'],
    ['//graphql/realtime', '404'],
    ['http://', '404'],
    ['http://[/x', '404'],
    ['/%', '404'],
    ['/graphql/realtime%', '404'],
    ['/elsewhere', '404'],
    ['/graphql/realtime', '400'],
    ['/graphql/realtime?header=%&%ff=%E0', '400'],
    [`/${'x'.repeat(30_000)}`, '431'],
  ])('S30 gets an answer when it upgrades to %s', async (target, status) => {
    expect(await ask(upgrade(target))).toBe(status);
    await worksStill();
  });

  it.each([
    ['no subprotocol that it knows', 'Sec-WebSocket-Protocol: chat\r\n', '400'],
    ['a header that is no JSON', 'Sec-WebSocket-Protocol: graphql-ws, header-%%%\r\n', '101'],
    ['a version of its own', 'Sec-WebSocket-Protocol: graphql-ws\r\nSec-WebSocket-Version: x\r\n', '400'],
    ['a broken extension', 'Sec-WebSocket-Protocol: graphql-ws\r\nSec-WebSocket-Extensions: ;;=\r\n', '101|400'],
  ])('S30 gets an answer when it upgrades with %s', async (_name, headers, status) => {
    expect(await ask(upgrade('/graphql/realtime', headers))).toMatch(new RegExp(`^(?:${status})$`));
    await worksStill();
  });

  it.each(['/elsewhere', '/graphql/realtime', '//'])('S30 may reset 50 upgrades to %s at once', async (target) => {
    const sockets = await Promise.all(
      Array.from(
        { length: 50 },
        () =>
          new Promise<Socket>((resolve) => {
            const socket = connect(port, '127.0.0.1', () => {
              socket.write(upgrade(target, 'Sec-WebSocket-Protocol: graphql-ws\r\n'));
              resolve(socket);
            });
            socket.on('error', () => undefined);
          }),
      ),
    );
    for (const socket of sockets) socket.resetAndDestroy();
    await delay(200);
    await worksStill();
  });

  it('S30 may reset requests in the middle of their bodies', async () => {
    for (let n = 0; n < 20; n += 1) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      await new Promise<void>((resolve) =>
        socket.write('POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{"query":', () =>
          resolve(),
        ),
      );
      socket.resetAndDestroy();
    }
    await worksStill();
  });

  it.each([
    [get('//'), '404'],
    [get('/%'), '404'],
    [get('http://localhost/'), '200'],
    [get('http://['), '200'],
    [get('/', 'Host: \r\n'), '403'],
    [get('/', 'Host: [::1\r\n'), '403'],
    [get('/', 'Host: evil.example\r\n'), '403'],
    [get('/', ''), '400'],
    [get('/_sandbox/%E0%A4%A'), '404'],
    [get('/_bonghwa/..%2f..%2fpackage.json'), '404'],
    [get('/%ff/.well-known/jwks.json'), '404'],
    [get('/', `Host: localhost\r\nX: ${'x'.repeat(40_000)}\r\n`), '431'],
    ['GET / HTTP/9.9\r\n\r\n', '400'],
    ['nonsense\r\n\r\n', '400'],
    [Buffer.from([0x16, 0x03, 0x01, 0x00, 0xa5, 0x01, 0x00]), '400'],
    ['OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n', '200'],
    ['CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n', 'closed'],
    ['TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n', '404'],
    ['POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n', '400'],
    ['POST /graphql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZ\r\n', '400'],
  ])('S30 gets an answer for %j', async (text, status) => {
    expect(await ask(text)).toBe(status);
    await worksStill();
  });

  it.each(['/bucket/%', '/2015-03-31/functions/%ff/invocations', '/v1/apps/%E0%A4%A/messages'])(
    'S30 is told that %s is no path of a service',
    async (path) => {
      const credential = 'AWS4-HMAC-SHA256 Credential=A/20260101/r/s3/aws4_request, SignedHeaders=host, Signature=0';
      expect(await ask(get(path, `Host: localhost\r\nAuthorization: ${credential}\r\n`))).toBe('400');
    },
  );

  it.each(['constructor', '__proto__', 'toString'])('S30 is told that Cognito has no operation %s', async (name) => {
    for (const [prefix, service] of [
      ['AWSCognitoIdentityProviderService', 'user pools'],
      ['AWSCognitoIdentityService', 'identity pools'],
    ]) {
      const response = await fetch(backend.sandbox.url, {
        method: 'POST',
        headers: { 'x-amz-target': `${prefix}.${name}`, 'content-type': 'application/x-amz-json-1.1' },
        body: '{}',
      });
      expect(response.status, service).toBe(501);
    }
  });

  it('S30 changes nothing for those who behave', async () => {
    configureAmplify(backend);
    await signInAs(backend, 'librarian@example.com', ['librarians']);
    expect((await generateClient<Schema>().models.Shelf.create({ label: 'A' })).errors).toBeUndefined();
  });
});
