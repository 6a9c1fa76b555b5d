import type { AwsRequest, AwsResponse } from '../contract.ts';
import { escapeXml, xmlError } from '../xml-error.ts';
import type { MultipartUploads, UploadAbout } from './multipart-uploads.ts';
import type { ObjectFiles, ObjectMetadata } from './object-files.ts';
import { objectBytes, objectHeaders } from './object-request.ts';
import { elementsOf, textOf, xmlAnswer } from './xml.ts';
import type { S3Target } from './s3-operation.ts';

const MAX_PARTS = 10_000;
const NAMESPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

const MESSAGES = {
  InvalidPart:
    'One or more of the specified parts could not be found. The part might not have been uploaded, or the specified entity tag might not have matched the part’s entity tag.',
  InvalidPartOrder:
    'The list of parts was not in ascending order. Parts list must be specified in order by part number.',
  EntityTooSmall: 'Your proposed upload is smaller than the minimum allowed object size.',
} as const;

export function createUpload(uploads: MultipartUploads, { bucket, key }: S3Target, request: AwsRequest): AwsResponse {
  const uploadId = uploads.create({ bucket, key, ...objectHeaders(request) });
  return xmlAnswer(
    `<InitiateMultipartUploadResult ${NAMESPACE}><Bucket>${escapeXml(bucket)}</Bucket><Key>${escapeXml(key)}</Key><UploadId>${uploadId}</UploadId></InitiateMultipartUploadResult>`,
  );
}

/** The upload that a request names, if it is one of this object. */
export function uploadOf(
  uploads: MultipartUploads,
  { bucket, key }: S3Target,
  request: AwsRequest,
): { readonly id: string; readonly about: UploadAbout } | undefined {
  const id = request.query.get('uploadId') ?? '';
  const about = uploads.about(id);
  return about?.bucket === bucket && about.key === key ? { id, about } : undefined;
}

export const noSuchUpload = (): AwsResponse =>
  xmlError(
    404,
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
  );

export function uploadPart(uploads: MultipartUploads, uploadId: string, request: AwsRequest): AwsResponse {
  const number = Number(request.query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > MAX_PARTS)
    return xmlError(400, 'InvalidArgument', `Part number must be an integer between 1 and ${MAX_PARTS}, inclusive`);
  const bytes = objectBytes(request);
  if (bytes === undefined) return xmlError(400, 'IncompleteBody', 'The request body terminated unexpectedly');
  const part = uploads.addPart(uploadId, number, bytes);
  return { status: 200, headers: { etag: `"${part.etag}"` }, body: '' };
}

/** Makes one object of the parts that the request lists. */
export function completeUpload(
  uploads: MultipartUploads,
  upload: { readonly id: string; readonly about: UploadAbout },
  objects: ObjectFiles,
  request: AwsRequest,
  now: number,
  created: (object: ObjectMetadata) => void,
): AwsResponse {
  const wanted = elementsOf(request.body.toString('utf8'), 'Part').map((part) => ({
    number: Number(textOf(part, 'PartNumber')),
    etag: textOf(part, 'ETag') ?? '',
  }));
  if (wanted.length === 0)
    return xmlError(
      400,
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    );
  const completion = uploads.complete(upload.id, upload.about, wanted);
  if (!completion.ok) return xmlError(400, completion.code, MESSAGES[completion.code]);
  const { bucket, key, contentType, headers, metadata } = completion.about;
  const object = objects.put(key, completion.bytes, { contentType, headers, metadata, now, etag: completion.etag });
  uploads.remove(upload.id);
  created(object);
  return xmlAnswer(
    `<CompleteMultipartUploadResult ${NAMESPACE}><Location>http://127.0.0.1/${escapeXml(bucket)}/${escapeXml(key)}</Location><Bucket>${escapeXml(bucket)}</Bucket><Key>${escapeXml(key)}</Key><ETag>&quot;${object.etag}&quot;</ETag></CompleteMultipartUploadResult>`,
  );
}

export function listParts(uploads: MultipartUploads, { bucket, key }: S3Target, uploadId: string): AwsResponse {
  const parts = uploads
    .parts(uploadId)
    .map(
      (part) =>
        `<Part><PartNumber>${part.number}</PartNumber><ETag>&quot;${part.etag}&quot;</ETag><Size>${part.size}</Size></Part>`,
    )
    .join('');
  return xmlAnswer(
    `<ListPartsResult ${NAMESPACE}><Bucket>${escapeXml(bucket)}</Bucket><Key>${escapeXml(key)}</Key><UploadId>${uploadId}</UploadId><IsTruncated>false</IsTruncated>${parts}</ListPartsResult>`,
  );
}
