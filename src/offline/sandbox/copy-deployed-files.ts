import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Bucket } from '../assembly/resources.ts';
import type { AwsService } from '../services/contract.ts';

/** Puts the files into the buckets which a deployment would copy there. */
export async function copyDeployedFiles(buckets: readonly Bucket[], s3: AwsService): Promise<void> {
  for (const bucket of buckets) {
    for (const { path, keyPrefix } of bucket.deployedFolders ?? []) {
      const entries = await readdir(path, { recursive: true, withFileTypes: true });
      for (const entry of entries.filter((candidate) => candidate.isFile())) {
        const file = join(entry.parentPath, entry.name);
        const key = [keyPrefix.replace(/\/$/, ''), ...relative(path, file).split(sep)]
          .filter((part) => part !== '')
          .join('/');
        const response = await s3.handle({
          service: 's3',
          method: 'PUT',
          path: `/${bucket.name}/${key.split('/').map(encodeURIComponent).join('/')}`,
          query: new URLSearchParams(),
          headers: { host: '127.0.0.1' },
          body: await readFile(file),
          principal: null,
        });
        if (response.status !== 200)
          throw new Error(`Could not copy ${key} into the bucket ${bucket.name}: ${String(response.body)}`);
      }
    }
  }
}
