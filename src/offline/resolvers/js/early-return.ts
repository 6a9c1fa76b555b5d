import { UtilArgumentError } from '../builtins/arguments.ts';
import { isMap } from '../builtins/values.ts';

/** Carries a `runtime.earlyReturn` out of the handler. https://docs.aws.amazon.com/appsync/latest/devguide/runtime-utils-js.html */
export class EarlyReturn extends Error {
  override readonly name = 'EarlyReturn';
  constructor(
    readonly value: unknown,
    readonly skipTo: 'END' | 'NEXT',
  ) {
    super('runtime.earlyReturn');
  }
}

/** `runtime.earlyReturn(value?, { skipTo }?)`; without `skipTo` the pipeline goes on with its next function. */
export function earlyReturn(value?: unknown, options?: unknown): never {
  const skipTo = isMap(options) ? (options['skipTo'] ?? 'NEXT') : 'NEXT';
  if (skipTo !== 'END' && skipTo !== 'NEXT') {
    throw new UtilArgumentError('runtime.earlyReturn knows skipTo: "END" and "NEXT".');
  }
  throw new EarlyReturn(value ?? null, skipTo);
}
