import type { Json } from '../json.ts';

/** What an intrinsic function may look at: the stack it stands in. */
export interface Scope {
  /** Names the place in errors, for example `data/workshardlambda9D4287C3 (AWS::Lambda::Function)`. */
  readonly where: string;
  /** Resolves a nested expression; undefined is `AWS::NoValue`. */
  resolve(expression: Json): Json | undefined;
  /** `Ref`: a parameter, a pseudo parameter or a resource. */
  reference(name: string): Json | undefined;
  /** `Fn::GetAtt`. */
  attribute(logicalId: string, attribute: string): Json | undefined;
  /** A named condition of the template. */
  condition(name: string): boolean;
  /** A mapping of the template, unresolved. */
  mapping(name: string): Json | undefined;
}

/** One intrinsic function: argument as written, unresolved. */
export type Intrinsic = (argument: Json, scope: Scope) => Json | undefined;
