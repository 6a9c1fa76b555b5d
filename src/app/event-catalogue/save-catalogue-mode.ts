import type { CatalogueMode } from '../../domain/event/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import type { CatalogueStore, SavedMode } from './ports.ts';

/** Says how events are held against the catalogue, unless somebody else has meanwhile. In force with the next call. */
export async function saveCatalogueMode(
  { catalogue }: { readonly catalogue: Pick<CatalogueStore, 'putMode'> },
  { mode, revision }: { readonly mode: CatalogueMode; readonly revision: number },
): Promise<{ readonly ok: true; readonly saved: SavedMode } | Refused> {
  if (await catalogue.putMode(mode, revision)) return { ok: true, saved: { mode, revision: revision + 1 } };
  return refuse('CONFLICT', `The catalogue is not at revision ${revision} any more. Read it again.`);
}
