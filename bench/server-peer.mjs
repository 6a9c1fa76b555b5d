/**
 * Serves the same API with amplify-appsync-simulator over dynalite. Plain JavaScript: the peer is installed on demand,
 * so its types are not there when this repository is type-checked.
 */
import { createServer } from 'node:net';
import simulator from '@aws-amplify/amplify-appsync-simulator';
import dynalite from 'dynalite';
import { prepareApi } from './prepare-api.ts';

process.env.AWS_ACCESS_KEY_ID = 'bench';
process.env.AWS_SECRET_ACCESS_KEY = 'bench';

const [assemblyFolder, dataFolder] = process.argv.slice(2);
const { app, api, table, item, fieldName, token, body } = await prepareApi(assemblyFolder);

const store = dynalite({ path: dataFolder, createTableMs: 0 });
await new Promise((resolve) => store.listen(0, '127.0.0.1', resolve));
const endpoint = `http://127.0.0.1:${store.address().port}`;
const { DynamoDBClient, CreateTableCommand, DescribeTableCommand, PutItemCommand } =
  await import('@aws-sdk/client-dynamodb');
const client = new DynamoDBClient({ endpoint, region: app.region });
await client.send(
  new CreateTableCommand({
    TableName: table.name,
    KeySchema: table.keySchema.map(({ name, type }) => ({ AttributeName: name, KeyType: type })),
    AttributeDefinitions: table.attributeDefinitions
      .filter(({ name }) => table.keySchema.some((element) => element.name === name))
      .map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
    BillingMode: 'PAY_PER_REQUEST',
  }),
);
for (;;) {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: table.name }));
  if (Table.TableStatus === 'ACTIVE') break;
  await new Promise((resolve) => setTimeout(resolve, 20));
}
await client.send(new PutItemCommand({ TableName: table.name, Item: item }));

const templates = [];
// Templates by path: the peer parses these once, and inline ones on every call.
const located = (code, name) => {
  const place = (kind, template) => {
    const path = `${name}.${kind}.vtl`;
    templates.push({ path, content: template?.text ?? '{}' });
    return path;
  };
  return {
    requestMappingTemplateLocation: place('request', code.request),
    responseMappingTemplateLocation: place('response', code.response),
  };
};
const resolver = api.resolvers.find((candidate) => candidate.fieldName === fieldName);
const functions = resolver.functionIds.map((id) => api.functions.find((candidate) => candidate.id === id));
const used = new Set(functions.map((one) => one.dataSourceName));

const port = await freePort();
const peer = new simulator.AmplifyAppSyncSimulator({ port, wsPort: await freePort() });
await peer.init({
  schema: { content: api.schema },
  resolvers: [
    {
      kind: 'PIPELINE',
      typeName: 'Query',
      fieldName,
      functions: functions.map((one) => one.name),
      ...located(resolver.code, fieldName),
    },
  ],
  functions: functions.map((one) => ({
    name: one.name,
    dataSourceName: one.dataSourceName,
    ...located(one.code, one.name),
  })),
  dataSources: api.dataSources
    .filter((source) => used.has(source.name))
    .map((source) =>
      source.type === 'NONE'
        ? { type: 'NONE', name: source.name }
        : {
            type: 'AMAZON_DYNAMODB',
            name: source.name,
            config: { endpoint, region: app.region, tableName: source.tableName },
          },
    ),
  mappingTemplates: templates,
  appSync: {
    name: 'bench',
    defaultAuthenticationType: { authenticationType: 'AMAZON_COGNITO_USER_POOLS', cognitoUserPoolConfig: {} },
    additionalAuthenticationProviders: [{ authenticationType: 'AWS_IAM' }],
  },
});
await peer.start();
process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}/graphql`, token, body })}\n`);

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address();
      probe.close(() => resolve(free));
    });
  });
}
