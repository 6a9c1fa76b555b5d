import type { CatalogueMode, EventDefinition } from '../../domain/event/index.ts';
import type { Actor, Stored } from '../ports.ts';

/** How strictly the catalogue is held to; revision 0: nobody has said so yet. */
export type SavedMode = { readonly mode: CatalogueMode; readonly revision: number };

/** Definitions of events, and how events are held against them. */
export interface CatalogueStore {
  /** Consistent read; OFF when nobody has said otherwise. */
  getMode(): Promise<SavedMode>;
  /** False when somebody else has changed it since `revision`. */
  putMode(mode: CatalogueMode, revision: number): Promise<boolean>;
  /** Those of some names that are defined, by name. Consistent. */
  find(names: readonly string[]): Promise<ReadonlyMap<string, Stored<EventDefinition>>>;
  /** Replaces a definition if it still has `revision` (0: there must be none); false otherwise. */
  put(definition: EventDefinition, revision: number, by: Actor): Promise<boolean>;
}
