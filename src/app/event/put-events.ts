import type { Refused } from '../../domain/result.ts';
import type { EndpointOwners } from '../address-store.ts';
import { recordEvents, type EventOutcome, type RecordEventsDeps } from './record-events.ts';

/** An event as a device reports it: by its endpoint, without saying whose that is. */
export type DeviceEvent = {
  readonly endpointId: string;
  readonly eventId: string;
  /** Without its id and its customer; null: it cannot be read. */
  readonly said: Readonly<Record<string, unknown>> | null;
};

export type PutOutcome = Pick<DeviceEvent, 'endpointId' | 'eventId'> & { readonly outcome: EventOutcome };

const NO_OWNER = 'No customer has this endpoint. Import or upsert it with its customer first.';

/** Records events of devices: each counts for the customer who has its endpoint. */
export async function putEvents(
  deps: RecordEventsDeps & { readonly addresses: Pick<EndpointOwners, 'findOwners'> },
  events: readonly DeviceEvent[],
): Promise<{ readonly ok: true; readonly outcomes: readonly PutOutcome[] } | Refused> {
  const owners = await deps.addresses.findOwners([...new Set(events.map(({ endpointId }) => endpointId))]);
  const known = events.filter(({ endpointId }) => owners.has(endpointId));
  const said = known.map(({ endpointId, eventId, said: words }) =>
    words === null ? null : { ...words, eventId, customerId: owners.get(endpointId) },
  );
  const recorded = said.length === 0 ? null : await recordEvents(deps, { events: said, source: 'APP' });
  if (recorded?.ok === false) return recorded;
  const outcomeOf = new Map(recorded?.outcomes.map((outcome) => [known[outcome.place], outcome]));
  const outcomes = events.map((event, place) => {
    const { endpointId, eventId } = event;
    const unowned = { place, eventId, outcome: 'REJECTED', code: 'UNKNOWN_CUSTOMER', message: NO_OWNER } as const;
    return { endpointId, eventId, outcome: outcomeOf.get(event) ?? unowned };
  });
  return { ok: true, outcomes };
}
