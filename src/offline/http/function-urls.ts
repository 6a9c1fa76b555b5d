import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { FunctionUrl } from '../assembly/resources.ts';
import type { Clock } from '../clock.ts';
import type { AwsResponse, LambdaRuntime } from '../services/contract.ts';
import type { Invoker, InvokerOutcome } from './authorize-request.ts';

/** A request to the URL of a function. */
export interface FunctionUrlRequest {
  /** The part of the path that names the URL. */
  readonly id: string;
  readonly method: string;
  /** What stands behind it, beginning with a slash. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly sourceIp: string;
}

/** Answers what is asked at the URLs of functions; undefined for a URL that is none. */
export type FunctionUrls = (
  request: FunctionUrlRequest,
  /** Of a URL that only some may call. */
  authorize: (functionArn: string) => Promise<InvokerOutcome>,
) => Promise<AwsResponse | undefined>;

/** Lambda hands these on as text; everything else, forms too, in Base64. */
const TEXT = /^(?:text\/|application\/(?:json|javascript|xml)(?:;|$))/i;

const answer = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  body: z.string().optional(),
  isBase64Encoded: z.boolean().optional(),
  cookies: z.array(z.string()).optional(),
});

/** Runs functions behind their URLs, in the event format 2.0. https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html */
export function createFunctionUrls({
  urls,
  lambda,
  clock,
}: {
  readonly urls: readonly FunctionUrl[];
  readonly lambda: Pick<LambdaRuntime, 'invoke'>;
  readonly clock: Pick<Clock, 'now'>;
}): FunctionUrls {
  const byId = new Map(urls.map((one) => [new URL(one.url).pathname.split('/')[2] ?? '', one]));
  return async (request, authorize) => {
    const found = byId.get(request.id);
    if (found === undefined) return undefined;
    const authorized = found.authType === 'NONE' ? undefined : await authorize(found.functionArn);
    if (authorized?.ok === false) {
      const { status, code, message } = authorized.refusal;
      const refused = json(status, { Message: message });
      return { ...refused, headers: { ...refused.headers, 'x-amzn-errortype': code } };
    }
    const result = await lambda.invoke(found.functionArn, eventOf(request, clock.now(), authorized?.invoker));
    if (!result.ok) return json(502, { message: 'Internal Server Error' });
    const read = answer.safeParse(result.payload);
    // What is no answer of its own is the body of one.
    if (!read.success) return json(200, result.payload);
    const { statusCode, headers = {}, body = '', isBase64Encoded = false, cookies = [] } = read.data;
    const given = Object.entries(headers).map(([name, value]): [string, string] => [name.toLowerCase(), String(value)]);
    return {
      status: statusCode,
      headers: {
        'content-type': 'application/json',
        ...(cookies.length === 0 ? {} : { 'set-cookie': cookies.join(', ') }),
        ...Object.fromEntries(given),
      },
      body: isBase64Encoded ? Buffer.from(body, 'base64') : body,
    };
  };
}

function json(status: number, value: unknown): AwsResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value ?? null) };
}

function eventOf(
  { id, method, path, query, headers, body, sourceIp }: FunctionUrlRequest,
  now: number,
  invoker: Invoker | undefined,
): object {
  const isText = TEXT.test(headers['content-type'] ?? 'text/plain');
  const parameters: Record<string, string> = {};
  for (const [name, value] of query)
    parameters[name] = name in parameters ? `${parameters[name] ?? ''},${value}` : value;
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query.toString(),
    headers: { ...headers, 'x-forwarded-for': sourceIp, 'x-forwarded-proto': 'https' },
    ...(query.size === 0 ? {} : { queryStringParameters: parameters }),
    requestContext: {
      accountId: invoker?.accountId ?? 'anonymous',
      // Whose identity of a pool it is, AWS does not say here.
      ...(invoker === undefined ? {} : { authorizer: { iam: { ...invoker, cognitoIdentity: null } } }),
      apiId: id,
      domainName: headers['host'] ?? '',
      domainPrefix: id,
      http: { method, path, protocol: 'HTTP/1.1', sourceIp, userAgent: headers['user-agent'] ?? '' },
      requestId: randomUUID(),
      routeKey: '$default',
      stage: '$default',
      time: new Date(now).toISOString(),
      timeEpoch: now,
    },
    ...(body.length === 0 ? {} : { body: isText ? body.toString('utf8') : body.toString('base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}
