import { acknowledge } from '../security/acknowledge.ts';
import type { auth } from './resource.ts';

type AuthResources = ReturnType<(typeof auth)['getInstance']>['resources'];

/** Closes what Amplify leaves open: nobody signs themself up, and nobody is anyone without signing in. */
export function hardenAuth(resources: AuthResources, { isDisposable }: { readonly isDisposable: boolean }): void {
  const { cfnUserPool, cfnUserPoolClient, cfnIdentityPool } = resources.cfnResources;
  cfnUserPool.adminCreateUserConfig = { allowAdminCreateUserOnly: true };
  cfnUserPoolClient.preventUserExistenceErrors = 'ENABLED';
  if (!isDisposable) {
    cfnUserPool.mfaConfiguration = 'OPTIONAL';
    cfnUserPool.enabledMfas = ['SOFTWARE_TOKEN_MFA'];
  }
  acknowledge(
    cfnUserPool,
    'AwsSolutions-COG2',
    'Staff may add an authenticator app (OPTIONAL). Required, it would lock out the command line, whose import signs in with a password.',
  );
  acknowledge(
    cfnUserPool,
    'AwsSolutions-COG8',
    'Threat protection is billed by monthly user in the PLUS plan; in this pool administrators create the few accounts, and nobody signs themself up.',
  );
  cfnIdentityPool.allowUnauthenticatedIdentities = false;
}
