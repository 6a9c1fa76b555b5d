import type { LambdaFunction } from '../../assembly/resources.ts';

export interface NamedFunction {
  readonly region: string | undefined;
  readonly accountId: string | undefined;
  readonly name: string;
  /** A version or an alias; all of them lead to the one deployed version. */
  readonly qualifier: string | undefined;
}

const NAME = /^(?:arn:aws:lambda:)?(?:([a-z]{2}(?:-[a-z]+)+-\d):)?(?:(\d{12}):)?(?:function:)?([\w-]+)(?::([\w$-]+))?$/;

/** Reads a function's name, partial ARN or ARN, each with or without a version or an alias, as Lambda takes them. */
export function readFunctionName(text: string): NamedFunction | undefined {
  const match = NAME.exec(text);
  const [, region, accountId, name, qualifier] = match ?? [];
  return name === undefined ? undefined : { region, accountId, name, qualifier };
}

/** Does the name mean the function? An ARN of another account or region does not. */
export function isNamed(fn: LambdaFunction, text: string): boolean {
  const named = readFunctionName(text);
  const [, , , region, accountId] = fn.arn.split(':');
  return named?.name === fn.name && (named.region ?? region) === region && (named.accountId ?? accountId) === accountId;
}
