import * as z from 'zod';

/** What the sandbox keeps of a user pool on disk. Passwords are there only as SRP verifiers. */
const password = z.object({ salt: z.string(), verifier: z.string() });

/** `pending` is the new address that a verification code will make the user's. */
const code = z.object({ value: z.string(), expiresAt: z.number(), pending: z.string().optional() });

const codeKind = z.enum(['SIGN_UP', 'FORGOT_PASSWORD', 'VERIFY_EMAIL', 'VERIFY_PHONE', 'SMS_MFA']);
const mfaMethod = z.enum(['SMS_MFA', 'SOFTWARE_TOKEN_MFA']);

const mfaSchema = z.object({
  /** Base32, from AssociateSoftwareToken until VerifySoftwareToken. */
  pendingSecret: z.string().optional(),
  secret: z.string().optional(),
  deviceName: z.string().optional(),
  enabled: z.array(mfaMethod),
  preferred: mfaMethod.optional(),
  /** Half minute of the last code that was used: each is good once. */
  lastStep: z.number().optional(),
});

const userSchema = z.object({
  username: z.string(),
  attributes: z.record(z.string(), z.string()),
  groups: z.array(z.string()),
  status: z.enum(['UNCONFIRMED', 'CONFIRMED', 'FORCE_CHANGE_PASSWORD', 'RESET_REQUIRED']),
  enabled: z.boolean(),
  password: password.optional(),
  /** Until when a temporary password is good. */
  temporaryUntil: z.number().optional(),
  mfa: mfaSchema.optional(),
  /** Pending codes by what they confirm. */
  codes: z.partialRecord(codeKind, code),
  createdAt: z.number(),
  modifiedAt: z.number(),
});

const groupSchema = z.object({
  name: z.string(),
  description: z.string().optional(),
  roleArn: z.string().optional(),
  precedence: z.number().optional(),
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

/** By name. A record of zod leaves `__proto__` out, which is a name as any other. */
const byName = <Value>(value: z.ZodType<Value>) =>
  z
    .preprocess(
      (stored) => (typeof stored === 'object' && stored !== null ? Object.entries(stored) : stored),
      z.array(z.tuple([z.string(), value])),
    )
    .transform((entries): Record<string, Value> => Object.fromEntries(entries));

export const poolStateSchema = z.object({
  version: z.literal(1),
  /** PKCS#8 PEM; made on first use and kept, so that tokens outlive a restart. */
  signingKey: z.object({ kid: z.string(), pem: z.string() }).optional(),
  users: byName(userSchema),
  /** What was made, changed or (null) deleted of the groups while the sandbox ran. Absent in files of before. */
  groups: byName(groupSchema.nullable()).optional(),
  /** By SHA-256 of the token. */
  refreshTokens: z.record(z.string(), refreshTokenSchema),
  revokedOrigins: z.record(z.string(), z.number()),
});

export type User = z.infer<typeof userSchema>;
export type UserMfa = z.infer<typeof mfaSchema>;
export type Group = z.infer<typeof groupSchema>;
export type CodeKind = z.infer<typeof codeKind>;
export type PoolState = z.infer<typeof poolStateSchema>;

export function emptyPoolState(): PoolState {
  return { version: 1, users: {}, refreshTokens: {}, revokedOrigins: {} };
}
