import * as z from 'zod';
import type { CognitoContext } from './context.ts';
import { CognitoError } from './errors.ts';
import type { User } from './pool-state.ts';
import type { Pool } from './pool-store.ts';

/** The triggers that the sandbox runs; the others of a pool are named when it starts. */
export const SUPPORTED_TRIGGERS = [
  'PreSignUp',
  'PostConfirmation',
  'PreAuthentication',
  'PostAuthentication',
  'PreTokenGeneration',
  'CustomMessage',
] as const;

export type TriggerName = (typeof SUPPORTED_TRIGGERS)[number];

const answer = z.object({ response: z.record(z.string(), z.unknown()) });

export interface TriggerEvent {
  readonly source: string;
  readonly user: User;
  readonly clientId: string;
  /** `ClientMetadata` of the call. */
  readonly clientMetadata?: Readonly<Record<string, string>> | null | undefined;
  readonly request?: Readonly<Record<string, unknown>>;
  readonly response?: Readonly<Record<string, unknown>>;
  /** Of the event; `1` if absent. */
  readonly version?: string;
}

/** Invokes the pool's function for a trigger, and returns its `response`; undefined when the pool has none. */
export async function runTrigger(
  context: CognitoContext,
  pool: Pool,
  trigger: TriggerName,
  event: TriggerEvent,
): Promise<Record<string, unknown> | undefined> {
  const functionArn = pool.definition.triggers[trigger];
  if (functionArn === undefined) return undefined;
  const result = await context.lambda.invoke(functionArn, {
    version: event.version ?? '1',
    triggerSource: event.source,
    region: context.region,
    userPoolId: pool.definition.id,
    userName: event.user.username,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: event.clientId },
    request: {
      userAttributes: publicAttributes(event.user),
      ...(event.clientMetadata == null ? {} : { clientMetadata: event.clientMetadata }),
      ...event.request,
    },
    response: event.response ?? {},
  });
  if (!result.ok) {
    throw result.timedOut
      ? new CognitoError('UnexpectedLambdaException', `${trigger} invocation failed due to configuration.`)
      : new CognitoError('UserLambdaValidationException', `${trigger} failed with error ${result.errorMessage}.`);
  }
  const parsed = answer.safeParse(result.payload);
  if (!parsed.success) throw new CognitoError('InvalidLambdaResponseException', 'Unrecognizable lambda output');
  return parsed.data.response;
}

function publicAttributes(user: User): Record<string, string> {
  return { ...user.attributes, 'cognito:user_status': user.status };
}
