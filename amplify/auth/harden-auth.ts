import type { auth } from './resource.ts';

type AuthResources = ReturnType<(typeof auth)['getInstance']>['resources'];

/** Closes what Amplify leaves open: nobody signs themself up, and nobody is anyone without signing in. */
export function hardenAuth(resources: AuthResources): void {
  const { cfnUserPool, cfnUserPoolClient, cfnIdentityPool } = resources.cfnResources;
  cfnUserPool.adminCreateUserConfig = { allowAdminCreateUserOnly: true };
  cfnUserPoolClient.preventUserExistenceErrors = 'ENABLED';
  cfnIdentityPool.allowUnauthenticatedIdentities = false;
}
