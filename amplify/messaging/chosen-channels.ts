import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct, IConstruct } from 'constructs';
import { acknowledge } from '../security/acknowledge.ts';
import { isOwnPage } from './unsubscribe-page.ts';

/**
 * Where the channels lead that are the company's choice, read when the backend is synthesized:
 * BONGHWA_CUSTOM_CHANNEL: the ARN of a Lambda function, or an https address that gets signed requests, whose secret is
 * in the SecureString parameter BONGHWA_CUSTOM_CHANNEL_SECRET_PARAMETER.
 * BONGHWA_SMS_PROVIDER: `pinpoint` (SendMessages, the default) or `sms-voice` (SendTextMessage, with receipts), from
 * BONGHWA_SMS_ORIGINATION_IDENTITY. BONGHWA_UNSUBSCRIBE_URL: `own`, for our own page, or the page that unsubscribe links
 * lead to and that one-click unsubscribing calls, with `{ref}`; what signs references is in the SecureString parameter
 * BONGHWA_UNSUBSCRIBE_SECRET_PARAMETER, `/bonghwa/unsubscribe-secret` if nothing else is said.
 */
const CHOICES = {
  BONGHWA_CUSTOM_CHANNEL_SECRET_PARAMETER: 'CUSTOM_CHANNEL_SECRET_PARAMETER',
  BONGHWA_SMS_PROVIDER: 'SMS_PROVIDER',
  BONGHWA_SMS_ORIGINATION_IDENTITY: 'SMS_ORIGINATION_IDENTITY',
  BONGHWA_UNSUBSCRIBE_URL: 'UNSUBSCRIBE_URL',
} as const;

/** What signs the references of unsubscribe links, and who asks whether we did; undefined where there are no links. */
function unsubscribeSecret(): string | undefined {
  if ((process.env['BONGHWA_UNSUBSCRIBE_URL'] ?? '') === '') return undefined;
  return process.env['BONGHWA_UNSUBSCRIBE_SECRET_PARAMETER'] ?? '/bonghwa/unsubscribe-secret';
}

/** Lets a function read what signs the references of unsubscribe links, where there are any. */
export function connectUnsubscribeSecret(fn: {
  readonly resources: { readonly lambda: IFunction };
  readonly addEnvironment: (key: string, value: string) => void;
}): void {
  const parameter = unsubscribeSecret();
  if (parameter === undefined) return;
  const { lambda } = fn.resources;
  lambda.addToRolePolicy(
    new PolicyStatement({ actions: ['ssm:GetParameter'], resources: [parameterArn(Stack.of(lambda), parameter)] }),
  );
  fn.addEnvironment('UNSUBSCRIBE_SECRET_PARAMETER', parameter);
}

function parameterArn(stack: Stack, parameter: string): string {
  return stack.formatArn({ service: 'ssm', resource: 'parameter', resourceName: parameter.replace(/^\//, '') });
}

/** The environment that tells the worker where its channels lead. */
export function channelEnvironment(): Readonly<Record<string, string>> {
  const environment: Record<string, string> = {};
  for (const [choice, variable] of Object.entries(CHOICES)) {
    const value = process.env[choice];
    // Our own page tells its address itself, once it has one.
    const isOwn = choice === 'BONGHWA_UNSUBSCRIBE_URL' && isOwnPage();
    if (value !== undefined && value !== '' && !isOwn) environment[variable] = value;
  }
  const custom = process.env['BONGHWA_CUSTOM_CHANNEL'];
  if (custom === undefined || custom === '') return environment;
  return { ...environment, [isFunction(custom) ? 'CUSTOM_CHANNEL_FUNCTION' : 'CUSTOM_CHANNEL_URL']: custom };
}

/** Allows exactly what the chosen channels need. */
export function grantChannels(scope: Construct, grantee: IGrantable & IConstruct): void {
  const stack = Stack.of(scope);
  const allow = (action: string, resource: string): void =>
    void grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions: [action], resources: [resource] }));
  const environment = channelEnvironment();
  const { CUSTOM_CHANNEL_FUNCTION: fn, CUSTOM_CHANNEL_SECRET_PARAMETER: secret, SMS_PROVIDER: sms } = environment;
  const identity = environment['SMS_ORIGINATION_IDENTITY'];
  if (fn !== undefined) allow('lambda:InvokeFunction', fn);
  allowDestinations(stack, grantee, allow);
  if (secret !== undefined) allow('ssm:GetParameter', parameterArn(stack, secret));
  // AWS chooses the identity where none is named, and finds one by its number or name: IAM is then asked for `*`.
  if (sms === 'sms-voice') allow('sms-voice:SendTextMessage', identity?.startsWith('arn:') === true ? identity : '*');
}

/**
 * Destinations are data, so that a new one needs no deployment. Their functions are called `bonghwa-destination-…`, and
 * what signs calls to their web addresses is a parameter below `/bonghwa/destinations/` (`createDestinations`).
 */
function allowDestinations(
  stack: Stack,
  grantee: IGrantable & IConstruct,
  allow: (action: string, resource: string) => void,
): void {
  const arnFormat = ArnFormat.COLON_RESOURCE_NAME;
  const functions = { service: 'lambda', resource: 'function', resourceName: 'bonghwa-destination-*', arnFormat };
  allow('lambda:InvokeFunction', stack.formatArn(functions));
  allow('ssm:GetParameter', parameterArn(stack, '/bonghwa/destinations/*'));
  const ours = 'arn:<AWS::Partition>:';
  acknowledge(
    grantee,
    `AwsSolutions-IAM5[Resource::${ours}lambda:<AWS::Region>:<AWS::AccountId>:function:bonghwa-destination-*]`,
    'Destinations are data: a function is one when it is called so, and no other can be invoked.',
  );
  acknowledge(
    grantee,
    `AwsSolutions-IAM5[Resource::${ours}ssm:<AWS::Region>:<AWS::AccountId>:parameter/bonghwa/destinations/*]`,
    'Destinations are data: what signs calls to one is a parameter below this path, and no other can be read.',
  );
}

function isFunction(destination: string): boolean {
  return destination.startsWith('arn:');
}
