import type { Sandbox } from '../offline/index.ts';
import { LOCAL_PASSWORD, LOCAL_USERS } from './local-users.ts';

/** Creates the local users that are missing; a data folder that was used before keeps its own. */
export async function createLocalUsers(sandbox: Sandbox): Promise<void> {
  for (const { email, groups } of LOCAL_USERS) {
    try {
      await sandbox.createUser({ email, password: LOCAL_PASSWORD, groups });
    } catch (error) {
      if (!(error instanceof Error && error.name === 'UsernameExistsException')) throw error;
    }
  }
}
