/** The yardstick of bench/api.ts: amplify-appsync-simulator answering one field from a NONE data source. Plain JavaScript, as server-peer.mjs. */
import { createServer } from 'node:net';
import simulator from '@aws-amplify/amplify-appsync-simulator';

const port = await freePort();
const peer = new simulator.AmplifyAppSyncSimulator({ port, wsPort: await freePort() });
await peer.init({
  schema: { content: 'type Query { hello: String }\nschema { query: Query }' },
  resolvers: [
    {
      kind: 'UNIT',
      typeName: 'Query',
      fieldName: 'hello',
      dataSourceName: 'none',
      requestMappingTemplateLocation: 'request.vtl',
      responseMappingTemplateLocation: 'response.vtl',
    },
  ],
  functions: [],
  dataSources: [{ type: 'NONE', name: 'none' }],
  mappingTemplates: [
    { path: 'request.vtl', content: '{"version": "2018-05-29", "payload": "hello"}' },
    { path: 'response.vtl', content: '$util.toJson($ctx.result)' },
  ],
  appSync: {
    name: 'bench',
    apiKey: 'bench',
    defaultAuthenticationType: { authenticationType: 'API_KEY' },
    additionalAuthenticationProviders: [],
  },
});
await peer.start();
process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}/graphql` })}\n`);

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address();
      probe.close(() => resolve(free));
    });
  });
}
