/** @module E-mail through Amazon SES. */
export { createSesSender } from './ses-sender.ts';
