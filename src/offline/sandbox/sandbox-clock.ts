import { join } from 'node:path';
import * as z from 'zod';
import { createClock, type MovableClock } from '../clock.ts';
import { readStateFile, writeStateFile } from '../services/state-file.ts';

export interface SandboxClock extends MovableClock {
  /** Told after each move, so that what waits for a time can look again. */
  onMove(listener: () => void): void;
}

const saved = z.object({ offset: z.number() });

/** The sandbox's clock. How far it was moved is part of the state: rows written in its future must not be older than now. */
export function createSandboxClock(stateFolder: string, startAt?: number): SandboxClock {
  const file = join(stateFolder, 'clock.json');
  const before = readStateFile(file, saved, 'how far the clock was moved')?.offset ?? 0;
  const initial = startAt === undefined ? before : startAt - Date.now();
  const clock = createClock(() => Date.now() + initial);
  const listeners: (() => void)[] = [];
  const save = (): void => writeStateFile(file, { offset: clock.now() - Date.now() });
  if (initial !== before) save();
  return {
    now: () => clock.now(),
    beforeMoves: () => clock.beforeMoves(),
    advance(milliseconds) {
      clock.advance(milliseconds);
      save();
      for (const listener of listeners) listener();
    },
    onMove: (listener) => void listeners.push(listener),
  };
}
