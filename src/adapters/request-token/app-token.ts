import { randomBytes } from 'node:crypto';
import type { NewAppToken } from '../../app/api-client/index.ts';

/** 256 bits: nobody guesses one, and its hash may be stored unsalted. */
export const newAppToken: NewAppToken = () => randomBytes(32).toString('base64url');
