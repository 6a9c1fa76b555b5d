import * as z from 'zod';
import { checkFlow } from '../auth-flows.ts';
import { clientMetadata, poolById, type Operation } from '../context.ts';
import { CognitoError } from '../errors.ts';
import { initiateAuth, signInWithPassword } from './initiate-auth.ts';

const input = z.object({
  UserPoolId: z.string(),
  ClientId: z.string(),
  AuthFlow: z.string(),
  AuthParameters: z.record(z.string(), z.string()).default({}),
  ClientMetadata: clientMetadata,
});

export const adminInitiateAuth: Operation = async (context, raw) => {
  const { UserPoolId, ClientId, AuthFlow, AuthParameters, ClientMetadata } = input.parse(raw);
  const pool = poolById(context, UserPoolId);
  if (!pool.definition.clients.some(({ id }) => id === ClientId)) {
    throw new CognitoError('ResourceNotFoundException', `User pool client ${ClientId} does not exist.`);
  }
  if (AuthFlow === 'ADMIN_USER_PASSWORD_AUTH' || AuthFlow === 'ADMIN_NO_SRP_AUTH') {
    checkFlow(pool, ClientId, AuthFlow);
    const signIn = { clientId: ClientId, clientMetadata: ClientMetadata };
    return signInWithPassword(context, pool, signIn, AuthParameters);
  }
  return initiateAuth(context, { ClientId, AuthFlow, AuthParameters, ClientMetadata });
};
