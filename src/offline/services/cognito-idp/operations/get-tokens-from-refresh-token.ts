import * as z from 'zod';
import { poolByClient, type Operation } from '../context.ts';
import { refreshSession } from '../refresh.ts';

const input = z.object({ ClientId: z.string(), RefreshToken: z.string() });

export const getTokensFromRefreshToken: Operation = async (context, raw) => {
  const { ClientId, RefreshToken } = input.parse(raw);
  return refreshSession(context, poolByClient(context, ClientId), ClientId, RefreshToken);
};
