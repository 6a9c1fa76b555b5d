import { viewOf, type ResourceView } from '../attributes/resource-view.ts';
import type { Assets } from '../assets.ts';
import type { CloudEnvironment } from '../environment.ts';
import { AssemblyError } from '../errors.ts';
import type { Json } from '../json.ts';
import type { Resolver } from '../resolver.ts';
import type { MissingPart } from '../resources.ts';
import { describe, type Stack } from '../stack.ts';

/** All resources which would exist after a deployment, by type. */
export interface Inventory {
  readonly assets: Assets;
  ofType(...types: readonly string[]): readonly ResourceView[];
  /** Types whose name satisfies the predicate. */
  where(predicate: (type: string) => boolean): readonly ResourceView[];
  /** `Ref` and `Fn::GetAtt` of a resource of this inventory, as text. */
  ref(view: ResourceView): string;
  attribute(view: ResourceView, name: string): string;
  /** Remembers something which will not run, to be shown at start. */
  skip(what: string): void;
  /** Remembers a part that somebody will miss, and why: said at start, one by one. */
  miss(owner: string, problem: string): void;
  missing(): readonly MissingPart[];
  /** Everything skipped, with the types that nobody asked for. */
  skipped(): Readonly<Record<string, number>>;
}

/** Lists the resources of a tree of stacks, leaving out those whose condition is false. */
export function takeInventory(
  root: Stack,
  resolver: Resolver,
  environment: CloudEnvironment,
  assets: Assets,
): Inventory {
  const byType = new Map<string, ResourceView[]>();
  const collect = (stack: Stack): void => {
    for (const [logicalId, resource] of Object.entries(stack.template.Resources)) {
      const located = { stack, logicalId, resource };
      if (!resolver.isPresent(located)) continue;
      const child = stack.children.get(logicalId);
      if (child !== undefined) {
        collect(child);
        continue;
      }
      const views = byType.get(resource.Type) ?? [];
      views.push(viewOf(located, resolver, environment));
      byType.set(resource.Type, views);
    }
  };
  collect(root);

  const askedFor = new Set<string>();
  const counts = new Map<string, number>();
  const missing: MissingPart[] = [];
  const skip = (what: string, count = 1): void => void counts.set(what, (counts.get(what) ?? 0) + count);
  const scope = (view: ResourceView) => resolver.scopeOf(view.located.stack, view.path);
  const text = (value: Json | undefined, view: ResourceView): string => {
    if (typeof value === 'string') return value;
    throw new AssemblyError('BAD_PROPERTY', `${describe(view.located)}: its name or attribute must be text.`);
  };
  return {
    assets,
    ofType: (...types) => {
      for (const type of types) askedFor.add(type);
      return types.flatMap((type) => byType.get(type) ?? []);
    },
    where: (predicate) => [...byType].filter(([type]) => predicate(type)).flatMap(([, views]) => views),
    ref: (view) => text(scope(view).reference(view.logicalId), view),
    attribute: (view, name) => text(scope(view).attribute(view.logicalId, name), view),
    skip,
    miss: (owner, problem) => {
      if (!missing.some((known) => known.owner === owner && known.problem === problem))
        missing.push({ owner, problem });
    },
    missing: () => missing,
    skipped: () => {
      for (const [type, views] of byType) if (!askedFor.has(type)) skip(type, views.length);
      return Object.fromEntries([...counts].sort(([left], [right]) => (left < right ? -1 : 1)));
    },
  };
}
