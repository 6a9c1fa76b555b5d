import * as z from 'zod';
import { saveCatalogueMode, saveEventDefinition, type CatalogueStore } from '../../../src/app/event-catalogue/index.ts';
import type { AuditLog } from '../../../src/app/audit/index.ts';
import type { Clock, Ids } from '../../../src/app/ports.ts';
import { CATALOGUE_MODES } from '../../../src/domain/event/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';
import { writtenDown } from '../edge/written-down.ts';
import { withoutNulls } from '../edge/without-nulls.ts';

type Deps = {
  readonly catalogue: CatalogueStore;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly ids: Ids;
};

const fields = z.array(z.preprocess(withoutNulls, z.object({ name: z.string(), meaning: z.string() })));
const DEFINITION = z.object({
  name: z.string(),
  meaning: z.string(),
  owner: z.string(),
  attributes: fields,
  metrics: fields,
  isRetired: z.boolean().default(false),
  revision: z.int().min(0),
});
const MODE = z.object({ mode: z.enum(CATALOGUE_MODES), revision: z.int().min(0) });

/** The catalogue of events: its mode, and its definitions, which everybody reads as rows of their model. */
export const eventCatalogueFields = (deps: Deps): Readonly<Record<string, Field>> => ({
  eventCatalogue: field(z.object({}), async () => ({ ok: true, value: await deps.catalogue.getMode() })),
  saveEventCatalogue: writtenDown(
    deps,
    field(MODE, async (command) => {
      const saved = await saveCatalogueMode(deps, command);
      if (!saved.ok) return saved;
      return { ok: true, value: saved.saved, changes: [{ field: 'mode', to: command.mode }] };
    }),
  ),
  saveEventDefinition: writtenDown(
    deps,
    field(DEFINITION, async ({ revision, ...definition }, actor) => {
      const saved = await saveEventDefinition(deps, { actor, definition, revision });
      if (!saved.ok) return saved;
      const now = new Date(deps.clock.now()).toISOString();
      const value = {
        ...saved.definition,
        revision: saved.revision,
        updatedBy: actor.id,
        createdAt: now,
        updatedAt: now,
      };
      return { ok: true, value, changes: [{ field: 'definition', to: saved.definition.name }] };
    }),
  ),
});
