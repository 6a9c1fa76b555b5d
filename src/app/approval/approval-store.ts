import type { Approval } from '../../domain/approval/index.ts';

/** The approval of each run; a later one stands in place of it. */
export interface ApprovalStore {
  /** Consistent read. */
  get(runId: string): Promise<Approval | null>;
  put(runId: string, approval: Approval): Promise<void>;
}
