import type { CatalogueStore } from '../../app/event-catalogue/index.ts';
import type { CatalogueMode, EventDefinition } from '../../domain/event/index.ts';
import type { Stored } from '../../app/ports.ts';

/** The catalogue of events in memory. */
export function createMemoryEventCatalogue(): CatalogueStore {
  const definitions = new Map<string, Stored<EventDefinition>>();
  let saved: { readonly mode: CatalogueMode; readonly revision: number } = { mode: 'OFF', revision: 0 };
  return {
    getMode: async () => saved,
    putMode: async (mode, revision) => {
      if (saved.revision !== revision) return false;
      saved = { mode, revision: revision + 1 };
      return true;
    },
    find: async (names) =>
      new Map(
        names.flatMap((name) => {
          const found = definitions.get(name);
          return found === undefined ? [] : [[name, found] as const];
        }),
      ),
    put: async (definition, revision) => {
      if ((definitions.get(definition.name)?.revision ?? 0) !== revision) return false;
      definitions.set(definition.name, { value: definition, revision: revision + 1 });
      return true;
    },
  };
}
