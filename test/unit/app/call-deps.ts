import {
  createMemoryAudit,
  createMemoryCalls,
  createMemoryIdempotency,
  createMemoryQuotas,
} from '../../../src/adapters/memory/index.ts';
import { sha256 } from '../../../src/adapters/request-token/index.ts';
import type { createMemoryApp } from './memory-app.ts';

/** What external calls need beside the application: keys, quotas, the audit log, and the one write of everything. */
export function createCallDeps<Deps extends ReturnType<typeof createMemoryApp>['deps']>(deps: Deps) {
  const stores = { ...deps, idempotency: createMemoryIdempotency(), audit: createMemoryAudit() };
  return { ...stores, calls: createMemoryCalls(stores), quotas: createMemoryQuotas(), hash: sha256 };
}
