import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type LocalRequest = {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
};
export type LocalAnswer = {
  readonly status: number;
  /** A string is sent as it is, anything else as JSON. */
  readonly body: unknown;
  readonly headers?: Record<string, string>;
};

/** An HTTP server on a free loopback port; null closes the connection without an answer, SILENCE keeps it open. */
export async function startServer(answer: (request: LocalRequest) => LocalAnswer | null | 'SILENCE') {
  const requests: LocalRequest[] = [];
  const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = '';
    for await (const chunk of message) body += String(chunk);
    const { method = '', url: path = '', headers } = message;
    const request = { method, path, body, headers };
    requests.push(request);
    const answered = answer(request);
    if (answered === 'SILENCE') return;
    if (answered === null) {
      message.socket.destroy();
      return;
    }
    response.writeHead(answered.status, { 'content-type': 'application/json', ...answered.headers });
    response.end(typeof answered.body === 'string' ? answered.body : JSON.stringify(answered.body));
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
