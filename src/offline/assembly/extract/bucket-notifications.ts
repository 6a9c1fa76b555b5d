import * as z from 'zod';
import type { ResourceView } from '../attributes/resource-view.ts';
import { OBJECT_EVENTS, type BucketNotification, type ObjectEvent, type Queue } from '../resources.ts';
import { functionArn, functionName } from './function-arn.ts';
import type { Inventory } from './inventory.ts';
import { readProperty, truth } from './read-property.ts';

const rules = z.array(z.object({ Name: z.string(), Value: z.string() })).default([]);

/** The spelling of S3's own API, which CDK's resource passes on to it. */
const apiConfiguration = z
  .object({
    Events: z.array(z.string()),
    LambdaFunctionArn: z.string().optional(),
    QueueArn: z.string().optional(),
    TopicArn: z.string().optional(),
    Filter: z.object({ Key: z.object({ FilterRules: rules }).optional() }).optional(),
  })
  .transform((one): Configuration => ({
    events: one.Events,
    target: one.LambdaFunctionArn ?? one.QueueArn ?? one.TopicArn ?? '',
    rules: one.Filter?.Key?.FilterRules ?? [],
  }));

/** The spelling of CloudFormation. */
const templateConfiguration = z
  .object({
    Event: z.string(),
    Function: z.string().optional(),
    Queue: z.string().optional(),
    Topic: z.string().optional(),
    Filter: z.object({ S3Key: z.object({ Rules: rules }).optional() }).optional(),
  })
  .transform((one): Configuration => ({
    events: [one.Event],
    target: one.Function ?? one.Queue ?? one.Topic ?? '',
    rules: one.Filter?.S3Key?.Rules ?? [],
  }));

interface Configuration {
  readonly events: readonly string[];
  readonly target: string;
  readonly rules: readonly { readonly Name: string; readonly Value: string }[];
}

const list = <T>(one: z.ZodType<T>) => z.array(one).default([]);

const apiSchema = z
  .object({
    LambdaFunctionConfigurations: list(apiConfiguration),
    QueueConfigurations: list(apiConfiguration),
    TopicConfigurations: list(apiConfiguration),
    EventBridgeConfiguration: z.unknown().optional(),
  })
  .transform((value) => ({
    configurations: [...value.LambdaFunctionConfigurations, ...value.QueueConfigurations, ...value.TopicConfigurations],
    toEventBus: value.EventBridgeConfiguration !== undefined,
  }));

const templateSchema = z
  .object({
    LambdaConfigurations: list(templateConfiguration),
    QueueConfigurations: list(templateConfiguration),
    TopicConfigurations: list(templateConfiguration),
    EventBridgeConfiguration: z.object({ EventBridgeEnabled: truth.default(true) }).optional(),
  })
  .transform((value) => ({
    configurations: [...value.LambdaConfigurations, ...value.QueueConfigurations, ...value.TopicConfigurations],
    toEventBus: value.EventBridgeConfiguration?.EventBridgeEnabled ?? false,
  }))
  .optional();

export interface TargetsOfBuckets {
  readonly functionArns: readonly string[];
  readonly queues: readonly Queue[];
}

/**
 * Who is told of changes of a bucket's objects: CDK (and Amplify's `defineStorage({ triggers })`) makes a resource of its
 * own of it, CloudFormation a property of the bucket.
 */
export function extractNotifications(
  bucketView: ResourceView,
  bucketName: string,
  inventory: Inventory,
  backend: TargetsOfBuckets,
): readonly BucketNotification[] {
  const found = [
    readProperty(bucketView, 'NotificationConfiguration', templateSchema),
    ...inventory
      .ofType('Custom::S3BucketNotifications')
      .filter((view) => view.requiredText('BucketName') === bucketName)
      .map((view) => readProperty(view, 'NotificationConfiguration', apiSchema)),
  ].filter((one) => one !== undefined);
  const notifications: BucketNotification[] = [];
  for (const configuration of found.flatMap((one) => one.configurations)) {
    const id = `notification-${notifications.length + 1}`;
    const read = toNotification(id, configuration, backend);
    const owner = functionName(functionArn(configuration.target, backend.functionArns));
    if (read.ok) notifications.push(read.notification);
    for (const problem of read.problems) inventory.miss(owner, `is not told by the bucket ${bucketName}: ${problem}`);
  }
  if (found.some((one) => one.toEventBus)) {
    notifications.push({
      id: 'event-bus',
      events: OBJECT_EVENTS,
      keyPrefix: '',
      keySuffix: '',
      target: { kind: 'EVENT_BUS' },
    });
  }
  return notifications;
}

type ReadNotification =
  | { readonly ok: true; readonly notification: BucketNotification; readonly problems: readonly string[] }
  | { readonly ok: false; readonly problems: readonly string[] };

function toNotification(id: string, one: Configuration, backend: TargetsOfBuckets): ReadNotification {
  const target = toTarget(one.target, backend);
  if (target === undefined) return { ok: false, problems: [`${one.target} is no function or queue of this backend`] };
  const problems: string[] = [];
  const events = new Set<ObjectEvent>();
  for (const name of one.events) {
    const meant = OBJECT_EVENTS.filter(
      (event) => name === `s3:${event}` || name === `s3:${event.split(':')[0] ?? ''}:*`,
    );
    if (meant.length === 0) problems.push(`${name} never happens here`);
    for (const event of meant) events.add(event);
  }
  const ruleOf = (kind: string): string => one.rules.find(({ Name }) => Name.toLowerCase() === kind)?.Value ?? '';
  const notification = { id, events: [...events], keyPrefix: ruleOf('prefix'), keySuffix: ruleOf('suffix'), target };
  return { ok: true, notification, problems };
}

function toTarget(arn: string, { functionArns, queues }: TargetsOfBuckets): BucketNotification['target'] | undefined {
  const fn = functionArn(arn, functionArns);
  if (functionArns.includes(fn)) return { kind: 'FUNCTION', functionArn: fn };
  return queues.some((queue) => queue.arn === arn) ? { kind: 'QUEUE', queueArn: arn } : undefined;
}
