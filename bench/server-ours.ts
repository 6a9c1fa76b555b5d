/** Serves the API with the offline sandbox's executor, store and authenticator; prints where, then waits to be ended. */
import { createServer } from 'node:http';
import { createAuthenticator } from '../src/offline/auth/create-authenticator.ts';
import { createCredentialStore } from '../src/offline/auth/credential-store.ts';
import { createExecutor, createGraphqlHttpHandler } from '../src/offline/graphql/index.ts';
import { compileJs } from '../src/offline/resolvers/js/compile-js.ts';
import { compileVtl } from '../src/offline/resolvers/vtl/compile-vtl.ts';
import { createDynamoDb } from '../src/offline/services/dynamodb/create-dynamodb.ts';
import { noFunctions, prepareApi } from './prepare-api.ts';
import { createFrontGate } from '../src/offline/http/front-gate.ts';

const [assemblyFolder = '', dataFolder = ''] = process.argv.slice(2);
const { app, api, table, item, cognito, token, body } = await prepareApi(assemblyFolder);
const clock = { now: Date.now };
const dynamodb = await createDynamoDb({ folder: dataFolder, region: app.region, accountId: app.accountId });
await dynamodb.ensureTable(table);
await dynamodb.call('PutItem', { TableName: table.name, Item: item });

const authenticate = createAuthenticator({
  api,
  userPools: cognito.keys,
  credentials: createCredentialStore({ seed: 'bench' }),
  roles: app.roles,
  lambda: noFunctions,
  clock,
  accountId: app.accountId,
  region: app.region,
  log: () => undefined,
});
const executor = createExecutor({
  api,
  compileVtl,
  compileJs,
  dynamodb,
  lambda: noFunctions,
  clock,
  region: app.region,
});
const handle = createGraphqlHttpHandler({ executor, authenticate, clock, gate: createFrontGate([]) });

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => void handle(request, response, Buffer.concat(chunks).toString()));
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}/graphql`, token, body })}\n`);
});
