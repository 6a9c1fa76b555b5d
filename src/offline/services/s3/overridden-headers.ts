import type { AwsRequest, AwsResponse } from '../contract.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html: the answer's own headers, as the address asks for. */
const OVERRIDE =
  /^response-(cache-control|content-disposition|content-encoding|content-language|content-type|expires)$/;

/** Headers of an answer that the query replaces: how a presigned address makes a browser save a file. */
export function withOverriddenHeaders(request: AwsRequest, answer: AwsResponse): AwsResponse {
  if (answer.status >= 300 || (request.method !== 'GET' && request.method !== 'HEAD')) return answer;
  const overrides = [...request.query].flatMap(([name, value]): [string, string][] => {
    const header = OVERRIDE.exec(name)?.[1];
    // What cannot be a header would end the answer.
    return header === undefined || /[^\t\x20-\x7e\x80-\xff]/.test(value) ? [] : [[header, value]];
  });
  return overrides.length === 0
    ? answer
    : { ...answer, headers: { ...answer.headers, ...Object.fromEntries(overrides) } };
}
