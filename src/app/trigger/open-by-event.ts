import { wavesOf, type Campaign } from '../../domain/campaign/index.ts';
import type { Customer } from '../../domain/customer/index.ts';
import { zoneForSteps } from '../../domain/send-job/index.ts';
import {
  decideEntries,
  NO_ENTRIES,
  waitOf,
  type CampaignTrigger,
  type PendingEntry,
} from '../../domain/trigger/index.ts';
import { batchesOf } from '../batches-of.ts';
import type { CampaignStore, Clock, Ids } from '../ports.ts';
import type { Bucket, TriggeredCampaigns, WaitStore } from './ports.ts';

export type OpenByEventDeps = {
  readonly triggered: TriggeredCampaigns;
  readonly campaigns: Pick<CampaignStore, 'get'>;
  readonly waits: Pick<WaitStore, 'append'>;
  readonly ids: Pick<Ids, 'next'>;
  readonly clock: Pick<Clock, 'now'>;
};

/** What a customer did. Its id tells it from every other event of the customer; `at` in milliseconds since the epoch. */
export type HeardEvent = {
  readonly name: string;
  readonly eventId: string;
  readonly at: number;
  /** Its time is not what the sender said. */
  readonly isPlaced?: boolean;
};

/** Entries that are to be written, by bucket; what was added once is not written again. */
export type EntryWriter = {
  readonly add: (bucket: Bucket, entry: PendingEntry) => void;
  /** Writes what was added since, packed by bucket. */
  readonly flush: () => Promise<void>;
};

/** In one item of at most 400 KB, whatever the ids are. */
const MAX_ENTRIES = 500;

/** Collects entries of one call, so that a batch of events becomes few items. */
export function createEntryWriter({
  waits,
  ids,
  clock,
}: Pick<OpenByEventDeps, 'waits' | 'ids' | 'clock'>): EntryWriter {
  const known = new Set<string>();
  let latest = clock.now();
  // A clock that is set back while a call runs would date what it writes to before the call: it would be gathered as if
  // its call were long over, while the history that makes it count is still to be written.
  const now = (): number => {
    latest = Math.max(latest, clock.now());
    return latest;
  };
  let pending = new Map<string, { readonly bucket: Bucket; readonly entries: PendingEntry[] }>();
  return {
    add: (bucket, entry) => {
      const key = `${bucket.minute} ${bucket.campaignId}`;
      const name = JSON.stringify([key, entry]);
      if (known.has(name)) return;
      known.add(name);
      const kept = pending.get(key) ?? { bucket, entries: [] };
      kept.entries.push(entry);
      pending.set(key, kept);
    },
    flush: async () => {
      const written = [...pending.values()];
      pending = new Map();
      for (const { bucket, entries } of written) {
        for (const some of batchesOf(entries, MAX_ENTRIES)) {
          const batch = { batchId: shortId(ids.next()), writtenAt: now(), entries: some };
          await waits.append(bucket, batch);
        }
      }
    },
  };
}

/** Unique among the batches of one bucket. */
function shortId(id: string): string {
  return id.replaceAll('-', '').slice(-12);
}

/** The campaigns that an event opens, read once for all customers of a call. */
export type CampaignFinder = (event: string) => Promise<readonly (Campaign & { readonly trigger: CampaignTrigger })[]>;

/** Finds campaigns by event, and remembers them for one call. */
export function createCampaignFinder({
  triggered,
  campaigns,
}: Pick<OpenByEventDeps, 'triggered' | 'campaigns'>): CampaignFinder {
  const known = new Map<string, ReturnType<CampaignFinder>>();
  const find: CampaignFinder = async (event) => {
    const found: (Campaign & { readonly trigger: CampaignTrigger })[] = [];
    for (const id of await triggered.find(event)) {
      const campaign = (await campaigns.get(id))?.value;
      const trigger = campaign?.trigger;
      // The index may be late.
      if (campaign !== undefined && trigger?.event === event) found.push({ ...campaign, trigger });
    }
    return found;
  };
  return (event) => {
    const asked = known.get(event) ?? find(event);
    known.set(event, asked);
    return asked;
  };
}

/**
 * Opens campaigns for a customer by what they did: each as often as its trigger says, for a message when its wait is over.
 * The entries are added to `writer`; the customer with their new history is answered and is to be written after those. So
 * a crash in between leaves entries that the history does not know, which send nothing.
 */
export async function openByEvent(
  {
    clock,
    find,
    writer,
    tellTooOld,
    tellRefused,
  }: Pick<OpenByEventDeps, 'clock'> & {
    readonly find: CampaignFinder;
    readonly writer: EntryWriter;
    /** Is told the ids of events that would have opened a campaign, had they come in time. */
    readonly tellTooOld?: (eventIds: readonly string[]) => void;
    /** Is told the ids of events by which a campaign was not opened again, as its rule says. */
    readonly tellRefused?: (eventIds: readonly string[]) => void;
  },
  customer: Customer,
  events: readonly HeardEvent[],
): Promise<Customer> {
  const now = clock.now();
  const known = customer.campaignEntries ?? {};
  let histories = known;
  const names = new Set(events.map(({ name }) => name));
  for (const name of names) {
    for (const campaign of await find(name)) {
      const { id: campaignId, trigger } = campaign;
      const history = Object.hasOwn(histories, campaignId) ? (histories[campaignId] ?? NO_ENTRIES) : NO_ENTRIES;
      const own = events.filter((event) => event.name === name);
      const decided = decideEntries(trigger, history, own, { known: NOTHING, now });
      tellTooOld?.(decided.expired);
      tellRefused?.(decided.refused);
      if (decided.entered.length === 0) continue;
      histories = { ...histories, [campaignId]: decided.history };
      const zone = zoneForSteps(customer, firstStepsOf(campaign));
      const value = trigger.wait.type === 'UNTIL_ATTRIBUTE' ? valueOf(customer, trigger.wait.attribute) : undefined;
      for (const { expiresAt, isPlaced } of decided.entered) {
        const at = expiresAt - trigger.expiresAfterMinutes * 60_000;
        const { minute, entry } = waitOf(trigger, { customerId: customer.id, at }, { value, zone });
        writer.add({ campaignId, minute }, isPlaced === undefined ? entry : { ...entry, isPlaced });
      }
    }
  }
  return histories === known ? customer : { ...customer, campaignEntries: histories };
}

/** Of the wave that is sent when the wait is over: by the clocks of the endpoint that it goes to the wait is over. */
function firstStepsOf(campaign: Campaign) {
  const [first] = wavesOf(campaign);
  return (first?.steps ?? []).map(({ channel, endpointTypes }) => ({
    channel,
    ...(endpointTypes === undefined ? {} : { endpointTypes: new Set(endpointTypes) }),
  }));
}

/** Who hears of events twice notices it before: ids that were decided in earlier calls are the caller's to know. */
const NOTHING: ReadonlySet<string> = new Set();

function valueOf({ attributes }: Customer, name: string): string | undefined {
  return Object.hasOwn(attributes, name) ? attributes[name]?.[0] : undefined;
}
