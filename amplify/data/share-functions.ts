import { Stack } from 'aws-cdk-lib';
import { CfnFunctionConfiguration, CfnResolver } from 'aws-cdk-lib/aws-appsync';
import type { data } from './resource.ts';

type DataResources = ReturnType<(typeof data)['getInstance']>['resources'];

/**
 * Lets resolvers of commands share the functions of their pipelines that have the same code and the same data source:
 * Amplify makes one for each handler of each command, two thirds of the resources that a command adds to a stack that
 * may hold 500. What a function does depends on the field that is asked for, which it reads from its context.
 */
export function shareFunctions({ cfnResources }: DataResources): void {
  const stack = Stack.of(cfnResources.cfnGraphqlApi);
  const kept = new Map<string, CfnFunctionConfiguration>();
  const sharedBy = new Map<string, string>();
  const countOf = new Map<string, number>();
  for (const made of [...stack.node.children]) {
    if (!(made instanceof CfnFunctionConfiguration)) continue;
    const source = String(made.dataSourceName);
    const key = JSON.stringify(stack.resolve([source, made.codeS3Location]));
    const known = kept.get(key);
    sharedBy.set(made.attrFunctionId, (known ?? made).attrFunctionId);
    if (known !== undefined) {
      stack.node.tryRemoveChild(made.node.id);
      continue;
    }
    const count = (countOf.get(source) ?? 0) + 1;
    countOf.set(source, count);
    made.name = `Fn_${source}_${count}`;
    kept.set(key, made);
  }
  for (const resolver of stack.node.children) {
    if (!(resolver instanceof CfnResolver)) continue;
    const pipeline = resolver.pipelineConfig;
    if (pipeline === undefined || !('functions' in pipeline)) continue;
    resolver.pipelineConfig = { functions: (pipeline.functions ?? []).map((id) => sharedBy.get(id) ?? id) };
  }
}
