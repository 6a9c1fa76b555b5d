import { refuse, type Refused } from '../result.ts';

/** The word in front of a request token: AppSync takes a bare JWT for one of Cognito, and the firewall looks for it. */
export const TOKEN_SCHEME = 'Bonghwa';

/** The longest life of a request token, in seconds. */
const MAX_TOKEN_SECONDS = 300;

/** How far a caller's clock may be ahead, in seconds. */
const CLOCK_TOLERANCE_SECONDS = 30;

/** The claims of a request token whose signature holds; times are seconds since the epoch. */
export type RequestClaims = {
  readonly iss: string;
  readonly iat: number;
  readonly exp: number;
  readonly jti: string;
  /** SHA-256 of `signedText`, base64url. */
  readonly rqh: string;
};

/**
 * Why a token does not fit its request: too old or from the future, valid for too long, signed for another request, or
 * without a usable nonce.
 */
export type ClaimRefusal = 'TOKEN_STALE' | 'TOKEN_LIFETIME' | 'REQUEST_TAMPERED' | 'TOKEN_MALFORMED';

const JTI = /^[\w.:-]{8,128}$/;

/** Checks a token against the request it came with; `now` in milliseconds. */
export function checkClaims(
  claims: RequestClaims,
  request: { readonly hash: string; readonly now: number },
): { readonly ok: true } | Refused<ClaimRefusal> {
  const now = request.now / 1000;
  if (!JTI.test(claims.jti)) {
    return refuse(
      'TOKEN_MALFORMED',
      'The claim jti must be 8 to 128 letters, digits and . : - _ and differ every time.',
    );
  }
  if (claims.exp <= claims.iat || claims.exp - claims.iat > MAX_TOKEN_SECONDS) {
    return refuse('TOKEN_LIFETIME', `A request token may be valid for 1 to ${MAX_TOKEN_SECONDS} seconds (exp - iat).`);
  }
  if (claims.exp <= now || claims.iat > now + CLOCK_TOLERANCE_SECONDS) {
    return refuse('TOKEN_STALE', 'The request token has expired or is from the future. Set the clock and sign anew.');
  }
  if (claims.rqh !== request.hash) {
    return refuse(
      'REQUEST_TAMPERED',
      'The request is not the one that was signed (claim rqh). Sign exactly what is sent.',
    );
  }
  return { ok: true };
}
