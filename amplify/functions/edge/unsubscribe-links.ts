import { createReferenceSigner, type ReferenceSigner } from '../../../src/adapters/unsubscribe-link/index.ts';
import type { MessageRef } from '../../../src/domain/send-job/index.ts';
import { readOptional } from './environment.ts';

/**
 * Says whether a reference was signed for a link of ours. The secret is read when the first is asked about; a deployment
 * without unsubscribe links has signed none.
 */
export function connectUnsubscribeLinks(): (ref: MessageRef, signature: string) => Promise<boolean> {
  const parameter = readOptional('UNSUBSCRIBE_SECRET_PARAMETER');
  let signer: ReferenceSigner | null = null;
  return async (ref, signature) => {
    if (parameter === undefined) return false;
    if (signer === null) {
      // As in master-secret.ts: most receipts never pay for loading a client of the Parameter Store.
      const { readSecret } = await import('../../../src/adapters/ssm/index.ts');
      signer = createReferenceSigner(await readSecret(parameter));
    }
    return signer.isSignedBy(ref, signature);
  };
}
