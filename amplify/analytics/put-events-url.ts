import { CfnOutput, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { FunctionUrl, FunctionUrlAuthType, type IFunction } from 'aws-cdk-lib/aws-lambda';

/**
 * Opens a URL for Pinpoint's `PutEvents` to those identities that are allowed, and to nobody else: Lambda verifies their
 * signatures. It takes only those that are scoped to itself, so that the client of an app says `signingName: 'lambda'`.
 */
export function openPutEvents(lambda: IFunction): void {
  const { url } = new FunctionUrl(Stack.of(lambda), 'PutEventsUrl', {
    function: lambda,
    authType: FunctionUrlAuthType.AWS_IAM,
  });
  new CfnOutput(Stack.of(lambda), 'PutEventsEndpoint', { value: url });
}

/** What lets an identity call that URL: two permissions since October 2025, and neither lets it call anything else. */
export function mayPutEvents(
  lambda: Pick<IFunction, 'functionArn'>,
  conditions: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {},
): readonly PolicyStatement[] {
  const resources = [lambda.functionArn];
  return [
    new PolicyStatement({
      actions: ['lambda:InvokeFunctionUrl'],
      resources,
      conditions: { ...conditions, StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } },
    }),
    new PolicyStatement({
      actions: ['lambda:InvokeFunction'],
      resources,
      conditions: { ...conditions, Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } },
    }),
  ];
}
