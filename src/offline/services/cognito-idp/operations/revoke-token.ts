import * as z from 'zod';
import { poolByClient, type Operation } from '../context.ts';
import { revokeSessions } from '../refresh.ts';
import { hashToken } from '../tokens.ts';

const input = z.object({ Token: z.string(), ClientId: z.string() });

/** Revoking what is no token of this client is not an error, as in OAuth. */
export const revokeToken: Operation = async (context, raw) => {
  const { Token, ClientId } = input.parse(raw);
  const pool = poolByClient(context, ClientId);
  const known = pool.state.refreshTokens[hashToken(Token)];
  if (known?.clientId === ClientId) revokeSessions(pool, ({ originJti }) => originJti === known.originJti);
  return {};
};
