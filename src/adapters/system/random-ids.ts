import { randomUUID } from 'node:crypto';
import type { Ids } from '../../app/ports.ts';

/** Random UUIDs. */
export const randomIds: Ids = {
  next: () => randomUUID(),
  random: () => Math.random(),
};
