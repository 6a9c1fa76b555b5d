import { FirehoseClient, PutRecordBatchCommand } from '@aws-sdk/client-firehose';
import type { LakeStreams } from '../../app/lake/index.ts';
import type { ArrivingTableName } from '../../domain/lake/index.ts';
import { SERVICE_CLIENT_SETTINGS } from '../aws/client-settings.ts';
import { withQuickConfig } from '../aws/quick-config.ts';

export type LakeStreamsOptions = {
  /** The stream of each table. */
  readonly names: Readonly<Partial<Record<ArrivingTableName, string>>>;
  readonly client?: FirehoseClient;
};

/** Puts records into the lake's streams of Firehose. Repeating is the caller's: only it knows what is left. */
export function createLakeStreams({ names, client }: LakeStreamsOptions): LakeStreams {
  const firehose = client ?? withQuickConfig(new FirehoseClient({ ...SERVICE_CLIENT_SETTINGS, maxAttempts: 1 }));
  const encoder = new TextEncoder();
  return {
    put: async (table, records) => {
      const name = names[table];
      if (name === undefined) throw new Error(`This function puts nothing into the table ${table} of the lake.`);
      const answer = await firehose.send(
        new PutRecordBatchCommand({
          DeliveryStreamName: name,
          Records: records.map((record) => ({ Data: encoder.encode(record) })),
        }),
      );
      if ((answer.FailedPutCount ?? 0) === 0) return [];
      return (answer.RequestResponses ?? []).flatMap(({ ErrorCode }, place) =>
        ErrorCode === undefined ? [] : [place],
      );
    },
  };
}
