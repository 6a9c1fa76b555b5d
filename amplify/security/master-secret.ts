import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';

/** The SecureString from which the secrets of HS256 keys are derived; an operator makes it once, see SECURITY.md. */
const PARAMETER = process.env['BONGHWA_API_MASTER_SECRET_PARAMETER'] ?? '/bonghwa/api-master-secret';

/** Lets a function read the master secret, and nothing else of Parameter Store. */
export function connectMasterSecret(fn: {
  readonly resources: { readonly lambda: IFunction };
  readonly addEnvironment: (key: string, value: string) => void;
}): void {
  const { lambda } = fn.resources;
  const arn = Stack.of(lambda).formatArn({
    service: 'ssm',
    resource: 'parameter',
    resourceName: PARAMETER.replace(/^\//, ''),
  });
  lambda.addToRolePolicy(new PolicyStatement({ actions: ['ssm:GetParameter'], resources: [arn] }));
  fn.addEnvironment('API_MASTER_SECRET_PARAMETER', PARAMETER);
}
