import { CfnResource, Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A finding of cdk-nag, as it names it: `AwsSolutions-IAM5[Resource::*]`. */
type Finding = `AwsSolutions-${string}`;

/** Says beside a resource why a finding about it stays. A test refuses one that covers nothing any more. */
export function acknowledge(construct: IConstruct, finding: Finding, reason: string): void {
  Validations.of(construct).acknowledge({ id: finding, reason });
}

/** "Any version of this function", as cdk-nag writes the resource: CDK grants invoking it so. */
export function anyVersionOf(fn: IConstruct): string {
  const resource = fn.node.defaultChild ?? fn;
  if (!CfnResource.isCfnResource(resource)) throw new Error(`The function ${fn.node.path} has no resource.`);
  return `<${Stack.of(resource).getLogicalId(resource)}.Arn>:*`;
}
