import type { Value } from './value.ts';

/** The arguments of a call that stand in the template itself: they are the same for everybody. */
export type FixedArguments = {
  readonly count: number;
  /** By place; undefined where only data tell. */
  readonly values: readonly Value[];
  /** By name; those that data bring are not among them. */
  readonly named: ReadonlyMap<string, Value>;
  readonly names: ReadonlySet<string>;
};

/** Puts together what `fixedOf` knows of the arguments of a call. */
export function fixedArguments<Node>(
  params: readonly Node[],
  pairs: readonly { readonly key: string; readonly value: Node }[],
  fixedOf: (node: Node) => Value,
): FixedArguments {
  const named = pairs.flatMap(({ key, value }): [string, Value][] => {
    const fixed = fixedOf(value);
    return fixed === undefined ? [] : [[key, fixed]];
  });
  return {
    count: params.length,
    values: params.map(fixedOf),
    named: new Map(named),
    names: new Set(pairs.map(({ key }) => key)),
  };
}
