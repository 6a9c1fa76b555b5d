import type { Scope } from './intrinsics/scope.ts';
import type { Json } from './json.ts';
import type { LocatedResource, Stack } from './stack.ts';

/** Resolves expressions of any stack, lazily: only what is asked for is looked at, and a cycle is named. */
export interface Resolver {
  scopeOf(stack: Stack, where: string): Scope;
  /** A property of a resource, resolved; undefined when absent. */
  property(located: LocatedResource, name: string): Json | undefined;
  /** Does the resource's own `Condition` hold? */
  isPresent(located: LocatedResource): boolean;
}
