/** @module Secrets, kept as SecureString parameters. */
export { readSecret, readSecretIfPresent } from './read-secret.ts';
