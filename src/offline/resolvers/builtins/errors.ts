import { ResolverError, type ResolverErrorFields } from '../contract.ts';
import { stringArgument } from './arguments.ts';
import type { UtilCatalogue } from './run.ts';
import { isNull } from './values.ts';

function errorFields(operation: string, defaultType: string | null, args: readonly unknown[]): ResolverErrorFields {
  const [message, errorType, data, errorInfo] = args;
  return {
    message: isNull(message) ? '' : stringArgument(operation, message),
    errorType: isNull(errorType) ? defaultType : stringArgument(operation, errorType),
    data: data ?? null,
    errorInfo: errorInfo ?? null,
  };
}

export const errorUtil: UtilCatalogue = {
  error: (_run, ...args) => {
    throw new ResolverError(errorFields('error', null, args));
  },
  appendError: (run, ...args) => {
    run.effects.appendedErrors.push(errorFields('appendError', null, args));
    return '';
  },
  unauthorized: (run) => {
    const { fieldName, parentTypeName } = run.context.info;
    throw new ResolverError({
      message: `Not Authorized to access ${fieldName} on type ${parentTypeName}`,
      errorType: 'Unauthorized',
      data: null,
      errorInfo: null,
    });
  },
  validate: (_run, condition, ...args) => {
    if (condition !== true) throw new ResolverError(errorFields('validate', 'CustomTemplateException', args));
    return '';
  },
};
