import { join } from 'node:path';
import type { UserPool } from '../../assembly/resources.ts';
import { readStateFile, writeStateFile } from '../state-file.ts';
import { emptyPoolState, poolStateSchema, type PoolState } from './pool-state.ts';

/** A user pool with its state; `save` makes what changed durable before the caller answers. */
export interface Pool {
  readonly definition: UserPool;
  readonly state: PoolState;
  save(): void;
}

/** Opens a pool's state in a folder, or in memory only when there is none. */
export function openPool(definition: UserPool, folder: string | undefined, now: () => number): Pool {
  if (folder === undefined) return { definition, state: emptyPoolState(), save: () => undefined };
  const file = join(folder, `${definition.id}.json`);
  const meaning = `the users, groups and sessions of the user pool ${definition.id}`;
  const state = readStateFile(file, poolStateSchema, meaning) ?? emptyPoolState();
  return {
    definition,
    state,
    save() {
      forgetExpired(state, now());
      writeStateFile(file, state);
    },
  };
}

function forgetExpired(state: PoolState, now: number): void {
  for (const [hash, token] of Object.entries(state.refreshTokens)) {
    if (token.expiresAt <= now) delete state.refreshTokens[hash];
  }
  for (const [origin, until] of Object.entries(state.revokedOrigins)) {
    if (until <= now) delete state.revokedOrigins[origin];
  }
}
