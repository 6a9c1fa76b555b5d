import { randomUUID } from 'node:crypto';
import type { AwsResponse } from './contract.ts';

/** A JSON answer in the AWS JSON 1.0/1.1 and REST-JSON protocols. */
export function jsonResponse(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): AwsResponse {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': randomUUID(), ...headers },
    body: body === undefined ? '' : JSON.stringify(body),
  };
}

/** A service error: SDKs read the name from `x-amzn-errortype` (REST-JSON) or `__type` (AWS JSON). */
export function errorResponse(
  status: number,
  name: string,
  message: string,
  extra: Readonly<Record<string, unknown>> = {},
): AwsResponse {
  return jsonResponse(status, { __type: name, message, Message: message, ...extra }, { 'x-amzn-errortype': name });
}

/** An operation of a real AWS service that the sandbox does not run: named, never approximated. */
export function notSupportedOffline(service: string, operation: string, hint = ''): AwsResponse {
  return errorResponse(501, 'NotSupportedOffline', notSupportedMessage(service, operation, hint));
}

/** One wording for every refusal of this kind, for services that answer in another format. */
export function notSupportedMessage(service: string, operation: string, hint = ''): string {
  return `${service} ${operation} is not supported by the offline sandbox.${hint === '' ? '' : ` ${hint}`} Use a deployed sandbox (npx ampx sandbox) for it.`;
}

/** Operation name of an AWS JSON request: the part of `x-amz-target` after the last dot. */
export function targetOperation(headers: Readonly<Record<string, string>>): string {
  const target = headers['x-amz-target'] ?? '';
  return target.slice(target.lastIndexOf('.') + 1);
}

/** Whoever authorizes a request reads its body, and then whoever answers it. */
const parsedBodies = new WeakMap<Buffer, Record<string, unknown>>();

/** The JSON object in a request body; undefined when it is not one. An empty body is an empty object. */
export function jsonObject(body: Buffer): Record<string, unknown> | undefined {
  if (body.length === 0) return {};
  const known = parsedBodies.get(body);
  if (known !== undefined) return known;
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (!isRecord(value)) return undefined;
    parsedBodies.set(body, value);
    return value;
  } catch {
    return undefined;
  }
}

/** A JSON object, as opposed to an array, a scalar or null. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
