import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { CfnApp } from 'aws-cdk-lib/aws-pinpoint';
import { Construct } from 'constructs';

/** The Pinpoint application whose `SendMessages` delivers push and SMS: what AWS kept of Pinpoint. */
export class PushApp extends Construct {
  readonly appId: string;
  readonly #arn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const app = new CfnApp(this, 'App', { name: `bonghwa-${Stack.of(this).stackName}`.slice(0, 64) });
    this.appId = app.ref;
    this.#arn = app.attrArn;
  }

  /** Allows sending, and nothing else of Pinpoint. */
  grantSend(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['mobiletargeting:SendMessages'],
        resources: [this.#arn, `${this.#arn}/messages`],
      }),
    );
  }
}
