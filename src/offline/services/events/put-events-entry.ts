import * as z from 'zod';
import { jsonObject } from '../aws-response.ts';
import type { PublishedEvent } from '../contract.ts';

export const MAX_ENTRIES = 10;
/** 256 KB until 2026-01; https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html */
export const MAX_REQUEST_BYTES = 1024 * 1024;

const entry = z.strictObject({
  /** Seconds since the epoch. */
  Time: z.number().optional(),
  Source: z.string().optional(),
  Resources: z.array(z.string()).optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  EventBusName: z.string().optional(),
  TraceHeader: z.string().optional(),
});
type Entry = z.infer<typeof entry>;

export const putEventsInput = z.strictObject({ Entries: z.array(entry) });

export type ReadEntry =
  | { readonly ok: true; readonly event: PublishedEvent }
  | { readonly ok: false; readonly error: { readonly code: string; readonly message: string } };

/** An entry's size as EventBridge counts it. */
export function entrySize({ Time, Source, Resources, DetailType, Detail }: Entry): number {
  const texts = [Source, DetailType, Detail, ...(Resources ?? [])];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), Time === undefined ? 0 : 14);
}

/** Reads one entry; a wrong one fails alone. */
export function readEntry({ Time, Source, Resources, DetailType, Detail }: Entry): ReadEntry {
  if (Source === undefined || Source === '') return missing('Source');
  if (Source.startsWith('aws.')) return failed('NotAuthorizedForSourceException', 'Not authorized for the source.');
  if (DetailType === undefined || DetailType === '') return missing('DetailType');
  if (Detail === undefined || Detail === '') return missing('Detail');
  const detail = jsonObject(Buffer.from(Detail));
  if (detail === undefined) return failed('MalformedDetail', 'Detail is malformed.');
  return {
    ok: true,
    event: {
      source: Source,
      detailType: DetailType,
      detail,
      ...(Resources === undefined ? {} : { resources: Resources }),
      ...(Time === undefined ? {} : { time: Time * 1000 }),
    },
  };
}

function missing(parameter: string): ReadEntry {
  return failed('InvalidArgument', `Parameter ${parameter} is not valid. Reason: ${parameter} is a required argument.`);
}

function failed(code: string, message: string): ReadEntry {
  return { ok: false, error: { code, message } };
}
