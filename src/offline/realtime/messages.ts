import * as z from 'zod';
import type { GraphqlError } from '../graphql/contract.ts';

/** Messages of AppSync's realtime protocol. https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html */
export type ServerMessage =
  | { readonly type: 'connection_ack'; readonly payload: { readonly connectionTimeoutMs: number } }
  | { readonly type: 'connection_error'; readonly payload: { readonly errors: readonly ConnectionError[] } }
  | { readonly type: 'ka' }
  | { readonly type: 'start_ack'; readonly id: string }
  | { readonly type: 'data'; readonly id: string; readonly payload: unknown }
  | { readonly type: 'error'; readonly id?: string; readonly payload: { readonly errors: readonly GraphqlError[] } }
  | { readonly type: 'complete'; readonly id: string };

export interface ConnectionError {
  readonly errorType: string;
  readonly message: string;
  readonly errorCode: number;
}

const authorization = z.record(z.string(), z.string());

export const startPayload = z.object({
  /** A JSON string, because that text is what IAM callers sign. */
  data: z.string(),
  extensions: z.object({ authorization }),
});

const operation = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

export const clientMessage = z.object({
  type: z.string(),
  id: z.string().min(1).max(128).optional(),
  payload: z.unknown().optional(),
});

export type ClientMessage = z.infer<typeof clientMessage>;

/** Reads the operation inside `start`; undefined when it is not one. */
export function readOperation(data: string): z.infer<typeof operation> | undefined {
  const parsed = operation.safeParse(readJson(data));
  return parsed.success ? parsed.data : undefined;
}

export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Decodes the headers a client authorizes its connection with; undefined when they are no JSON object of texts. */
export function readAuthorizationHeaders(encoded: string): Readonly<Record<string, string>> | undefined {
  // base64url in the subprotocol, base64 in the query string: Node's decoder takes both alphabets.
  const parsed = authorization.safeParse(readJson(Buffer.from(encoded, 'base64url').toString('utf8')));
  return parsed.success ? lowerCaseNames(parsed.data) : undefined;
}

export function lowerCaseNames(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
