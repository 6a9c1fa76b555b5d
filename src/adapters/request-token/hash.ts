import { createHash } from 'node:crypto';
import type { Hash } from '../../app/api-client/index.ts';

/** SHA-256, base64url. */
export const sha256: Hash = (text) => createHash('sha256').update(text, 'utf8').digest('base64url');
