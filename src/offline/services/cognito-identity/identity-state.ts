import { join } from 'node:path';
import * as z from 'zod';
import { readStateFile, writeStateFile } from '../state-file.ts';

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
  const file = join(folder, 'identities.json');
  const identities = readStateFile(file, stateSchema, 'who has which identity') ?? {};
  return {
    identities,
    save: () => writeStateFile(file, identities),
  };
}
