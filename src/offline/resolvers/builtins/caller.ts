import type { Identity } from '../../auth/identity.ts';
import type { UtilCatalogue } from './run.ts';

/** How the request was authorized, in the words of `$util.authType()`, which Amplify's templates compare with. */
function authType(identity: Identity | null): string {
  if (identity === null) return 'API Key Authorization';
  if ('resolverContext' in identity) return 'Lambda Authorization';
  if ('userArn' in identity) return 'IAM Authorization';
  return 'username' in identity ? 'User Pool Authorization' : 'Open ID Connect Authorization';
}

export const callerUtil: UtilCatalogue = {
  authType: (run) => authType(run.context.identity),
};
