import { util } from '@aws-appsync/utils';

/** Hands a field's arguments and its caller to the function behind the data source. */
export function request(ctx) {
  const identity = ctx.identity ?? {};
  const context = identity.resolverContext ?? {};
  // Callers write what they like into `x-forwarded-for`, which AppSync hands on in this list: the last is what its edge saw.
  const addresses = identity.sourceIp ?? [];
  // The authorizer lets a server whose signature holds come this far only to be told why it is refused.
  if (context.refusal) {
    util.error(context.message, context.refusal);
  }
  return {
    operation: 'Invoke',
    payload: {
      field: ctx.info.fieldName,
      arguments: ctx.args,
      identity: {
        sub: identity.sub ?? null,
        username: identity.username ?? null,
        groups: identity.groups ?? [],
        clientId: context.clientId ?? null,
        client: context.client ?? null,
        keyId: context.keyId ?? null,
        // The app of one customer calls, by a token that speaks for nobody else.
        customerId: context.customerId ?? null,
        userArn: identity.userArn ?? null,
        // When a person last proved who they are, in seconds since the epoch; servers and roles have no such claim.
        signedInAt: (identity.claims ?? {}).auth_time ?? null,
        sourceIp: context.sourceIp ?? addresses[addresses.length - 1] ?? null,
      },
    },
  };
}

/** Turns a refusal into a GraphQL error with a stable errorType; what broke inside stays inside. */
export function response(ctx) {
  if (ctx.error) {
    util.error('The request could not be completed. Try again; if it keeps failing, tell an operator.', 'INTERNAL');
  }
  const answer = ctx.result;
  if (!answer) {
    util.error('The request could not be completed. Try again; if it keeps failing, tell an operator.', 'INTERNAL');
  }
  if (!answer.ok) {
    util.error(answer.error.message, answer.error.code, null, answer.error.details ?? null);
  }
  return answer.value;
}
