import * as z from 'zod';
import type { Queue } from '../resources.ts';
import type { Inventory } from './inventory.ts';
import { numeric, readProperty, truth } from './read-property.ts';

/** SQS queues with their redrive policies; defaults are SQS's own. */
export function extractQueues(inventory: Inventory): Queue[] {
  return inventory.ofType('AWS::SQS::Queue').map((view) => {
    const redrive = readProperty(
      view,
      'RedrivePolicy',
      z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: numeric }).optional(),
    );
    return {
      name: inventory.attribute(view, 'QueueName'),
      arn: inventory.attribute(view, 'Arn'),
      url: inventory.ref(view),
      fifo: readProperty(view, 'FifoQueue', truth.default(false)),
      visibilityTimeoutSeconds: readProperty(view, 'VisibilityTimeout', numeric.default(30)),
      delaySeconds: readProperty(view, 'DelaySeconds', numeric.default(0)),
      retentionSeconds: readProperty(view, 'MessageRetentionPeriod', numeric.default(345_600)),
      ...(redrive === undefined
        ? {}
        : { deadLetter: { queueArn: redrive.deadLetterTargetArn, maxReceiveCount: redrive.maxReceiveCount } }),
    };
  });
}
