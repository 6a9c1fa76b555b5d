import { textOf } from './arguments.ts';
import type { Intrinsic } from './scope.ts';

/** `Fn::Base64`. */
export const base64: Intrinsic = (argument, scope) =>
  Buffer.from(textOf('Fn::Base64', scope.resolve(argument), scope), 'utf8').toString('base64');
