import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { formatMessageRef, type MessageRef } from '../../domain/send-job/index.ts';

const SALT = 'bonghwa unsubscribe link';
/** 128 bits: nobody guesses one, and a link stays short. */
const SIGNATURE_BYTES = 16;

/** Signs what names a message, so that nobody unsubscribes others by counting places up. */
export type ReferenceSigner = {
  /** `job.shard.chunk.place.signature` */
  readonly sign: (ref: MessageRef) => string;
  readonly isSignedBy: (ref: MessageRef, signature: string) => boolean;
};

/** A signer with a key of its own, derived from the secret: SHA-256, by HKDF and HMAC. */
export function createReferenceSigner(secret: string): ReferenceSigner {
  const key = Buffer.from(hkdfSync('sha256', secret, SALT, '', 32));
  const signatureOf = (text: string): Buffer =>
    createHmac('sha256', key).update(text).digest().subarray(0, SIGNATURE_BYTES);
  return {
    sign: (ref) => {
      const text = formatMessageRef(ref);
      return `${text}.${signatureOf(text).toString('base64url')}`;
    },
    isSignedBy: (ref, signature) => {
      const given = Buffer.from(signature, 'base64url');
      return given.length === SIGNATURE_BYTES && timingSafeEqual(given, signatureOf(formatMessageRef(ref)));
    },
  };
}
