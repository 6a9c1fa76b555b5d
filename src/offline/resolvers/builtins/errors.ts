import { ResolverError, type ResolverErrorFields } from '../contract.ts';
import { stringArgument } from './arguments.ts';
import type { UtilCatalogue } from './run.ts';
import { isNull } from './values.ts';

function errorFields(operation: string, defaultType: string, args: readonly unknown[]): ResolverErrorFields {
  const [message, errorType, data, errorInfo] = args;
  return {
    message: isNull(message) ? '' : stringArgument(operation, message),
    errorType: isNull(errorType) ? defaultType : stringArgument(operation, errorType),
    data: data ?? null,
    errorInfo: errorInfo ?? null,
  };
}

/** https://docs.aws.amazon.com/appsync/latest/devguide/utility-helpers-in-util.html */
const CUSTOM_ERROR = 'Custom template error';

export const errorUtil: UtilCatalogue = {
  error: (_run, ...args) => {
    throw new ResolverError(errorFields('error', CUSTOM_ERROR, args));
  },
  appendError: (run, ...args) => {
    run.effects.appendedErrors.push(errorFields('appendError', CUSTOM_ERROR, args));
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
