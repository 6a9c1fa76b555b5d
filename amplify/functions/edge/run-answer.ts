import type { LookState } from '../../../src/domain/experiment/index.ts';
import type { Run } from '../../../src/domain/run/index.ts';
import { lookAnswer } from './look-answer.ts';

function isoTime(at: number | undefined): string | undefined {
  return at === undefined ? undefined : new Date(at).toISOString();
}

/** A run as GraphQL shows it; `look`: its look, where it is known while it is still to come. */
export function runAnswer(
  { waveAt, createdAt, endedAt, seq: _, orders: __, look: taken, looking: ___, ...run }: Run,
  look: LookState | undefined = taken,
): Record<string, unknown> {
  return {
    ...run,
    waveAt: isoTime(waveAt),
    createdAt: isoTime(createdAt),
    endedAt: isoTime(endedAt),
    look: lookAnswer(look),
  };
}
