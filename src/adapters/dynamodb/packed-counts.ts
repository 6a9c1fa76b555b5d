import * as z from 'zod';
import {
  addTotals,
  NO_STEP_TOTALS,
  NO_TOTALS,
  STEP_OUTCOMES,
  totalsOfStep,
  type StepTotals,
  type Totals,
} from '../../domain/send-job/index.ts';

/** What receipts change, by campaign step and count, such as `0.delivered`; what does not change is left out. */
export type PackedCounts = Readonly<Record<string, number>>;

export const packedCounts = z.record(z.string(), z.int());

/** A difference of totals as few numbers: most receipts change two of them. */
export function packCounts({ steps }: Totals): PackedCounts {
  const packed: Record<string, number> = {};
  for (const [index, step] of steps.entries()) {
    for (const count of STEP_OUTCOMES) if (step[count] !== 0) packed[`${index}.${count}`] = step[count];
  }
  return packed;
}

/** The inverse of `packCounts`; names of anything else are passed over. */
export function unpackCounts(packed: Readonly<Record<string, unknown>>): Totals {
  const steps = new Map<number, StepTotals>();
  for (const [name, value] of Object.entries(packed)) {
    const [index = '', wanted] = name.split('.');
    const count = STEP_OUTCOMES.find((known) => known === wanted);
    if (count === undefined || typeof value !== 'number') continue;
    const step = steps.get(Number(index)) ?? NO_STEP_TOTALS;
    steps.set(Number(index), { ...step, [count]: step[count] + value });
  }
  return [...steps].reduce((sum, [index, step]) => addTotals(sum, totalsOfStep(index, step)), NO_TOTALS);
}
