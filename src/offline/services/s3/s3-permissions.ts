import type { Bucket } from '../../assembly/resources.ts';
import type { Authorization, AwsRequest } from '../contract.ts';
import { keysToDelete } from './delete-objects.ts';
import { copySourceOf, type S3Operation, type S3Target } from './s3-operation.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html: what each operation needs. */
const ACTIONS: Readonly<Record<S3Operation, string>> = {
  PutObject: 's3:PutObject',
  GetObject: 's3:GetObject',
  HeadObject: 's3:GetObject',
  DeleteObject: 's3:DeleteObject',
  CopyObject: 's3:PutObject',
  DeleteObjects: 's3:DeleteObject',
  ListObjectsV2: 's3:ListBucket',
  HeadBucket: 's3:ListBucket',
  CreateMultipartUpload: 's3:PutObject',
  UploadPart: 's3:PutObject',
  CompleteMultipartUpload: 's3:PutObject',
  AbortMultipartUpload: 's3:AbortMultipartUpload',
  ListParts: 's3:ListMultipartUploadParts',
};

/** The permissions that a request needs; all of them. */
export function s3Permissions(
  operation: S3Operation,
  { bucket, key }: S3Target,
  request: AwsRequest,
  buckets: readonly Bucket[],
): readonly Authorization[] {
  const arnOf = (name: string): string =>
    buckets.find((candidate) => candidate.name === name)?.arn ?? `arn:aws:s3:::${name}`;
  const action = ACTIONS[operation];
  switch (operation) {
    case 'ListObjectsV2':
      return [{ action, resource: arnOf(bucket), context: { 's3:prefix': request.query.get('prefix') ?? '' } }];
    case 'HeadBucket':
      return [{ action, resource: arnOf(bucket) }];
    case 'DeleteObjects':
      return keysToDelete(request.body).map((one) => ({ action, resource: `${arnOf(bucket)}/${one}` }));
    case 'CopyObject': {
      const source = copySourceOf(request);
      const read =
        source === undefined ? [] : [{ action: 's3:GetObject', resource: `${arnOf(source.bucket)}/${source.key}` }];
      return [...read, { action, resource: `${arnOf(bucket)}/${key}` }];
    }
    default:
      return [{ action, resource: `${arnOf(bucket)}/${key}` }];
  }
}
