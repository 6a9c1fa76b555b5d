import * as z from 'zod';
import { limitApp, recordEvents } from '../../../src/app/event/index.ts';
import { checkOperation } from '../../../src/domain/api-client/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';
import { jsonArgument } from '../edge/json-argument.ts';
import { onBehalfOf } from '../edge/on-behalf.ts';

type Deps = Parameters<typeof recordEvents>[0] & Parameters<typeof onBehalfOf>[0] & Parameters<typeof limitApp>[0];

const input = z.object({ events: z.array(jsonArgument(z.unknown())) });

/** What servers report of anybody, and apps of their own customer; staff has no part in it. */
export const recordEventsField = (deps: Deps): Field => {
  const ofServer = onBehalfOf(deps)(input, async (client, { events }) => {
    const allowed = checkOperation(client, 'RECORD_EVENTS');
    if (!allowed.ok) return allowed;
    const recorded = await recordEvents(deps, { events });
    // Each event is kept with its time and customer: an entry for every call would say less, and be most of the log.
    return recorded.ok ? { ok: true, value: recorded.outcomes, isAudited: true } : recorded;
  });
  const ofApp = (customerId: string): Field =>
    field(input, async ({ events }) => {
      const limited = await limitApp(deps, customerId, events.length);
      if (!limited.ok) return limited;
      const recorded = await recordEvents(deps, { events, customerId, source: 'APP' });
      return recorded.ok ? { ok: true, value: recorded.outcomes } : recorded;
    });
  return (given, caller, name) =>
    (caller.customerId === undefined ? ofServer : ofApp(caller.customerId))(given, caller, name);
};
