import { z } from 'zod';
import type { QueueEventSource, Schedule } from '../resources.ts';
import type { Inventory } from './inventory.ts';
import { numeric, readProperty, truth } from './read-property.ts';

/** `function:name`, with or without a version or an ARN around it, becomes the function's ARN. */
export function functionArn(nameOrArn: string, arns: readonly string[]): string {
  return (
    arns.find((arn) => arn === nameOrArn || arn.endsWith(`:${nameOrArn}`) || nameOrArn.startsWith(`${arn}:`)) ??
    nameOrArn
  );
}

/** SQS event source mappings; streams are skipped and shown as skipped. */
export function extractEventSources(inventory: Inventory, functionArns: readonly string[]): QueueEventSource[] {
  const sources: QueueEventSource[] = [];
  for (const view of inventory.ofType('AWS::Lambda::EventSourceMapping')) {
    const queueArn = view.text('EventSourceArn');
    if (queueArn?.startsWith('arn:aws:sqs:') !== true) {
      inventory.skip('AWS::Lambda::EventSourceMapping (not SQS)');
      continue;
    }
    const scaling = readProperty(
      view,
      'ScalingConfig',
      z.object({ MaximumConcurrency: numeric.optional() }).default({}),
    );
    sources.push({
      queueArn,
      functionArn: functionArn(view.requiredText('FunctionName'), functionArns),
      batchSize: readProperty(view, 'BatchSize', numeric.default(10)),
      maxBatchingWindowSeconds: readProperty(view, 'MaximumBatchingWindowInSeconds', numeric.default(0)),
      ...(scaling.MaximumConcurrency === undefined ? {} : { maxConcurrency: scaling.MaximumConcurrency }),
      reportBatchItemFailures: readProperty(view, 'FunctionResponseTypes', z.array(z.string()).default([])).includes(
        'ReportBatchItemFailures',
      ),
      enabled: readProperty(view, 'Enabled', truth.default(true)),
    });
  }
  return sources;
}

const parseInput = (text: string | undefined): { input?: unknown } =>
  text === undefined ? {} : { input: JSON.parse(text) };

/** EventBridge rules with a schedule, and EventBridge Scheduler, where they call a function. Rules with a pattern only are not here. */
export function extractSchedules(inventory: Inventory, functionArns: readonly string[]): Schedule[] {
  const schedules: Schedule[] = [];
  const targets = z.array(
    z.object({
      Arn: z.string(),
      Input: z.string().optional(),
      InputTransformer: z.unknown().optional(),
      InputPath: z.string().optional(),
    }),
  );
  for (const view of inventory.ofType('AWS::Events::Rule')) {
    const expression = view.text('ScheduleExpression');
    if (expression === undefined) continue;
    for (const target of readProperty(view, 'Targets', targets.default([]))) {
      const targetFunctionArn = functionArn(target.Arn, functionArns);
      const isPlain = target.InputTransformer === undefined && target.InputPath === undefined;
      if (!isPlain || !functionArns.includes(targetFunctionArn)) {
        inventory.skip('AWS::Events::Rule (not a schedule that calls a function)');
        continue;
      }
      schedules.push({
        name: inventory.ref(view),
        expression,
        targetFunctionArn,
        ...parseInput(target.Input),
        enabled: (view.text('State') ?? 'ENABLED') !== 'DISABLED',
      });
    }
  }
  for (const view of inventory.ofType('AWS::Scheduler::Schedule')) {
    const target = readProperty(view, 'Target', z.object({ Arn: z.string(), Input: z.string().optional() }));
    const targetFunctionArn = functionArn(target.Arn, functionArns);
    if (!functionArns.includes(targetFunctionArn)) {
      inventory.skip('AWS::Scheduler::Schedule (does not call a function)');
      continue;
    }
    schedules.push({
      name: inventory.ref(view),
      expression: view.requiredText('ScheduleExpression'),
      targetFunctionArn,
      ...parseInput(target.Input),
      enabled: (view.text('State') ?? 'ENABLED') === 'ENABLED',
      timezone: view.text('ScheduleExpressionTimezone') ?? 'UTC',
    });
  }
  return schedules;
}
