/** @module The record of who did what from where. */
export type { AuditChange, AuditEntry, AuditLog, AuditPage } from './audit-log.ts';
export { changesBetween } from './changes-between.ts';
export { listCustomerAudit } from './list-customer-audit.ts';
export { listAuditEntries } from './list-audit-entries.ts';
export { writeDown } from './write-down.ts';
