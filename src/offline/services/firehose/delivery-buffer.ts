import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import type { DeliveryStream } from '../../assembly/resources.ts';
import type { Clock } from '../../clock.ts';
import { openJournal } from '../journal.ts';
import type { BucketStore } from '../s3/create-s3.ts';
import type { RecordConverter } from './convert-records.ts';
import { objectPrefix } from './object-prefix.ts';

/** Records of one stream that are acknowledged and not yet an object of the bucket. */
export interface DeliveryBuffer {
  /** They are on disk when this returns. */
  add(records: readonly Buffer[]): void;
  /** Writes what is there, whatever the hints say. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export interface DeliveryBufferOptions {
  readonly stream: DeliveryStream;
  readonly bucket: BucketStore;
  readonly folder: string;
  readonly clock: Clock;
  readonly converter: RecordConverter;
  /** Told of what somebody will miss: records that cannot be read, objects that cannot be written. */
  readonly tell: (line: string) => void;
}

const entrySchema = z.object({ number: z.number(), at: z.number(), data: z.string() });
type Entry = z.infer<typeof entrySchema>;

const LOOK_EVERY_MS = 1_000;

/**
 * Keeps records until the stream's hints say that an object is due: so many bytes, or so many seconds on the sandbox's
 * clock since the oldest. An object is named by the number of its first record: written again after a crash it replaces itself.
 */
export function openDeliveryBuffer(options: DeliveryBufferOptions): DeliveryBuffer {
  const { stream, bucket, clock, converter, tell } = options;
  const { seconds, bytes: maxBytes } = stream.buffering ?? { seconds: 300, bytes: 5 * 1024 * 1024 };
  let entries: Entry[] = [];
  let bytes = 0;
  const journal = openJournal(
    join(options.folder, `${stream.name}.pending`),
    (entry) => {
      const read = entrySchema.parse(entry);
      entries.push(read);
      bytes += read.data.length;
    },
    `records of the stream ${stream.name} that were not delivered`,
  );
  let next = (entries.at(-1)?.number ?? 0) + 1;
  let running: Promise<void> | undefined;

  const isDue = (): boolean => {
    const [oldest] = entries;
    return oldest !== undefined && (bytes >= maxBytes || clock.now() - oldest.at >= seconds * 1000);
  };
  const look = setInterval(() => {
    if (isDue()) void flush().catch(() => undefined);
  }, LOOK_EVERY_MS);
  look.unref();

  async function deliver(): Promise<void> {
    const taken = [...entries];
    const [oldest] = taken;
    if (oldest === undefined) return;
    const timeZone = stream.timeZone ?? 'UTC';
    const prefix = (text: string | undefined): string => objectPrefix(text, oldest.at, timeZone);
    const name = `${stream.name}-1-${new Date(oldest.at).toISOString().slice(0, 19).replaceAll(/[T:]/g, '-')}-${identityOf(stream.name, oldest)}`;
    const texts = taken.map(({ data }) => Buffer.from(data, 'base64').toString('utf8'));
    if (stream.conversion === undefined) {
      const all = Buffer.concat(taken.map(({ data }) => Buffer.from(data, 'base64')));
      bucket.put(`${prefix(stream.prefix)}${name}`, all, 'application/octet-stream');
    } else {
      const { parquet, failed } = await converter.convert(texts, stream.conversion);
      if (parquet !== undefined)
        bucket.put(`${prefix(stream.prefix)}${name}.parquet`, parquet, 'application/octet-stream');
      if (failed.length > 0) {
        const key = `${prefix(stream.errorPrefix ?? `${stream.prefix ?? ''}format-conversion-failed/`)}${name}`;
        bucket.put(key, errorObject(failed, oldest.at), 'application/octet-stream');
        tell(
          `Firehose ${stream.name}: ${failed.length} record(s) could not be read and are in ${key}: ${failed[0]?.problem ?? ''}`,
        );
      }
    }
    const last = taken.at(-1)?.number ?? 0;
    entries = entries.filter(({ number }) => number > last);
    bytes = entries.reduce((sum, { data }) => sum + data.length, 0);
    journal.rewrite(entries);
  }

  function flush(): Promise<void> {
    if (running !== undefined) {
      // What came after that one began is not in it.
      return running.then(() => (entries.length === 0 ? undefined : flush()));
    }
    running = deliver()
      .catch((error: unknown) => {
        tell(`Firehose ${stream.name} could not write an object; its records are kept: ${String(error)}`);
        throw error;
      })
      .finally(() => {
        running = undefined;
      });
    return running;
  }

  return {
    add(records) {
      const at = clock.now();
      const added = records.map((data, index) => ({ number: next + index, at, data: data.toString('base64') }));
      journal.append(added);
      next += added.length;
      entries.push(...added);
      bytes += added.reduce((sum, { data }) => sum + data.length, 0);
      if (bytes >= maxBytes) void flush().catch(() => undefined);
    },
    flush,
    async close() {
      clearInterval(look);
      await flush().catch(() => undefined);
      journal.close();
    },
  };
}

/** The same for the same records, and no other's. */
function identityOf(stream: string, { number, at }: Entry): string {
  return createHash('sha256').update(`${stream} ${number} ${at}`).digest('hex').slice(0, 32);
}

/** https://docs.aws.amazon.com/firehose/latest/dev/retry.html */
function errorObject(failed: readonly { readonly text: string; readonly problem: string }[], at: number): Buffer {
  const lines = failed.map(({ text, problem }) =>
    JSON.stringify({
      attemptsMade: 1,
      arrivalTimestamp: at,
      lastErrorCode: 'DataFormatConversion.ParseError',
      lastErrorMessage: `Encountered malformed JSON. ${problem}`,
      rawData: Buffer.from(text).toString('base64'),
    }),
  );
  return Buffer.from(`${lines.join('\n')}\n`);
}
