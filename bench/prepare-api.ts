import { readAssembly } from '../src/offline/assembly/read-assembly.ts';
import type { CloudApp, GraphqlApi, Table } from '../src/offline/assembly/resources.ts';
import { buildSchema } from '../src/offline/graphql/build-schema.ts';
import type { LambdaRuntime } from '../src/offline/services/contract.ts';
import { createCognitoIdp, type CognitoIdp } from '../src/offline/services/cognito-idp/index.ts';

const MODEL = 'Template';
const FIELD = `get${MODEL}`;

/** What both servers run: the generated `getTemplate` of a synthesized backend, one row to get, and a signed-in user. */
export interface BenchApi {
  readonly app: CloudApp;
  readonly api: GraphqlApi;
  readonly table: Table;
  readonly fieldName: string;
  /** The row, as typed attribute values. */
  readonly item: Record<string, unknown>;
  readonly cognito: CognitoIdp;
  readonly token: string;
  readonly body: string;
}

export const noFunctions: LambdaRuntime = {
  invoke: async () => Promise.reject(new Error('The benchmark runs no functions.')),
  stop: async () => undefined,
};

export async function prepareApi(assemblyFolder: string): Promise<BenchApi> {
  const app = readAssembly(assemblyFolder, { endpointUrl: 'http://127.0.0.1:1' });
  const [api] = app.apis;
  const [pool] = app.userPools;
  const source = api?.dataSources.find((candidate) => candidate.name === `${MODEL}Table`);
  const table = app.tables.find(
    (candidate) => source?.type === 'AMAZON_DYNAMODB' && candidate.name === source.tableName,
  );
  if (api === undefined || pool === undefined || table === undefined) {
    throw new Error(`The backend in ${assemblyFolder} has no API with a user pool and a model ${MODEL}.`);
  }
  const fields = leafFields(api);
  const item = Object.fromEntries(fields.map((field) => [field.name, field.example]));
  const key = table.keySchema.map((element) => element.name);
  const query = `query Get(${key.map((name) => `$${name}: ID!`).join(', ')}) {
  ${FIELD}(${key.map((name) => `${name}: $${name}`).join(', ')}) { ${fields.map((field) => field.name).join(' ')} }
}`;
  const cognito = createCognitoIdp({
    userPools: app.userPools,
    clock: { now: Date.now },
    region: app.region,
    lambda: noFunctions,
    deliver: () => undefined,
  });
  const token = await signIn(
    cognito,
    pool.id,
    pool.clients[0]?.id ?? '',
    pool.groups.map((group) => group.name),
  );
  return {
    app,
    api,
    table,
    fieldName: FIELD,
    item,
    cognito,
    token,
    body: JSON.stringify({ query, variables: Object.fromEntries(key.map((name) => [name, 'text'])) }),
  };
}

interface LeafField {
  readonly name: string;
  readonly example: Record<string, unknown>;
}

/** The fields of the model without selections of their own. (The peer's folder has a graphql of its own: none is imported here.) */
function leafFields(api: GraphqlApi): LeafField[] {
  const schema = buildSchema(api.schema);
  const model = schema.getType(MODEL);
  if (!model || !('getFields' in model)) throw new Error(`The schema has no type ${MODEL}.`);
  const fields: readonly { readonly name: string; readonly type: unknown }[] = Object.values(model.getFields());
  return fields.flatMap((field): LeafField[] => {
    const typeText = String(field.type);
    const named = schema.getType(typeText.replaceAll(/[![\]]/g, ''));
    if (!named || 'getFields' in named) return [];
    if (typeText.startsWith('[')) return [{ name: field.name, example: { L: [] } }];
    const example = 'getValues' in named ? { S: named.getValues()[0]?.name } : scalarExample(named.name);
    return [{ name: field.name, example }];
  });
}

function scalarExample(name: string): Record<string, unknown> {
  switch (name) {
    case 'Int':
    case 'Float':
    case 'AWSTimestamp':
      return { N: '1' };
    case 'Boolean':
      return { BOOL: true };
    case 'AWSDateTime':
      return { S: '2026-11-23T00:00:00.000Z' };
    case 'AWSJSON':
      return { M: { a: { N: '1' } } };
    case 'ID':
    case 'String':
      return { S: 'text' };
    default:
      throw new Error(`The benchmark has no example of a ${name}.`);
  }
}

async function signIn(
  cognito: CognitoIdp,
  userPoolId: string,
  clientId: string,
  groups: readonly string[],
): Promise<string> {
  const password = 'Bench-Password-1';
  await cognito.createUser({ userPoolId, email: 'bench@example.com', password, groups });
  const body = {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: clientId,
    AuthParameters: { USERNAME: 'bench@example.com', PASSWORD: password },
  };
  const response = await cognito.handle({
    service: 'cognito-idp',
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' },
    body: Buffer.from(JSON.stringify(body)),
    principal: null,
  });
  const answer: unknown = JSON.parse(response.body.toString());
  const result =
    typeof answer === 'object' && answer !== null && 'AuthenticationResult' in answer
      ? answer.AuthenticationResult
      : undefined;
  if (
    typeof result === 'object' &&
    result !== null &&
    'AccessToken' in result &&
    typeof result.AccessToken === 'string'
  ) {
    return result.AccessToken;
  }
  throw new Error(`Signing in failed: ${response.body.toString()}`);
}
