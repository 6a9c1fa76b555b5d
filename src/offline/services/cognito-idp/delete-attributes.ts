import { checkAttributes, missingAttributes } from './attributes.ts';
import { invalidParameter } from './errors.ts';
import type { User } from './pool-state.ts';
import type { Pool } from './pool-store.ts';

/** Takes attributes from a user; those that the pool requires stay. */
export function deleteAttributes(pool: Pool, user: User, names: readonly string[], now: number): void {
  const given = Object.fromEntries(names.map((name) => [name, '']));
  checkAttributes(pool.definition, given, false);
  const left = Object.fromEntries(Object.entries(user.attributes).filter(([name]) => !names.includes(name)));
  const [required] = missingAttributes(pool.definition, left).filter((name) => names.includes(name));
  if (required !== undefined) throw invalidParameter(`Cannot delete required attribute ${required}`);
  for (const name of names) {
    delete left[`${name}_verified`];
  }
  user.attributes = left;
  user.modifiedAt = now;
  pool.save();
}
