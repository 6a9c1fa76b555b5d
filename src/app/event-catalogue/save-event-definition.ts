import { createEventDefinition, type EventDefinition } from '../../domain/event/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import type { Actor } from '../ports.ts';
import type { CatalogueStore } from './ports.ts';

export type SaveEventDefinitionCommand = {
  readonly actor: Actor;
  readonly definition: EventDefinition;
  /** What the writer has seen; 0: there was none. */
  readonly revision: number;
};

/** Defines an event, or changes its definition, unless somebody else has meanwhile. */
export async function saveEventDefinition(
  { catalogue }: { readonly catalogue: Pick<CatalogueStore, 'put'> },
  { actor, definition, revision }: SaveEventDefinitionCommand,
): Promise<{ readonly ok: true; readonly definition: EventDefinition; readonly revision: number } | Refused> {
  const created = createEventDefinition(definition);
  if (!created.ok) return created;
  if (await catalogue.put(created.definition, revision, actor)) return { ...created, revision: revision + 1 };
  return refuse(
    'CONFLICT',
    `The definition of ${JSON.stringify(created.definition.name)} is not at revision ${revision} any more. Read it again.`,
  );
}
