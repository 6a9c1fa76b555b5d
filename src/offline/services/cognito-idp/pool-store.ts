import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UserPool } from '../../assembly/resources.ts';
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
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${definition.id}.json`);
  const state = existsSync(file) ? readState(file) : emptyPoolState();
  return {
    definition,
    state,
    save() {
      forgetExpired(state, now());
      // Written beside and renamed: a crash leaves the old file or the new one, never half of one.
      const partial = `${file}.partial`;
      writeFileSync(partial, JSON.stringify(state), { mode: 0o600 });
      renameSync(partial, file);
    },
  };
}

function readState(file: string): PoolState {
  const parsed = poolStateSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) {
    throw new Error(
      `The user pool state in ${file} is not readable (${parsed.error.issues[0]?.message ?? 'invalid'}). Start with --fresh to make a new one.`,
    );
  }
  return parsed.data;
}

function forgetExpired(state: PoolState, now: number): void {
  for (const [hash, token] of Object.entries(state.refreshTokens)) {
    if (token.expiresAt <= now) delete state.refreshTokens[hash];
  }
  for (const [origin, until] of Object.entries(state.revokedOrigins)) {
    if (until <= now) delete state.revokedOrigins[origin];
  }
}
