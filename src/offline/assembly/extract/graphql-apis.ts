import * as z from 'zod';
import type { ResourceView } from '../attributes/resource-view.ts';
import { AssemblyError } from '../errors.ts';
import type { AppsyncFunction, AuthProvider, DataSourceDefinition, GraphqlApi, Resolver } from '../resources.ts';
import { describe } from '../stack.ts';
import { functionArn, functionName } from './function-arn.ts';
import type { Inventory } from './inventory.ts';
import { numeric, readProperty } from './read-property.ts';
import { readResolverCode } from './resolver-code.ts';

const AUTH_MODES = ['API_KEY', 'AWS_IAM', 'AMAZON_COGNITO_USER_POOLS', 'OPENID_CONNECT', 'AWS_LAMBDA'] as const;

const providerSchema = z.object({
  AuthenticationType: z.enum(AUTH_MODES),
  UserPoolConfig: z.object({ UserPoolId: z.string() }).optional(),
  OpenIDConnectConfig: z.object({ Issuer: z.string(), ClientId: z.string().optional() }).optional(),
  LambdaAuthorizerConfig: z
    .object({
      AuthorizerUri: z.string(),
      AuthorizerResultTtlInSeconds: numeric.optional(),
      IdentityValidationExpression: z.string().optional(),
    })
    .optional(),
});

function toProvider(provider: z.infer<typeof providerSchema>): AuthProvider {
  const { UserPoolConfig: pool, OpenIDConnectConfig: oidc, LambdaAuthorizerConfig: lambda } = provider;
  return {
    mode: provider.AuthenticationType,
    ...(pool === undefined ? {} : { userPoolId: pool.UserPoolId }),
    ...(oidc === undefined ? {} : { oidcIssuer: oidc.Issuer }),
    ...(oidc?.ClientId === undefined ? {} : { oidcClientId: oidc.ClientId }),
    ...(lambda === undefined ? {} : { authorizerFunctionArn: lambda.AuthorizerUri }),
    // AppSync caches an authorizer's answer for five minutes unless told otherwise.
    ...(lambda === undefined ? {} : { authorizerResultTtlSeconds: lambda.AuthorizerResultTtlInSeconds ?? 300 }),
    ...(lambda?.IdentityValidationExpression === undefined
      ? {}
      : { identityValidationExpression: lambda.IdentityValidationExpression }),
  };
}

function toDataSource(view: ResourceView, inventory: Inventory, backend: PartsOfApis): DataSourceDefinition {
  const name = view.requiredText('Name');
  const type = view.requiredText('Type');
  const roleArn = view.text('ServiceRoleArn');
  const role = roleArn === undefined ? {} : { roleArn };
  switch (type) {
    case 'NONE':
      return { type, name };
    case 'AMAZON_DYNAMODB': {
      const tableName = readProperty(view, 'DynamoDBConfig', z.object({ TableName: z.string() })).TableName;
      // An empty answer in place of a table's items would look like one without any.
      if (!backend.tableNames.includes(tableName)) {
        const problem = `the backend does not contain its table ${tableName}`;
        inventory.miss(`The data source ${name}`, `fails: ${problem}`);
        return { type: 'UNSUPPORTED', name, actualType: type, problem };
      }
      return { type, name, tableName, ...role };
    }
    case 'AWS_LAMBDA': {
      const arn = readProperty(view, 'LambdaConfig', z.object({ LambdaFunctionArn: z.string() })).LambdaFunctionArn;
      if (!backend.functionArns.includes(functionArn(arn, backend.functionArns))) {
        const problem = `the backend does not contain its function ${functionName(arn)}`;
        inventory.miss(`The data source ${name}`, `fails: ${problem}`);
        return { type: 'UNSUPPORTED', name, actualType: type, problem };
      }
      return { type, name, functionArn: arn, ...role };
    }
    default:
      inventory.miss(`The data source ${name}`, `fails: its type ${type} does not run offline`);
      return { type: 'UNSUPPORTED', name, actualType: type };
  }
}

const maxBatchSize = (view: ResourceView): number => Number(view.text('MaxBatchSize') ?? 0);

function toFunction(view: ResourceView, inventory: Inventory): AppsyncFunction {
  return {
    id: inventory.attribute(view, 'FunctionId'),
    name: view.requiredText('Name'),
    dataSourceName: view.requiredText('DataSourceName'),
    code: readResolverCode(view, inventory.assets),
    maxBatchSize: maxBatchSize(view),
  };
}

function toResolver(view: ResourceView, inventory: Inventory): Resolver {
  const dataSourceName = view.text('DataSourceName');
  const pipeline = readProperty(
    view,
    'PipelineConfig',
    z.object({ Functions: z.array(z.string()).default([]) }).optional(),
  );
  return {
    typeName: view.requiredText('TypeName'),
    fieldName: view.requiredText('FieldName'),
    kind: view.text('Kind') === 'PIPELINE' ? 'PIPELINE' : 'UNIT',
    ...(dataSourceName === undefined ? {} : { dataSourceName }),
    functionIds: pipeline?.Functions ?? [],
    code: readResolverCode(view, inventory.assets),
    maxBatchSize: maxBatchSize(view),
  };
}

function readSchema(
  api: string,
  apiView: ResourceView,
  schemas: readonly ResourceView[],
  inventory: Inventory,
): string {
  const view = schemas.find((schema) => schema.requiredText('ApiId') === api);
  const text = view?.text('Definition');
  if (text !== undefined) return text;
  const location = view?.text('DefinitionS3Location');
  if (view === undefined || location === undefined) {
    throw new AssemblyError(
      'BAD_PROPERTY',
      `${describe(apiView.located)}: the API has no schema. Merged APIs are not supported offline.`,
    );
  }
  return inventory.assets.textOf(location, describe(view.located)).text;
}

/** What data sources lead to. */
export interface PartsOfApis {
  readonly functionArns: readonly string[];
  readonly tableNames: readonly string[];
}

/** AppSync APIs with everything that hangs on them. */
export function extractGraphqlApis(inventory: Inventory, backend: PartsOfApis): GraphqlApi[] {
  const schemas = inventory.ofType('AWS::AppSync::GraphQLSchema');
  const keys = inventory.ofType('AWS::AppSync::ApiKey');
  const dataSources = inventory.ofType('AWS::AppSync::DataSource');
  const functions = inventory.ofType('AWS::AppSync::FunctionConfiguration');
  const resolvers = inventory.ofType('AWS::AppSync::Resolver');
  return inventory.ofType('AWS::AppSync::GraphQLApi').map((view) => {
    const id = inventory.attribute(view, 'ApiId');
    const isOurs = (part: ResourceView): boolean => part.requiredText('ApiId') === id;
    const depth = view.text('QueryDepthLimit');
    const count = view.text('ResolverCountLimit');
    return {
      id,
      arn: inventory.attribute(view, 'Arn'),
      name: view.requiredText('Name'),
      schema: readSchema(id, view, schemas, inventory),
      defaultAuth: toProvider({
        AuthenticationType: readProperty(view, 'AuthenticationType', z.enum(AUTH_MODES)),
        UserPoolConfig: readProperty(view, 'UserPoolConfig', providerSchema.shape.UserPoolConfig),
        OpenIDConnectConfig: readProperty(view, 'OpenIDConnectConfig', providerSchema.shape.OpenIDConnectConfig),
        LambdaAuthorizerConfig: readProperty(
          view,
          'LambdaAuthorizerConfig',
          providerSchema.shape.LambdaAuthorizerConfig,
        ),
      }),
      additionalAuth: readProperty(view, 'AdditionalAuthenticationProviders', z.array(providerSchema).default([])).map(
        toProvider,
      ),
      apiKeys: keys.filter(isOurs).map((key) => {
        const expires = key.text('Expires');
        return {
          id: inventory.attribute(key, 'ApiKey'),
          ...(expires === undefined ? {} : { expires: Number(expires) }),
        };
      }),
      dataSources: dataSources.filter(isOurs).map((source) => toDataSource(source, inventory, backend)),
      functions: functions.filter(isOurs).map((part) => toFunction(part, inventory)),
      resolvers: resolvers.filter(isOurs).map((part) => toResolver(part, inventory)),
      introspectionDisabled: view.text('IntrospectionConfig') === 'DISABLED',
      ...(depth === undefined ? {} : { queryDepthLimit: Number(depth) }),
      ...(count === undefined ? {} : { resolverCountLimit: Number(count) }),
      environmentVariables: readProperty(view, 'EnvironmentVariables', z.record(z.string(), z.string()).default({})),
    };
  });
}
