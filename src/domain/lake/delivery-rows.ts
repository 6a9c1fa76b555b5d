import type { MessageClass } from '../consent/index.ts';
import { KRW_MICROS } from '../cost/index.ts';
import type { Channel } from '../customer/index.ts';
import type { Recipient, RecipientResult } from '../send-job/index.ts';
import { lakeTime } from './column.ts';
import { koreanPlace } from './event-row.ts';
import type { DeliveryRow } from './tables.ts';

/** What the rows of a job have in common. */
export interface SentJob {
  readonly jobId: string;
  readonly runId?: string;
  readonly campaignId: string;
  readonly wave: number;
  readonly messageClass: MessageClass;
  /** Of each of the plan's steps. */
  readonly channels: readonly Channel[];
  /** The names of the treatments; absent: there are none. */
  readonly treatments?: readonly string[];
}

/** Which recipient a row is about, by their key. */
type Of = { readonly key: string; readonly recipient: Pick<Recipient, 'stepIndex' | 'treatment'> };

/** A status that a recipient has come to. */
export function statusRow(job: SentJob, of: Of, { status, code }: RecipientResult, at: number): DeliveryRow {
  return {
    ...base(job, of.key, `${job.jobId}.${status}`, at),
    ...ofRecipient(job, of),
    status,
    ...(code === undefined ? {} : { reason: code }),
  };
}

/** What a provider bills for a message to a recipient; `unitMicros` is null where nobody knows the price. */
export function chargeRow(
  job: SentJob,
  of: Of,
  { at, item, units }: { readonly at: number; readonly item: string; readonly units: number },
  unitMicros: number | null,
): DeliveryRow {
  return {
    ...base(job, of.key, `${job.jobId}.CHARGED.${item}.${at}`, at),
    ...ofRecipient(job, of),
    status: 'CHARGED',
    ...(unitMicros === null ? {} : { cost_krw: (unitMicros * units) / KRW_MICROS }),
    parts: units,
  };
}

/** Somebody who was kept out of a job to compare with. */
export function heldOutRow(job: SentJob, key: string, at: number): DeliveryRow {
  return { ...base(job, key, `${job.jobId}.HELD_OUT`, at), arm: 'HOLDOUT', status: 'HELD_OUT' };
}

function base({ jobId, runId, campaignId, wave, messageClass }: SentJob, key: string, eventId: string, at: number) {
  return {
    customer_key: key,
    event_id: eventId,
    job_id: jobId,
    ...(runId === undefined ? {} : { run_id: runId }),
    campaign_id: campaignId,
    wave,
    at: lakeTime(at),
    ...koreanPlace(at),
    message_class: messageClass,
  };
}

function ofRecipient({ channels, treatments }: SentJob, { recipient }: Of) {
  const channel = channels[recipient.stepIndex];
  return {
    arm: treatments?.[recipient.treatment] ?? 'ALL',
    ...(channel === undefined ? {} : { channel }),
  };
}
