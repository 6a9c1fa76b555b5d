import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Which identity belongs to which login. Guests are remembered too, so that a browser keeps its identity over restarts. */
const identitySchema = z.object({ poolId: z.string(), login: z.string().nullable() });
const stateSchema = z.record(z.string(), identitySchema);

export type Identities = z.infer<typeof stateSchema>;

export interface IdentityStore {
  readonly identities: Identities;
  save(): void;
}

/** Opens the identities kept in a folder, or in memory only when there is none. */
export function openIdentities(folder: string | undefined): IdentityStore {
  if (folder === undefined) return { identities: {}, save: () => undefined };
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'identities.json');
  const identities = existsSync(file) ? stateSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
  return {
    identities,
    save() {
      writeFileSync(`${file}.partial`, JSON.stringify(identities), { mode: 0o600 });
      renameSync(`${file}.partial`, file);
    },
  };
}
