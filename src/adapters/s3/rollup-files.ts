import { DeleteObjectsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { batchesOf } from '../../app/batches-of.ts';
import type { RollupFiles } from '../../app/insight/index.ts';
import { folderOf } from '../../domain/insight/index.ts';
import { SERVICE_CLIENT_SETTINGS } from '../aws/client-settings.ts';

/** The most that S3 removes in one request. */
const MAX_REMOVED = 1_000;

/** The files of rollups in the lake's bucket. */
export function createRollupFiles(bucket: string, client = new S3Client(SERVICE_CLIENT_SETTINGS)): RollupFiles {
  return {
    bucket,
    list: async (folder) => {
      const prefix = folderOf(folder);
      const paths: string[] = [];
      let next: string | undefined;
      do {
        const page = await client.send(
          new ListObjectsV2Command({
            Bucket: bucket,
            Prefix: prefix,
            ...(next === undefined ? {} : { ContinuationToken: next }),
          }),
        );
        for (const { Key } of page.Contents ?? []) if (Key !== undefined) paths.push(Key.slice(prefix.length));
        next = page.NextContinuationToken;
      } while (next !== undefined);
      return paths;
    },
    remove: async (folder, paths) => {
      for (const some of batchesOf(paths, MAX_REMOVED)) {
        const Objects = some.map((path) => ({ Key: `${folderOf(folder)}${path}` }));
        const { Errors = [] } = await client.send(
          new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
        );
        const [error] = Errors;
        if (error !== undefined) {
          throw new Error(
            `S3 did not remove ${error.Key ?? ''} of ${bucket}: ${error.Code ?? ''} ${error.Message ?? ''}`,
          );
        }
      }
    },
  };
}
