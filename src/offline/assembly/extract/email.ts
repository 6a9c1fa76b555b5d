import * as z from 'zod';
import { isDefaultEventBus } from '../../events/default-event-bus.ts';
import { EMAIL_EVENT_TYPES, type EmailConfigurationSet, type EmailEventType } from '../resources.ts';
import type { Inventory } from './inventory.ts';
import { readProperty, truth } from './read-property.ts';

/** `renderingFailure`, `RENDERING_FAILURE`: CloudFormation and the API spell the same types differently. */
const plain = (type: string): string => type.replaceAll('_', '').toUpperCase();
const eventType = z.string().transform((given, context): EmailEventType => {
  const found = EMAIL_EVENT_TYPES.find((type) => plain(type) === plain(given));
  if (found !== undefined) return found;
  context.addIssue({ code: 'custom', message: `SES has no event type ${given}` });
  return z.NEVER;
});

const destinationSchema = z.object({
  Enabled: truth.default(false),
  MatchingEventTypes: z.array(eventType),
  EventBridgeDestination: z.object({ EventBusArn: z.string() }).optional(),
  SnsDestination: z.unknown().optional(),
  KinesisFirehoseDestination: z.unknown().optional(),
  CloudWatchDestination: z.unknown().optional(),
});

/** SES configuration sets, with what they tell the default event bus. */
export function extractEmailConfigurationSets(inventory: Inventory): EmailConfigurationSet[] {
  const destinations = inventory.ofType('AWS::SES::ConfigurationSetEventDestination').flatMap((view) => {
    const destination = readProperty(view, 'EventDestination', destinationSchema);
    const other = (['SnsDestination', 'KinesisFirehoseDestination', 'CloudWatchDestination'] as const).find(
      (kind) => destination[kind] !== undefined,
    );
    const reason =
      other ??
      (!destination.Enabled
        ? 'not enabled'
        : !isDefaultEventBus(destination.EventBridgeDestination?.EventBusArn ?? '')
          ? 'not the default event bus'
          : undefined);
    if (reason !== undefined) {
      inventory.skip(`AWS::SES::ConfigurationSetEventDestination (${reason})`);
      return [];
    }
    return [{ setName: view.requiredText('ConfigurationSetName'), types: destination.MatchingEventTypes }];
  });
  return inventory.ofType('AWS::SES::ConfigurationSet').map((view) => {
    const name = inventory.ref(view);
    const types = new Set(destinations.filter(({ setName }) => setName === name).flatMap((one) => one.types));
    for (const property of ['SendingOptions', 'SuppressionOptions'])
      if (view.value(property) !== undefined) inventory.skip(`AWS::SES::ConfigurationSet (${property})`);
    return {
      name,
      arn: view.arn('ses', `configuration-set/${name}`),
      publishedEvents: EMAIL_EVENT_TYPES.filter((type) => types.has(type)),
    };
  });
}
