import { util } from '@aws-appsync/utils';

/** Passes what the system tells on to its subscribers; only roles of the system's own functions may do so. */
export function request(ctx) {
  if (util.authType() !== 'IAM Authorization') {
    util.unauthorized();
  }
  return { payload: ctx.args };
}

export function response(ctx) {
  return ctx.result;
}
