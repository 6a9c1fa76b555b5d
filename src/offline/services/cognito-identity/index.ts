/** @module Amazon Cognito identity pools, offline. */
export { createCognitoIdentity, type CognitoIdentityOptions } from './create-cognito-identity.ts';
