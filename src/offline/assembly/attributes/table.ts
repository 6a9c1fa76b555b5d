import type { CloudEnvironment } from '../environment.ts';
import { AssemblyError } from '../errors.ts';
import type { Json } from '../json.ts';
import type { Resolver } from '../resolver.ts';
import { describe, type LocatedResource } from '../stack.ts';
import { apiKey, dataSource, functionConfiguration, graphqlApi, graphqlSchema, resolverAttributes } from './appsync.ts';
import { identityPool, userPool, userPoolClient, userPoolGroup } from './cognito.ts';
import {
  eventRule,
  lambdaAlias,
  lambdaFunction,
  lambdaUrl,
  lambdaVersion,
  managedPolicy,
  role,
  schedule,
} from './compute.ts';
import { bucketDeployment, secretFetcher } from './custom-resources.ts';
import { amplifyTable, bucket, ssmParameter, table } from './data-stores.ts';
import { glueDatabase, glueTable, workGroup } from './lake.ts';
import { configurationSet, deliveryStream, pinpointApp, queue, topic } from './messaging.ts';
import { viewOf, type AttributesOfType } from './resource-view.ts';

const attributesByType: ReadonlyMap<string, AttributesOfType> = new Map([
  ['AWS::AppSync::GraphQLApi', graphqlApi],
  ['AWS::AppSync::GraphQLSchema', graphqlSchema],
  ['AWS::AppSync::ApiKey', apiKey],
  ['AWS::AppSync::DataSource', dataSource],
  ['AWS::AppSync::FunctionConfiguration', functionConfiguration],
  ['AWS::AppSync::Resolver', resolverAttributes],
  ['AWS::Cognito::UserPool', userPool],
  ['AWS::Cognito::UserPoolClient', userPoolClient],
  ['AWS::Cognito::UserPoolGroup', userPoolGroup],
  ['AWS::Cognito::IdentityPool', identityPool],
  ['AWS::DynamoDB::Table', table],
  ['AWS::DynamoDB::GlobalTable', table],
  ['Custom::AmplifyDynamoDBTable', amplifyTable],
  ['AWS::S3::Bucket', bucket],
  ['AWS::SSM::Parameter', ssmParameter],
  ['AWS::IAM::Role', role],
  ['AWS::IAM::ManagedPolicy', managedPolicy],
  ['AWS::Lambda::Function', lambdaFunction],
  ['AWS::Lambda::Version', lambdaVersion],
  ['AWS::Lambda::Alias', lambdaAlias],
  ['AWS::Lambda::Url', lambdaUrl],
  ['AWS::Events::Rule', eventRule],
  ['AWS::Scheduler::Schedule', schedule],
  ['AWS::SQS::Queue', queue],
  ['AWS::SNS::Topic', topic],
  ['AWS::Pinpoint::App', pinpointApp],
  ['AWS::SES::ConfigurationSet', configurationSet],
  ['AWS::KinesisFirehose::DeliveryStream', deliveryStream],
  ['AWS::Glue::Database', glueDatabase],
  ['AWS::Glue::Table', glueTable],
  ['AWS::Athena::WorkGroup', workGroup],
  ['Custom::CDKBucketDeployment', bucketDeployment],
  ['Custom::AmplifySecretFetcherResource', secretFetcher],
]);

/**
 * Types the sandbox does not execute: a name and an ARN are only identities (in a policy, in a log line), so they are
 * made up; any other attribute would be a value somebody depends on, and fails.
 */
const identityOnly: AttributesOfType = (view) => {
  const [, service = 'custom', kind = 'resource'] = view.located.resource.Type.split('::');
  const name = (): string => view.names.suffixed(view.path, view.logicalId, 64);
  return {
    ref: name,
    attributes: { Arn: () => view.arn(service.toLowerCase(), `${kind.toLowerCase()}/${name()}`) },
  };
};

/** `Ref` and `Fn::GetAtt` of one resource. */
export function attributesOf(
  located: LocatedResource,
  resolver: Resolver,
  environment: CloudEnvironment,
): { ref(): Json; attribute(name: string): Json } {
  const ofType = attributesByType.get(located.resource.Type) ?? identityOnly;
  const set = ofType(viewOf(located, resolver, environment));
  return {
    ref: set.ref,
    attribute: (name) => {
      const attribute =
        set.attributes !== undefined && Object.hasOwn(set.attributes, name) ? set.attributes[name] : undefined;
      if (attribute === undefined) {
        throw new AssemblyError(
          'UNKNOWN_ATTRIBUTE',
          `${describe(located)}: the attribute ${name} is not supported offline.`,
        );
      }
      return attribute();
    },
  };
}
