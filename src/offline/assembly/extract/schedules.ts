import * as z from 'zod';
import type { Schedule } from '../resources.ts';
import { functionArn, functionName } from './function-arn.ts';
import type { Inventory } from './inventory.ts';
import { readProperty } from './read-property.ts';

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
        if (functionArns.includes(targetFunctionArn))
          inventory.miss(
            functionName(targetFunctionArn),
            `is not called by the schedule ${inventory.ref(view)}: its target has an InputTransformer or InputPath`,
          );
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
