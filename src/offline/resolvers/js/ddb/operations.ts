/** `operations.*` of the DynamoDB module: what an update does to one attribute. */
import { isMap } from '../../builtins/values.ts';

export type UpdateOperation =
  | { readonly _type: 'add' | 'replace'; readonly payload: unknown }
  | { readonly _type: 'remove' }
  | { readonly _type: 'increment' | 'decrement'; readonly by: unknown }
  | { readonly _type: 'append' | 'prepend'; readonly payload: unknown }
  | { readonly _type: 'updateListItem'; readonly payload: unknown; readonly index: unknown };

/** Only objects made here are operations; an attribute may have a key `_type` of its own. */
const made = new WeakSet();

function make(operation: UpdateOperation): UpdateOperation {
  made.add(operation);
  return operation;
}

export function isOperation(value: unknown): value is UpdateOperation {
  return isMap(value) && made.has(value);
}

/** https://docs.aws.amazon.com/appsync/latest/devguide/built-in-modules-js.html */
export const operations = Object.freeze({
  add: (payload: unknown) => make({ _type: 'add', payload }),
  replace: (payload: unknown) => make({ _type: 'replace', payload }),
  remove: () => make({ _type: 'remove' }),
  increment: (by: unknown = 1) => make({ _type: 'increment', by }),
  decrement: (by: unknown = 1) => make({ _type: 'decrement', by }),
  append: (payload: unknown) => make({ _type: 'append', payload }),
  prepend: (payload: unknown) => make({ _type: 'prepend', payload }),
  updateListItem: (payload: unknown, index: unknown) => make({ _type: 'updateListItem', payload, index }),
});
