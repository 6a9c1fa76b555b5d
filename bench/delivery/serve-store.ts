/**
 * The sandbox's embedded DynamoDB and SQS behind a plain HTTP port, with the tables and queues of the synthesized
 * backend: `serve-store <assembly> <state folder>`. Prints its address, then waits to be ended.
 */
import { createServer, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { readAssembly } from '../../src/offline/assembly/read-assembly.ts';
import type { AwsService } from '../../src/offline/services/contract.ts';
import { createDynamoDb } from '../../src/offline/services/dynamodb/create-dynamodb.ts';
import { createSqs } from '../../src/offline/services/sqs/index.ts';

const [assemblyFolder = '', stateFolder = ''] = process.argv.slice(2);
const app = readAssembly(assemblyFolder, { endpointUrl: 'http://127.0.0.1:1' });
const { region, accountId } = app;
const dynamodb = await createDynamoDb({ folder: join(stateFolder, 'dynamodb'), region, accountId });
for (const table of app.tables) await dynamodb.ensureTable(table);
const sqs = createSqs({ queues: app.queues, clock: { now: Date.now } });

const read = (message: IncomingMessage): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    message.on('data', (part: Buffer) => parts.push(part));
    message.on('end', () => resolve(Buffer.concat(parts)));
    message.on('error', reject);
  });

const serve = async (message: IncomingMessage): Promise<Awaited<ReturnType<AwsService['handle']>>> => {
  const body = await read(message);
  const target = String(message.headers['x-amz-target'] ?? '');
  const service = target.startsWith('DynamoDB') ? 'dynamodb' : 'sqs';
  const request = {
    service,
    method: message.method ?? '',
    path: message.url ?? '/',
    query: new URLSearchParams(),
    headers: { 'x-amz-target': target, 'content-type': String(message.headers['content-type'] ?? '') },
    body,
    principal: null,
  };
  return service === 'dynamodb' ? dynamodb.handle(request) : sqs.handle(request);
};

const server = createServer((message, response) => {
  serve(message).then(
    ({ status, headers, body }) => response.writeHead(status, headers).end(body),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      response.destroy();
    },
  );
});
server.keepAliveTimeout = 65_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`);
});
process.once('SIGTERM', () => {
  server.closeAllConnections();
  void dynamodb.stop().then(() => process.exit(0));
});
