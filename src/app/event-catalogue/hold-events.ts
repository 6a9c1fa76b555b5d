import { holdAgainst, type CatalogueProblem, type SaidEvent } from '../../domain/event/index.ts';
import type { CatalogueStore } from './ports.ts';

/** What is wrong with an event by the catalogue; `isRefused`: it is not to be taken. Null: nothing. */
export type Holding = (event: SaidEvent) => (CatalogueProblem & { readonly isRefused: boolean }) | null;

const NOTHING: Holding = () => null;

/** Reads once for a call what the catalogue says of the events that it has. */
export async function holdEvents(
  catalogue: Pick<CatalogueStore, 'getMode' | 'find'> | undefined,
  events: readonly SaidEvent[],
): Promise<Holding> {
  if (catalogue === undefined) return NOTHING;
  const { mode } = await catalogue.getMode();
  if (mode === 'OFF') return NOTHING;
  const definitions = await catalogue.find([...new Set(events.map(({ name }) => name))]);
  return (event) => {
    const problem = holdAgainst(definitions.get(event.name)?.value, event);
    return problem === null ? null : { ...problem, isRefused: mode === 'REFUSE' };
  };
}
