import { AssemblyError } from '../errors.ts';
import type { Intrinsic } from './scope.ts';

/** `Fn::ImportValue`: the exporting stack lives in an AWS account, which the sandbox does not have. */
export const importValue: Intrinsic = (argument, scope) => {
  throw new AssemblyError(
    'NOT_AVAILABLE_OFFLINE',
    `${scope.where}: Fn::ImportValue ${JSON.stringify(argument)} refers to another deployed stack, which does not exist offline.`,
  );
};
