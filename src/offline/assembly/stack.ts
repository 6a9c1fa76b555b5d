import type { Json } from './json.ts';
import type { Template, TemplateResource } from './template.ts';

/** One template of the tree of nested stacks, and where its parameters come from. */
export interface Stack {
  /** Logical ids from the root, joined by `/`; empty for the root. */
  readonly path: string;
  readonly template: Template;
  /** Size of the template's file. */
  readonly bytes: number;
  readonly parent: Stack | undefined;
  /** Parameter values as written in the parent's template: unresolved, in the parent's scope. */
  readonly arguments: Readonly<Record<string, Json>>;
  readonly children: ReadonlyMap<string, Stack>;
}

/** A stack and everything below it, parents first. */
export function stacksOf(root: Stack): readonly Stack[] {
  return [root, ...[...root.children.values()].flatMap(stacksOf)];
}

/** A resource in its place. */
export interface LocatedResource {
  readonly stack: Stack;
  readonly logicalId: string;
  readonly resource: TemplateResource;
}

/** The path that physical names derive from. */
export function pathOf(located: { readonly stack: Stack; readonly logicalId: string }): string {
  return `${located.stack.path}/${located.logicalId}`;
}

/** How errors name a resource. */
export function describe(located: LocatedResource): string {
  return `${pathOf(located).replace(/^\//, '')} (${located.resource.Type})`;
}
