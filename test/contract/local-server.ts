import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type LocalRequest = { readonly method: string; readonly path: string; readonly body: string };
export type LocalAnswer = {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
};

/** An HTTP server on a free loopback port; an answer of null closes the connection without one. */
export async function startServer(answer: (request: LocalRequest) => LocalAnswer | null) {
  const requests: LocalRequest[] = [];
  const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = '';
    for await (const chunk of message) body += String(chunk);
    const request = { method: message.method ?? '', path: message.url ?? '', body };
    requests.push(request);
    const answered = answer(request);
    if (answered === null) {
      message.socket.destroy();
      return;
    }
    response.writeHead(answered.status, { 'content-type': 'application/json', ...answered.headers });
    response.end(JSON.stringify(answered.body));
  };
  const server = createServer((message, response) => void serve(message, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    stop: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
