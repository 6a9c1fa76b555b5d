import { Stack } from 'aws-cdk-lib';
import { DynamoDbDataSource, LambdaDataSource } from 'aws-cdk-lib/aws-appsync';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { acknowledge, anyVersionOf } from '../security/acknowledge.ts';
import { COMMAND_SOURCES, DELIVERY_TABLE_SOURCE } from './commands/data-sources.ts';
import type { data } from './resource.ts';

type Data = Pick<ReturnType<(typeof data)['getInstance']>, 'resources'>;
type CommandName = keyof typeof COMMAND_SOURCES;

/**
 * Puts each command's function behind the data source its resolver names, and the Delivery table behind its own. Not by
 * `backend.data.addLambdaDataSource`: that adds them under the API, and every resolver depends on all that is there.
 */
export function connectCommands(
  backend: { readonly data: Data } & Readonly<
    Record<CommandName, { readonly resources: { readonly lambda: IFunction } }>
  >,
  deliveryTable: ITable,
): void {
  const { graphqlApi: api } = backend.data.resources;
  const sources = new Construct(Stack.of(backend.data.resources.cfnResources.cfnGraphqlApi), 'Sources');
  for (const [name, source] of Object.entries(COMMAND_SOURCES)) {
    if (!isCommandName(name)) continue;
    const { lambda } = backend[name].resources;
    const dataSource = new LambdaDataSource(sources, source, { api, lambdaFunction: lambda });
    acknowledge(
      dataSource,
      `AwsSolutions-IAM5[Resource::${anyVersionOf(lambda)}]`,
      'AppSync may invoke this one function; CDK grants it together with its versions and aliases.',
    );
  }
  // The subscription of one customer leaves its note there.
  new DynamoDbDataSource(sources, DELIVERY_TABLE_SOURCE, { api, table: deliveryTable });
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(COMMAND_SOURCES, name);
}
