/** @module Secrets, kept as SecureString parameters. */
export { readSecret } from './read-secret.ts';
