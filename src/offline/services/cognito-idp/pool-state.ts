import { z } from 'zod';

/** What the sandbox keeps of a user pool on disk. Passwords are there only as SRP verifiers. */
const password = z.object({ salt: z.string(), verifier: z.string() });

/** `pending` is the new address that a verification code will make the user's. */
const code = z.object({ value: z.string(), expiresAt: z.number(), pending: z.string().optional() });

const userSchema = z.object({
  username: z.string(),
  attributes: z.record(z.string(), z.string()),
  groups: z.array(z.string()),
  status: z.enum(['UNCONFIRMED', 'CONFIRMED', 'FORCE_CHANGE_PASSWORD', 'RESET_REQUIRED']),
  enabled: z.boolean(),
  password: password.optional(),
  /** Pending codes by what they confirm. */
  codes: z.partialRecord(z.enum(['SIGN_UP', 'FORGOT_PASSWORD', 'VERIFY_EMAIL', 'VERIFY_PHONE']), code),
  createdAt: z.number(),
  modifiedAt: z.number(),
});

const refreshTokenSchema = z.object({
  username: z.string(),
  clientId: z.string(),
  originJti: z.string(),
  authTime: z.number(),
  expiresAt: z.number(),
});

export const poolStateSchema = z.object({
  version: z.literal(1),
  /** PKCS#8 PEM; made on first use and kept, so that tokens outlive a restart. */
  signingKey: z.object({ kid: z.string(), pem: z.string() }).optional(),
  users: z.record(z.string(), userSchema),
  /** By SHA-256 of the token. */
  refreshTokens: z.record(z.string(), refreshTokenSchema),
  revokedOrigins: z.record(z.string(), z.number()),
});

export type User = z.infer<typeof userSchema>;
export type CodeKind = 'SIGN_UP' | 'FORGOT_PASSWORD' | 'VERIFY_EMAIL' | 'VERIFY_PHONE';
export type PoolState = z.infer<typeof poolStateSchema>;

export function emptyPoolState(): PoolState {
  return { version: 1, users: {}, refreshTokens: {}, revokedOrigins: {} };
}
