import type { AttributesOfType, ResourceView } from './resource-view.ts';

/** An API's id is 26 letters and digits in AppSync too; table names contain it, so it must never change by itself. */
const apiId = (view: ResourceView): string => view.names.lower(view.path, 26);

export const graphqlApi: AttributesOfType = (view) => {
  const arn = () => view.arn('appsync', `apis/${apiId(view)}`);
  const graphqlUrl = `${view.environment.endpointUrl}/graphql`;
  return {
    ref: arn,
    attributes: {
      ApiId: () => apiId(view),
      Arn: arn,
      GraphQLUrl: () => graphqlUrl,
      GraphQLDns: () => new URL(graphqlUrl).host,
      GraphQLEndpointArn: () => view.arn('appsync', `endpoints/graphql-api/${apiId(view)}`),
      RealtimeUrl: () => `${graphqlUrl}/realtime`.replace(/^http/, 'ws'),
      RealtimeDns: () => new URL(graphqlUrl).host,
    },
  };
};

export const graphqlSchema: AttributesOfType = (view) => ({ ref: () => `${view.requiredText('ApiId')}GraphQLSchema` });

export const apiKey: AttributesOfType = (view) => {
  const key = () => `da2-${view.names.lower(view.path, 26)}`;
  const arn = () => view.arn('appsync', `apis/${view.requiredText('ApiId')}/apikeys/${key()}`);
  return { ref: arn, attributes: { ApiKey: key, ApiKeyId: key, Arn: arn } };
};

export const dataSource: AttributesOfType = (view) => {
  const arn = () => view.arn('appsync', `apis/${view.requiredText('ApiId')}/datasources/${view.requiredText('Name')}`);
  return { ref: arn, attributes: { Name: () => view.requiredText('Name'), DataSourceArn: arn } };
};

export const functionConfiguration: AttributesOfType = (view) => {
  const id = () => view.names.lower(view.path, 26);
  const arn = () => view.arn('appsync', `apis/${view.requiredText('ApiId')}/functions/${id()}`);
  return {
    ref: arn,
    attributes: {
      FunctionId: id,
      FunctionArn: arn,
      Name: () => view.requiredText('Name'),
      DataSourceName: () => view.requiredText('DataSourceName'),
    },
  };
};

export const resolverAttributes: AttributesOfType = (view) => {
  const arn = () =>
    view.arn(
      'appsync',
      `apis/${view.requiredText('ApiId')}/types/${view.requiredText('TypeName')}/resolvers/${view.requiredText('FieldName')}`,
    );
  return {
    ref: arn,
    attributes: {
      ResolverArn: arn,
      TypeName: () => view.requiredText('TypeName'),
      FieldName: () => view.requiredText('FieldName'),
    },
  };
};
