import * as z from 'zod';
import { isDefaultEventBus } from '../../events/default-event-bus.ts';
import { compileEventPattern } from '../../events/event-pattern/compile-event-pattern.ts';
import type { EventRule, EventTarget, Queue } from '../resources.ts';
import { functionArn, functionName } from './function-arn.ts';
import type { Inventory } from './inventory.ts';
import { readProperty } from './read-property.ts';

const targetSchema = z.object({
  Arn: z.string(),
  Input: z.string().optional(),
  InputTransformer: z.unknown().optional(),
  InputPath: z.string().optional(),
});

/** What a rule may lead to. */
export interface TargetsOfBackend {
  readonly functionArns: readonly string[];
  readonly queues: readonly Queue[];
}

/** Rules of the default event bus that wait for events. Each part of one that does not run offline is skipped by its name. */
export function extractEventRules(inventory: Inventory, backend: TargetsOfBackend): EventRule[] {
  const rules: EventRule[] = [];
  for (const view of inventory.ofType('AWS::Events::Rule')) {
    const pattern = readProperty(view, 'EventPattern', z.record(z.string(), z.unknown()).optional());
    if (pattern === undefined) continue;
    const targets = readProperty(view, 'Targets', z.array(targetSchema).default([]));
    const skip = (what: string, skipped = targets): void => {
      inventory.skip(`AWS::Events::Rule (${what})`);
      for (const target of skipped) {
        const arn = functionArn(target.Arn, backend.functionArns);
        if (backend.functionArns.includes(arn))
          inventory.miss(functionName(arn), `is not called by the event rule ${inventory.ref(view)}: ${what}`);
      }
    };
    const bus = view.text('EventBusName') ?? 'default';
    if (!isDefaultEventBus(bus)) {
      skip(`event bus ${bus}`);
      continue;
    }
    const compiled = compileEventPattern(pattern);
    if (!compiled.ok) {
      skip(`event pattern: ${compiled.problem}`);
      continue;
    }
    rules.push({
      name: inventory.ref(view),
      arn: inventory.attribute(view, 'Arn'),
      pattern,
      enabled: (view.text('State') ?? 'ENABLED') !== 'DISABLED',
      targets: targets.flatMap((target) => {
        const supported = eventTarget(target, backend);
        if (supported.ok) return [supported.target];
        skip(supported.reason, [target]);
        return [];
      }),
    });
  }
  return rules;
}

function eventTarget(
  target: z.infer<typeof targetSchema>,
  { functionArns, queues }: TargetsOfBackend,
): { readonly ok: true; readonly target: EventTarget } | { readonly ok: false; readonly reason: string } {
  for (const property of ['InputTransformer', 'InputPath'] as const)
    if (target[property] !== undefined) return { ok: false, reason: `target with ${property}` };
  const input = target.Input === undefined ? {} : { input: target.Input };
  const arn = functionArn(target.Arn, functionArns);
  if (functionArns.includes(arn)) return { ok: true, target: { kind: 'FUNCTION', functionArn: arn, ...input } };
  const queue = queues.find((candidate) => candidate.arn === target.Arn);
  if (queue === undefined)
    return { ok: false, reason: `target ${target.Arn.split(':')[2] ?? target.Arn} that is no function or queue here` };
  // EventBridge derives the deduplication of a FIFO queue from rules of its own.
  if (queue.fifo) return { ok: false, reason: 'target FIFO queue' };
  return { ok: true, target: { kind: 'QUEUE', queueArn: queue.arn, ...input } };
}
