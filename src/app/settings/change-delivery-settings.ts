import { createDestinations, type DestinationInput } from '../../domain/destination/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import { checkDeliverySettings, type DeliverySettings } from '../../domain/send-job/index.ts';
import { DamagedJobError } from '../delivery/model/damaged-job.ts';
import type { Doorbell, JobStore, SettingsStore } from '../delivery/model/ports.ts';
import { shardsOf } from '../delivery/plan/shard-count.ts';
import { changesBetween, type AuditChange } from '../audit/index.ts';
import type { Actor } from '../ports.ts';

export type ChangeDeliverySettingsDeps = {
  readonly deliverySettings: SettingsStore;
  readonly jobs: JobStore;
  readonly doorbell: Doorbell;
};

export type ChangeDeliverySettingsCommand = {
  readonly actor: Actor;
  /** What is left out stays as it is; rates are given all together, and so are caps and the limits of approval. */
  readonly change: Partial<
    Pick<
      DeliverySettings,
      'isStopped' | 'reason' | 'messagesPerSecond' | 'retentionDays' | 'approval' | 'noticeTemplates' | 'frequencyCaps'
    >
  > & {
    /** Whole won; 0: a month may cost what it does. */
    readonly monthlyBudgetKrw?: number;
    /** All of them: one that is left out is no more, for whatever is planned from then on. */
    readonly destinations?: readonly DestinationInput[];
  };
  /** The revision of the settings that the change was made from; others made since are not written over. */
  readonly revision?: number;
};

/** People change settings some times a year; each loser of a race reads again. */
const MAX_TRIES = 20;

/**
 * Stops or goes on with all sending, and sets the rates of channels; in force for every job before its next chunk. Only
 * what the change names is changed: of two at the same time, whoever sets a rate never undoes the other's stop.
 */
export async function changeDeliverySettings(
  deps: ChangeDeliverySettingsDeps,
  { actor, change, revision: seen }: ChangeDeliverySettingsCommand,
): Promise<
  | {
      readonly ok: true;
      readonly settings: DeliverySettings & { readonly revision: number };
      readonly changes: readonly AuditChange[];
    }
  | Refused
> {
  const { destinations: inputs, monthlyBudgetKrw, ...rest } = change;
  const created = inputs === undefined ? undefined : createDestinations(inputs);
  if (created !== undefined && !created.ok) return created;
  const changed = created === undefined ? rest : { ...rest, destinations: created.destinations };
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const { revision, ...present } = await deps.deliverySettings.get();
    if (seen !== undefined && seen !== revision) {
      return refuse(
        'CONFLICT',
        `The settings have revision ${revision}, not ${seen}: somebody else changed them. Read them again.`,
      );
    }
    const settings = withMonth({ ...present, ...changed }, monthlyBudgetKrw);
    const refused = checkDeliverySettings(settings);
    if (refused !== null) return refused;
    if (!(await deps.deliverySettings.put(settings, revision, actor.id))) continue;
    if (present.isStopped && !settings.isStopped) await ringAll(deps);
    return {
      ok: true,
      settings: { ...settings, revision: revision + 1 },
      changes: changesBetween(byName(present), byName(settings)),
    };
  }
  throw new Error(`The delivery settings changed ${MAX_TRIES} times while one change was to be made to them.`);
}

function withMonth(
  { monthlyBudgetKrw: present, ...settings }: DeliverySettings,
  asked: number | undefined,
): DeliverySettings {
  const monthly = asked ?? present ?? 0;
  return monthly === 0 ? settings : { ...settings, monthlyBudgetKrw: monthly };
}

/** Every destination by its name, for the audit log. */
function byName({ destinations = [], ...settings }: DeliverySettings): object {
  return {
    ...settings,
    ...Object.fromEntries(destinations.map(({ name, ...rules }) => [`destination ${name}`, rules])),
  };
}

/** What is being sent is due since ever; more than this are left to the sweeper. */
const MAX_RUNG = 1_000;

/** Wakes what the switch had stopped; the sweeper would, but only within a minute. A damaged job is left to it. */
async function ringAll({ jobs, doorbell }: ChangeDeliverySettingsDeps): Promise<void> {
  for (const { id } of await jobs.listDue(0, MAX_RUNG)) {
    const job = await jobs.get(id).catch(ifDamaged);
    if (job?.phase === 'SENDING') await doorbell.ring(shardsOf(job));
  }
}

function ifDamaged(error: unknown): null {
  if (error instanceof DamagedJobError) return null;
  throw error;
}
