import type { CloudEnvironment } from './environment.ts';
import { AssemblyError } from './errors.ts';
import type { Json } from './json.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html */
export function pseudoParameter(name: string, environment: CloudEnvironment, where: string): Json | undefined {
  switch (name) {
    case 'AWS::Region':
      return environment.region;
    case 'AWS::AccountId':
      return environment.accountId;
    case 'AWS::Partition':
      return 'aws';
    case 'AWS::URLSuffix':
      return 'amazonaws.com';
    case 'AWS::StackName':
      return environment.stackName;
    case 'AWS::StackId':
      return `arn:aws:cloudformation:${environment.region}:${environment.accountId}:stack/${environment.stackName}/offline`;
    case 'AWS::NotificationARNs':
      return [];
    case 'AWS::NoValue':
      return undefined;
    default:
      throw new AssemblyError('UNKNOWN_REFERENCE', `${where}: the pseudo parameter ${name} is not known.`);
  }
}
