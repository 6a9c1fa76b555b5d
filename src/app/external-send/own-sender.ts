import type { ApiClient } from '../../domain/api-client/index.ts';
import type { QuotaStore } from './ports.ts';

/** Who jobs are counted with that we send of ourselves, by the way of every direct send. */
export function ownSender(id: string, name: string): ApiClient {
  return {
    id,
    name,
    isActive: true,
    cidrs: [],
    operations: ['SEND_MESSAGES'],
    templateIds: ['*'],
    mayInline: false,
    messagesPerDay: Number.MAX_SAFE_INTEGER,
    recipientsPerMinute: Number.MAX_SAFE_INTEGER,
    roleNames: [],
    keys: [],
  };
}

/** No quota of a server holds for what we send of ourselves. */
export const NO_QUOTAS: QuotaStore = {
  take: () => Promise.resolve('TAKEN'),
  giveBack: () => Promise.resolve(),
};
