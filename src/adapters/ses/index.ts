/** @module E-mail through Amazon SES. */
export { createSesSender, type SesSenderOptions } from './ses-sender.ts';
