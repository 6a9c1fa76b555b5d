import { z } from 'zod';
import { poolById, type Operation } from '../context.ts';
import { CognitoError } from '../errors.ts';
import { initiateAuth, signInWithPassword } from './initiate-auth.ts';

const input = z.object({
  UserPoolId: z.string(),
  ClientId: z.string(),
  AuthFlow: z.string(),
  AuthParameters: z.record(z.string(), z.string()).default({}),
});

export const adminInitiateAuth: Operation = async (context, raw) => {
  const { UserPoolId, ClientId, AuthFlow, AuthParameters } = input.parse(raw);
  const pool = poolById(context, UserPoolId);
  if (!pool.definition.clients.some(({ id }) => id === ClientId)) {
    throw new CognitoError('ResourceNotFoundException', `User pool client ${ClientId} does not exist.`);
  }
  if (AuthFlow === 'ADMIN_USER_PASSWORD_AUTH' || AuthFlow === 'ADMIN_NO_SRP_AUTH') {
    return signInWithPassword(context, pool, ClientId, AuthParameters);
  }
  return initiateAuth(context, { ClientId, AuthFlow, AuthParameters });
};
