import type { ResolverContext } from '../contract.ts';

/** `ctx` of a handler: the context under JavaScript's names. Built per call, its parts are the context's own objects. */
export class JsContext {
  readonly arguments: ResolverContext['arguments'];
  readonly args: ResolverContext['arguments'];
  readonly source: unknown;
  readonly identity: ResolverContext['identity'];
  readonly request: ResolverContext['request'];
  readonly info: ResolverContext['info'];
  readonly stash: ResolverContext['stash'];
  readonly env: ResolverContext['env'];
  readonly prev: ResolverContext['prev'];
  readonly result: unknown;
  readonly error: ResolverContext['error'];

  constructor(context: ResolverContext) {
    this.arguments = context.arguments;
    this.args = context.arguments;
    this.source = context.source;
    this.identity = context.identity;
    this.request = context.request;
    this.info = context.info;
    this.stash = context.stash;
    this.env = context.env;
    this.prev = context.prev;
    this.result = context.result;
    this.error = context.error;
    // "readonly and re-assignment is not supported" (no-disallowed-re-assignment of @aws-appsync/eslint-plugin).
    Object.freeze(this);
  }
}
