import type { GoesOn } from '../../domain/campaign/index.ts';
import type { RehearsedDecision, Standing } from '../../domain/forecast/index.ts';
import { reasonsTaken, whyOut, type BeforeWave } from '../../domain/run/index.ts';

const STAYS: RehearsedDecision = { outcome: 'STAYS' };

/**
 * What a wave after the first does with somebody as the waves before left them: null when it decides them as any plan does.
 * STAYS: the wave before did not hand them on, so that they are where it left them.
 */
export function decideLater(
  { excludedFor, sent, activity }: Standing,
  { goesOn, hasGoal }: { readonly goesOn: readonly GoesOn[]; readonly hasGoal: boolean },
): RehearsedDecision | null {
  const before = beforeOf(excludedFor, sent, goesOn);
  if (before === null) return STAYS;
  if (hasGoal && activity === 'GOAL') return { outcome: 'OUT', reason: 'CONVERTED' };
  if (goesOn.includes('NOT_ACTIVE') && activity !== 'NONE') return { outcome: 'OUT', reason: 'CAME_BACK' };
  const reason = whyOut(goesOn, before);
  return reason === null ? null : { outcome: 'OUT', reason };
}

function beforeOf(
  excludedFor: string | undefined,
  sent: Standing['sent'],
  goesOn: readonly GoesOn[],
): BeforeWave | null {
  if (excludedFor !== undefined) {
    const reason = reasonsTaken(goesOn).find((taken) => taken === excludedFor);
    return reason === undefined ? null : { kind: 'UNREACHABLE', reason };
  }
  return sent === undefined ? null : { kind: 'RECIPIENT', result: { status: sent } };
}
