import * as z from 'zod';
import type { Group } from './pool-state.ts';

/** What CreateGroup and UpdateGroup say of a group. */
export const groupFields = z.object({
  GroupName: z
    .string()
    .regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u, 'Member must satisfy regular expression pattern'),
  Description: z.string().max(2048).nullish(),
  RoleArn: z.string().min(20).max(2048).nullish(),
  Precedence: z.number().int().min(0).nullish(),
});

/** Without what was not said. */
export function toGroupFields(given: z.infer<typeof groupFields>): Partial<Group> {
  return {
    ...(given.Description == null ? {} : { description: given.Description }),
    ...(given.RoleArn == null ? {} : { roleArn: given.RoleArn }),
    ...(given.Precedence == null ? {} : { precedence: given.Precedence }),
  };
}
