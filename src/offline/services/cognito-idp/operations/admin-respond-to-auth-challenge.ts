import * as z from 'zod';
import { poolById, type Operation } from '../context.ts';
import { CognitoError } from '../errors.ts';
import { respondToAuthChallenge } from './respond-to-auth-challenge.ts';

const input = z.looseObject({ UserPoolId: z.string(), ClientId: z.string() });

export const adminRespondToAuthChallenge: Operation = async (context, raw) => {
  const { UserPoolId, ClientId } = input.parse(raw);
  const { clients } = poolById(context, UserPoolId).definition;
  if (!clients.some(({ id }) => id === ClientId))
    throw new CognitoError('ResourceNotFoundException', `User pool client ${ClientId} does not exist.`);
  return respondToAuthChallenge(context, raw);
};
