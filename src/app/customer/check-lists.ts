import { inParallel } from '../in-parallel.ts';
import type { SegmentStore } from '../ports.ts';

const PARALLEL_READS = 16;

/**
 * Which of the segments that people are said to join nobody can join, each with the reason: a membership of a list that
 * does not exist would be kept and never seen again.
 */
export async function findWrongLists(
  segments: Pick<SegmentStore, 'get'>,
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, string>> {
  const wrong = new Map<string, string>();
  await inParallel([...new Set(ids)], PARALLEL_READS, async (id) => {
    const type = (await segments.get(id))?.value.type;
    if (type === 'IMPORTED') return;
    const name = JSON.stringify(id);
    wrong.set(
      id,
      type === undefined
        ? `There is no segment ${name} to join: save it as an imported one first.`
        : `Segment ${name} is dynamic: its members follow from its definition, and nobody joins it.`,
    );
  });
  return wrong;
}
