import { isJsonList, isJsonObject, type Json } from '../json.ts';
import type { Stack } from '../stack.ts';
import type { TemplateResource } from '../template.ts';

/** The longest region names have 14 letters (ap-northeast-2); an account has 12 digits. */
const PSEUDO_BYTES: Readonly<Record<string, number>> = {
  'AWS::Region': 14,
  'AWS::AccountId': 12,
  'AWS::Partition': 3,
  'AWS::URLSuffix': 13,
  'AWS::NoValue': 0,
  'AWS::StackName': 128,
  'AWS::StackId': 240,
};

/** What a resource is called when its template does not say: as long as its service lets a name be. */
const NAME_BYTES: Readonly<Record<string, number>> = {
  'AWS::Lambda::Function': 64,
  'AWS::IAM::Role': 64,
  'AWS::SQS::Queue': 80,
  'AWS::S3::Bucket': 63,
  'AWS::Events::Rule': 64,
  'AWS::Scheduler::Schedule': 64,
  'AWS::KinesisFirehose::DeliveryStream': 64,
  'AWS::SES::ConfigurationSet': 64,
  'AWS::Cognito::UserPool': 24,
  'AWS::Cognito::UserPoolClient': 26,
  'AWS::Cognito::IdentityPool': 51,
  'AWS::Pinpoint::App': 32,
  'AWS::AppSync::GraphQLApi': 26,
  'AWS::KMS::Key': 36,
};
const OTHER_NAME_BYTES = 128;
const NAME_PROPERTIES =
  /^((Function|Role|Queue|Bucket|Table|Topic|Stream|DeliveryStream|Log|UserPool)?Name|tableName)$/;

const ARN_PREFIX_BYTES = 'arn:aws:mobiletargeting:ap-northeast-2:123456789012:deliverystream/'.length;
const QUEUE_URL_PREFIX_BYTES = 'https://sqs.ap-northeast-2.amazonaws.com/123456789012/'.length;
const API_URL_BYTES = `https://${'x'.repeat(26)}.appsync-realtime-api.ap-northeast-2.amazonaws.com/graphql`.length;
const IMPORTED_BYTES = 128;
/** A template whose parameters go round in circles is refused by another check; this one must only end. */
const MAX_DEPTH = 64;

/** Bytes of an expression's value in a deployment: exact for what is written, at most this for what is made up there. */
export function estimateLength(expression: Json | undefined, stack: Stack, depth = 0): number {
  if (expression === undefined || expression === null || depth > MAX_DEPTH) return 0;
  if (typeof expression === 'string') return Buffer.byteLength(expression);
  if (typeof expression !== 'object') return String(expression).length;
  const of = (value: Json | undefined): number => estimateLength(value, stack, depth + 1);
  const most = (values: readonly Json[]): number => Math.max(0, ...values.map(of));
  const sum = (values: readonly Json[]): number => values.reduce((total: number, value) => total + of(value), 0);
  if (isJsonList(expression)) return sum(expression) + Math.max(0, expression.length - 1);
  if (!isJsonObject(expression)) return 0;
  const [entry, ...others] = Object.entries(expression);
  if (entry === undefined || others.length > 0) return JSON.stringify(expression).length;
  const [name, argument] = entry;
  const list = isJsonList(argument) ? argument : [argument];
  switch (name) {
    case 'Ref':
      return typeof argument === 'string' ? lengthOfReference(argument, stack, depth) : 0;
    case 'Fn::GetAtt': {
      const [logicalId, attribute] = typeof argument === 'string' ? splitAtDot(argument) : list;
      return typeof logicalId === 'string' && typeof attribute === 'string'
        ? lengthOfAttribute(logicalId, attribute, stack, depth)
        : OTHER_NAME_BYTES;
    }
    case 'Fn::Join': {
      const [delimiter, parts] = list;
      if (!isJsonList(parts)) return of(parts);
      return sum(parts) + of(delimiter) * Math.max(0, parts.length - 1);
    }
    case 'Fn::Sub':
      return lengthOfSub(list, stack, depth);
    case 'Fn::Select': {
      const [index, values] = list;
      if (!isJsonList(values)) return of(values);
      return typeof index === 'number' || typeof index === 'string' ? of(values[Number(index)]) : most(values);
    }
    case 'Fn::If':
      return most(list.slice(1));
    case 'Fn::Base64':
      return Math.ceil(of(argument) / 3) * 4;
    case 'Fn::Split':
      return of(list[1]);
    case 'Fn::ImportValue':
      return IMPORTED_BYTES;
    case 'Fn::ToJsonString':
      return JSON.stringify(argument).length;
    default:
      return JSON.stringify(expression).length;
  }
}

function splitAtDot(text: string): readonly [string, string] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text, ''] : [text.slice(0, dot), text.slice(dot + 1)];
}

function lengthOfReference(name: string, stack: Stack, depth: number): number {
  const pseudo = PSEUDO_BYTES[name];
  if (pseudo !== undefined) return pseudo;
  const parameter = stack.template.Parameters[name];
  if (parameter !== undefined) {
    const given = stack.arguments[name];
    return given !== undefined && stack.parent !== undefined
      ? estimateLength(given, stack.parent, depth + 1)
      : estimateLength(parameter.Default, stack, depth + 1);
  }
  const resource = stack.template.Resources[name];
  if (resource === undefined) return 0;
  const ownName = lengthOfName(resource, stack, depth);
  if (resource.Type === 'AWS::SQS::Queue') return QUEUE_URL_PREFIX_BYTES + ownName;
  return resource.Type === 'AWS::SNS::Topic' ? ARN_PREFIX_BYTES + ownName : ownName;
}

function lengthOfAttribute(logicalId: string, attribute: string, stack: Stack, depth: number): number {
  const resource = stack.template.Resources[logicalId];
  if (resource === undefined) return 0;
  if (attribute.startsWith('Outputs.')) {
    const child = stack.children.get(logicalId);
    return child === undefined
      ? OTHER_NAME_BYTES
      : estimateLength(child.template.Outputs[attribute.slice('Outputs.'.length)]?.Value, child, depth + 1);
  }
  const ownName = lengthOfName(resource, stack, depth);
  if (attribute.endsWith('Arn')) return ARN_PREFIX_BYTES + ownName;
  if (attribute === 'QueueUrl') return QUEUE_URL_PREFIX_BYTES + ownName;
  return /Url$|Dns$/.test(attribute) ? API_URL_BYTES : ownName;
}

function lengthOfName(resource: TemplateResource, stack: Stack, depth: number): number {
  const given = Object.entries(resource.Properties).find(([key]) => NAME_PROPERTIES.test(key));
  // A GraphQL API and an app have a name beside the id by which they are known.
  const isKnownById = /^AWS::(AppSync::GraphQLApi|Pinpoint::App|Cognito::.*)$/.test(resource.Type);
  if (given !== undefined && !isKnownById) return estimateLength(given[1], stack, depth + 1);
  return NAME_BYTES[resource.Type] ?? OTHER_NAME_BYTES;
}

function lengthOfSub([text, variables]: readonly Json[], stack: Stack, depth: number): number {
  if (typeof text !== 'string') return 0;
  const own = isJsonObject(variables) ? variables : {};
  let bytes = Buffer.byteLength(text);
  for (const [whole, literal, spaced = ''] of text.matchAll(/\$\{(!?)([^}]*)\}/g)) {
    const name = spaced.trim();
    bytes -= Buffer.byteLength(whole);
    if (literal === '!') bytes += Buffer.byteLength(whole) - 1;
    else if (Object.hasOwn(own, name)) bytes += estimateLength(own[name], stack, depth + 1);
    else if (name.includes('.')) bytes += lengthOfAttribute(...splitAtDot(name), stack, depth);
    else bytes += lengthOfReference(name, stack, depth);
  }
  return bytes;
}
