import type { Outgoing, SendContext, SendResult } from '../../app/delivery/index.ts';
import { hasUnsubscribeLink } from '../../domain/template/index.ts';
import { createSenderSecret } from '../aws/sender-secret.ts';
import { createReferenceSigner, type ReferenceSigner } from '../unsubscribe-link/index.ts';
import type { Unsubscribing } from './bulk-entry.ts';
import { checkUnsubscribeUrl, unsubscribeLinks } from './unsubscribe-headers.ts';

type Options = {
  readonly unsubscribeUrl?: string;
  readonly unsubscribeSecret?: string | (() => Promise<string>);
};

/** How the mails of a batch are unsubscribed from, or what all of them are answered. */
type Ready = { readonly unsubscribing: Unsubscribing | undefined } | { readonly missing: SendResult };

const URL_MISSING: SendResult = { kind: 'NOT_SENT', cause: 'DENIED', code: 'UNSUBSCRIBE_URL_MISSING' };

/** Makes unsubscribe links for those batches that need some. */
export function connectUnsubscribing({ unsubscribeUrl, unsubscribeSecret }: Options): {
  readonly prepare: () => Promise<void>;
  readonly of: (context: Pick<SendContext, 'isAdvertising'>, batch: readonly Outgoing[]) => Promise<Ready>;
} {
  if (unsubscribeUrl !== undefined) checkUnsubscribeUrl(unsubscribeUrl);
  const secret =
    unsubscribeUrl === undefined || unsubscribeSecret === undefined
      ? null
      : createSenderSecret(unsubscribeSecret, 'UNSUBSCRIBE_SECRET');
  let signer: ReferenceSigner | null = null;
  return {
    prepare: async () => secret?.prepare(),
    of: async ({ isAdvertising }, batch) => {
      const isNeeded = isAdvertising && unsubscribeUrl !== undefined;
      if (!isNeeded && !batch.some(isLinked)) return { unsubscribing: undefined };
      if (unsubscribeUrl === undefined) return { missing: URL_MISSING };
      if (secret === null) return { unsubscribing: { links: unsubscribeLinks(unsubscribeUrl), isAdvertising } };
      const found = await secret.get();
      if ('missing' in found) return found;
      signer ??= createReferenceSigner(found.secret);
      return { unsubscribing: { links: unsubscribeLinks(unsubscribeUrl, signer.sign), isAdvertising } };
    },
  };
}

function isLinked({ message }: Outgoing): boolean {
  return message.channel === 'EMAIL' && hasUnsubscribeLink(message);
}
