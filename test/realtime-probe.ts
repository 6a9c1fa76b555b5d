import { WebSocket } from 'ws';

interface Message {
  readonly type: string;
  readonly payload?: { readonly errors?: readonly { readonly errorType?: string }[] };
}

/** Connects to AppSync's realtime endpoint and, when that works, starts one subscription; how it ended. */
export async function subscribe(
  graphqlUrl: string,
  connection: Record<string, string>,
  start?: { readonly request: object; readonly headers: Record<string, string> },
): Promise<string> {
  const url = new URL(`${graphqlUrl}/realtime`);
  const header = Buffer.from(JSON.stringify({ host: url.host, ...connection })).toString('base64url');
  url.protocol = 'ws:';
  const socket = new WebSocket(url, ['graphql-ws', `header-${header}`]);
  try {
    return await new Promise<string>((resolve, reject) => {
      socket.on('error', reject);
      socket.on('unexpected-response', (_request, response) => resolve(`HTTP ${response.statusCode ?? 0}`));
      socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init' })));
      socket.on('message', (data: Buffer) => {
        const message = JSON.parse(data.toString('utf8')) as Message;
        if (message.type === 'connection_ack' && start === undefined) resolve('connection_ack');
        if (message.type === 'connection_ack' && start !== undefined) {
          const authorization = { host: url.host, ...start.headers };
          const payload = { data: JSON.stringify(start.request), extensions: { authorization } };
          socket.send(JSON.stringify({ id: 's1', type: 'start', payload }));
        }
        if (message.type === 'start_ack') resolve('start_ack');
        if (message.type === 'connection_error' || message.type === 'error') {
          resolve(message.payload?.errors?.[0]?.errorType ?? message.type);
        }
      });
    });
  } finally {
    socket.terminate();
  }
}
