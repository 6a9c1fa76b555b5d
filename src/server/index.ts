/**
 * The client of an external server: signs, repeats safely, and throws typed errors.
 *
 * @module bonghwa/server
 */
export {
  createServerClient,
  type ApiJob,
  type AppToken,
  type EventInput,
  type EventOutcomes,
  type MessageRecipient,
  type SendMessagesInput,
  type SendReceipt,
  type ServerClient,
  type ServerClientOptions,
} from './create-server-client.ts';
export { BonghwaError } from './errors.ts';
export type { AwsCredentials, SigV4Auth, TokenAuth } from './sign-request.ts';
