/** @module The record of who did what from where. */
export type { AuditEntry, AuditLog } from './audit-log.ts';
export { listAuditEntries } from './list-audit-entries.ts';
