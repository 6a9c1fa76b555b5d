import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct, IConstruct } from 'constructs';
import { acknowledge } from '../security/acknowledge.ts';

/** Allows sending e-mail from the account's verified identities, at the rate that the account has. */
export function grantSendEmail(scope: Construct, grantee: IGrantable & IConstruct, configurationSetArn: string): void {
  const stack = Stack.of(scope);
  grantee.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['ses:SendBulkEmail', 'ses:SendEmail'],
      resources: [stack.formatArn({ service: 'ses', resource: 'identity', resourceName: '*' }), configurationSetArn],
    }),
  );
  // How much the account may send in a second; this action knows no resources.
  grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions: ['ses:GetAccount'], resources: ['*'] }));
  acknowledge(
    grantee,
    'AwsSolutions-IAM5[Resource::*]',
    'ses:GetAccount, which reads how much the account may send in a second, can be allowed for the whole account only.',
  );
  acknowledge(
    grantee,
    'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/*]',
    'A template may name any sender whose identity this account has verified with SES; SES refuses every other.',
  );
}
