/** @module Amazon Cognito user pools, offline. */
export {
  createCognitoIdp,
  type CognitoIdp,
  type CognitoIdpOptions,
  type CreateUserInput,
} from './create-cognito-idp.ts';
export type { CognitoMessage } from './context.ts';
