import { Stack, type CfnResource } from 'aws-cdk-lib';
import { CfnDataSource, CfnFunctionConfiguration, CfnResolver } from 'aws-cdk-lib/aws-appsync';
import type { data } from './resource.ts';

type DataResources = ReturnType<(typeof data)['getInstance']>['resources'];

/**
 * Lets each resolver of a command depend on the schema, and each of its functions on the schema and the one data source
 * that it names. Amplify lets each depend on everything within the API, which was half of the template, and grew with
 * the product of both: https://github.com/aws-amplify/amplify-backend/blob/main/packages/backend-data/src/convert_js_resolvers.ts
 */
export function boundDependencies({ cfnResources }: DataResources): void {
  const stack = Stack.of(cfnResources.cfnGraphqlApi);
  const all = stack.node.findAll();
  const sources = new Map(
    all.flatMap((construct) => (construct instanceof CfnDataSource ? [[construct.name, construct] as const] : [])),
  );
  const idOf = (resource: CfnResource): unknown => stack.resolve(resource.logicalId);
  const schema = idOf(cfnResources.cfnGraphqlSchema);
  for (const construct of stack.node.children) {
    if (construct instanceof CfnResolver) construct.addOverride('DependsOn', [schema]);
    if (!(construct instanceof CfnFunctionConfiguration)) continue;
    const name = construct.dataSourceName ?? '';
    const source = sources.get(name);
    if (source === undefined)
      throw new Error(`${construct.node.id} names the data source ${name}, which nobody makes.`);
    construct.addOverride('DependsOn', [schema, idOf(inStack(source, stack))]);
  }
}

/** What stands for a resource in a stack: itself, or the nested stack of a model that it is created with. */
function inStack(resource: CfnResource, stack: Stack): CfnResource {
  const own = Stack.of(resource);
  if (own === stack) return resource;
  if (own.nestedStackResource === undefined) throw new Error(`${resource.node.path} is not within ${stack.node.path}.`);
  return inStack(own.nestedStackResource, stack);
}
