import { decodeJwt, decodeProtectedHeader, errors, importJWK, jwtVerify, type CryptoKey } from 'jose';
import * as z from 'zod';
import type { KeySecrets, TokenVerifier } from '../../app/api-client/index.ts';
import type { ApiKey, RequestClaims } from '../../domain/api-client/index.ts';

const header = z.object({ alg: z.enum(['EdDSA', 'HS256']), kid: z.string().min(1) });
const issuer = z.object({ iss: z.string().min(1) });
const claimsShape = z.object({
  iss: z.string(),
  iat: z.number(),
  exp: z.number(),
  jti: z.string(),
  rqh: z.string(),
});

/** Reads and verifies request tokens; times in them are judged by the caller, which knows the time. */
export function createTokenVerifier(secrets: KeySecrets): TokenVerifier {
  const keyOf = async (clientId: string, key: ApiKey): Promise<CryptoKey | Uint8Array | null> => {
    if (key.algorithm === 'EdDSA') return importJWK({ kty: 'OKP', crv: 'Ed25519', x: key.publicKey }, 'EdDSA');
    const secret = await secrets.derive(clientId, key);
    return secret === null ? null : Buffer.from(secret, 'utf8');
  };
  return {
    read: (token) => {
      try {
        const { kid } = header.parse(decodeProtectedHeader(token));
        return { clientId: issuer.parse(decodeJwt(token)).iss, keyId: kid };
      } catch {
        return null;
      }
    },
    verify: async (token, clientId, key): Promise<RequestClaims | null> => {
      const material = await keyOf(clientId, key);
      if (material === null) return null;
      try {
        // The algorithm is the key's, not the token's; the epoch as the present lets no time-out hide the signature.
        const { payload } = await jwtVerify(token, material, { algorithms: [key.algorithm], currentDate: new Date(0) });
        const claims = claimsShape.safeParse(payload);
        return claims.success ? claims.data : null;
      } catch (error) {
        if (error instanceof errors.JOSEError) return null;
        throw error;
      }
    },
  };
}
