import { LambdaClient } from '@aws-sdk/client-lambda';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Lambda's Invoke on this machine, for one handler: what it throws is a function error, as there. */
export async function startFunction(handler: (event: unknown) => Promise<unknown>) {
  const server = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      try {
        response.end(JSON.stringify(await handler(JSON.parse(body))));
      } catch (error) {
        response.setHeader('x-amz-function-error', 'Unhandled');
        response.end(JSON.stringify({ errorMessage: String(error) }));
      }
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    client: new LambdaClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'ap-northeast-2',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    }),
    stop: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
