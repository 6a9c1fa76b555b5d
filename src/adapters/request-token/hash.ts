import type { Hash } from '../../app/api-client/index.ts';
import { sha256 as digest } from '../../standards/sha256.ts';

/** SHA-256, base64url. */
export const sha256: Hash = (text) => digest(text, 'base64url');
