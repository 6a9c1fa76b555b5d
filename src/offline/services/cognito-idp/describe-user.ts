import * as z from 'zod';
import { invalidParameter } from './errors.ts';
import type { User } from './pool-state.ts';

/** Cognito's `[{ Name, Value }]` form of attributes. */
export const attributeList = z.array(z.object({ Name: z.string().min(1), Value: z.string().default('') })).nullish();

export function toAttributeList(user: User): { readonly Name: string; readonly Value: string }[] {
  return Object.entries(user.attributes).map(([Name, Value]) => ({ Name, Value }));
}

export function fromAttributeList(list: z.infer<typeof attributeList>): Record<string, string> {
  const attributes = Object.fromEntries((list ?? []).map(({ Name, Value }) => [Name, Value]));
  if ('sub' in attributes) throw invalidParameter('Cannot modify the non-mutable attribute sub');
  return attributes;
}

/** A user as admin operations describe it. Dates are seconds, as in the JSON protocol. */
export function describeUser(user: User): Record<string, unknown> {
  return {
    Username: user.username,
    Enabled: user.enabled,
    UserStatus: user.status,
    UserCreateDate: user.createdAt / 1000,
    UserLastModifiedDate: user.modifiedAt / 1000,
  };
}
