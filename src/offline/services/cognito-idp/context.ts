import * as z from 'zod';
import type { VerifyToken } from '../../auth/verify-token.ts';
import type { Clock } from '../../clock.ts';
import type { LambdaRuntime } from '../contract.ts';
import type { ChallengeStore } from './challenges.ts';
import { CognitoError } from './errors.ts';
import type { Pool } from './pool-store.ts';

/** A message that Cognito would have sent by e-mail or SMS: confirmation codes and temporary passwords. */
export interface CognitoMessage {
  readonly userPoolId: string;
  readonly to: string;
  readonly medium: 'EMAIL' | 'SMS';
  readonly subject: string;
  readonly text: string;
}

/** What a caller tells the pool's functions. */
export const clientMetadata = z.record(z.string(), z.string()).nullish();

/** What every operation works with. */
export interface CognitoContext {
  readonly pools: ReadonlyMap<string, Pool>;
  readonly clock: Clock;
  readonly region: string;
  readonly lambda: LambdaRuntime;
  readonly challenges: ChallengeStore;
  readonly verifyToken: VerifyToken;
  readonly deliver: (message: CognitoMessage) => void;
}

export type Operation = (context: CognitoContext, input: unknown) => Promise<Record<string, unknown>>;

export function poolById(context: CognitoContext, userPoolId: string): Pool {
  const pool = context.pools.get(userPoolId);
  if (pool === undefined)
    throw new CognitoError('ResourceNotFoundException', `User pool ${userPoolId} does not exist.`);
  return pool;
}

export function poolByClient(context: CognitoContext, clientId: string): Pool {
  for (const pool of context.pools.values()) {
    if (pool.definition.clients.some(({ id }) => id === clientId)) return pool;
  }
  throw new CognitoError('ResourceNotFoundException', `User pool client ${clientId} does not exist.`);
}

/** Whether sign-in through a client tells that there is no such user. */
export function tellsWhoExists(pool: Pool, clientId: string): boolean {
  return pool.definition.clients.find(({ id }) => id === clientId)?.tellsWhoExists === true;
}

export function issuerOf(region: string, userPoolId: string): string {
  return `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`;
}
