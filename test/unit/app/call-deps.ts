import {
  createMemoryAudit,
  createMemoryCalls,
  createMemoryIdempotency,
  createMemoryQuotas,
} from '../../../src/adapters/memory/index.ts';
import { sha256 } from '../../../src/adapters/request-token/index.ts';
import type { ApiClient } from '../../../src/domain/api-client/index.ts';
import type { createMemoryApp } from './memory-app.ts';

/** A server that may send what it likes. */
export const CLIENT: ApiClient = {
  id: 'shop',
  name: '주문 서버',
  isActive: true,
  cidrs: ['203.0.113.0/24'],
  operations: ['SEND_MESSAGES'],
  templateIds: ['*'],
  mayInline: true,
  messagesPerDay: 1_000,
  recipientsPerMinute: 200,
  roleNames: [],
  keys: [],
};

/** What external calls need beside the application: keys, quotas, the audit log, and the one write of everything. */
export function createCallDeps<Deps extends ReturnType<typeof createMemoryApp>['deps']>(deps: Deps) {
  const stores = { ...deps, idempotency: createMemoryIdempotency(), audit: createMemoryAudit() };
  return { ...stores, calls: createMemoryCalls(stores), quotas: createMemoryQuotas(), hash: sha256 };
}
