import { randomUUID } from 'node:crypto';
import type { AwsResponse } from './contract.ts';

/** An error of the XML protocols: S3's own shape, or the query protocol's around it. */
export function xmlError(status: number, code: string, message: string, shape: 's3' | 'sts' = 's3'): AwsResponse {
  const requestId = randomUUID();
  const error = `<Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message>`;
  const body =
    shape === 's3'
      ? `<Error>${error}<RequestId>${requestId}</RequestId></Error>`
      : `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>${error}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId },
    body: `<?xml version="1.0" encoding="UTF-8"?>${body}`,
  };
}

/** Text for an XML element. */
export function escapeXml(text: string): string {
  return text.replace(
    /[<>&'"]/g,
    (character) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;', "'": '&apos;', '"': '&quot;' })[character] ?? character,
  );
}
