import type { ApprovalStore } from '../../app/approval/index.ts';
import type { Approval } from '../../domain/approval/index.ts';

/** Approvals in memory. */
export function createMemoryApprovals(): ApprovalStore {
  const approvals = new Map<string, Approval>();
  return {
    get: async (runId) => approvals.get(runId) ?? null,
    put: async (runId, approval) => {
      approvals.set(runId, approval);
    },
  };
}
