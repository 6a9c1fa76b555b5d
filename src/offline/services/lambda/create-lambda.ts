import type { LambdaFunction } from '../../assembly/resources.ts';
import { errorResponse, notSupportedOffline } from '../aws-response.ts';
import type { AsynchronousInvoker, AwsRequest, AwsResponse, AwsService, LambdaRuntime } from '../contract.ts';
import { isNamed, readFunctionName } from './function-name.ts';

export interface LambdaOptions {
  readonly functions: readonly LambdaFunction[];
  readonly runtime: Pick<LambdaRuntime, 'invoke'>;
  readonly background: AsynchronousInvoker;
  readonly region: string;
  readonly accountId: string;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_SYNCHRONOUS_BYTES = 6 * 1024 * 1024;
const MAX_ASYNCHRONOUS_BYTES = 1024 * 1024;
const JSON_TYPE = { 'content-type': 'application/json' } as const;

/** AWS Lambda: Invoke. The functions are those of the backend. */
export function createLambda(options: LambdaOptions): AwsService {
  const find = (name: string): LambdaFunction | undefined => options.functions.find((fn) => isNamed(fn, name));

  return {
    authorizationOf(request) {
      const name = invokedName(request);
      if (name === undefined) return { action: `lambda:${request.method} ${request.path}`, resource: '*' };
      const qualifier = readFunctionName(name)?.qualifier ?? request.query.get('Qualifier') ?? undefined;
      const arn = find(name)?.arn ?? unknownArn(name, options);
      return { action: 'lambda:InvokeFunction', resource: qualifier === undefined ? arn : `${arn}:${qualifier}` };
    },
    async handle(request) {
      const name = invokedName(request);
      if (name === undefined) return notSupportedOffline('Lambda', `${request.method} ${request.path}`);
      const fn = find(name);
      if (fn === undefined)
        return errorResponse(404, 'ResourceNotFoundException', `Function not found: ${unknownArn(name, options)}`, {
          Type: 'User',
        });
      if (!fn.runtime.startsWith('nodejs'))
        return notSupportedOffline('Lambda', `Invoke of a function with the runtime ${fn.runtime}`);
      if (request.headers['x-amz-log-type'] === 'Tail')
        return notSupportedOffline('Lambda', 'Invoke with LogType Tail');
      const payload = readPayload(request.body);
      if (!payload.ok) return payload.response;
      return invoke(options, fn, request, payload.value);
    },
  };
}

async function invoke(
  { runtime, background }: LambdaOptions,
  fn: LambdaFunction,
  request: AwsRequest,
  payload: unknown,
): Promise<AwsResponse> {
  const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse';
  switch (type) {
    case 'RequestResponse': {
      if (request.body.length > MAX_SYNCHRONOUS_BYTES) return tooLarge(request.body.length, MAX_SYNCHRONOUS_BYTES);
      const result = await runtime.invoke(fn.arn, payload);
      const headers = { ...JSON_TYPE, 'x-amz-executed-version': '$LATEST' };
      if (result.ok)
        return { status: 200, headers, body: JSON.stringify(result.payload === undefined ? null : result.payload) };
      const { errorType, errorMessage } = result;
      return {
        status: 200,
        headers: { ...headers, 'x-amz-function-error': 'Unhandled' },
        // The trace is in the log of the functions.
        body: JSON.stringify({ errorType, errorMessage, ...(result.timedOut ? {} : { trace: [] }) }),
      };
    }
    case 'Event':
      if (request.body.length > MAX_ASYNCHRONOUS_BYTES) return tooLarge(request.body.length, MAX_ASYNCHRONOUS_BYTES);
      background.invokeLater(fn.arn, payload);
      return { status: 202, headers: JSON_TYPE, body: '' };
    case 'DryRun':
      return { status: 204, headers: {}, body: '' };
    default:
      return errorResponse(400, 'InvalidParameterValueException', `InvocationType ${type} is not known.`, {
        Type: 'User',
      });
  }
}

function invokedName(request: AwsRequest): string | undefined {
  const name = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(request.path)?.[1];
  return request.method !== 'POST' || name === undefined ? undefined : decodeURIComponent(name);
}

function unknownArn(name: string, { region, accountId }: LambdaOptions): string {
  return name.startsWith('arn:') ? name : `arn:aws:lambda:${region}:${accountId}:function:${name}`;
}

function readPayload(
  body: Buffer,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly response: AwsResponse } {
  if (body.length === 0) return { ok: true, value: {} };
  try {
    return { ok: true, value: JSON.parse(body.toString('utf8')) };
  } catch {
    const message = 'Could not parse request body into json: the payload is not JSON.';
    return { ok: false, response: errorResponse(400, 'InvalidRequestContentException', message, { Type: 'User' }) };
  }
}

function tooLarge(bytes: number, limit: number): AwsResponse {
  const message = `Request must be smaller than ${limit} bytes for the InvokeFunction operation; it has ${bytes}.`;
  return errorResponse(413, 'RequestTooLargeException', message, { Type: 'User' });
}
