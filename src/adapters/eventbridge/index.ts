/** @module Receipts from EventBridge: what became of messages after their provider had accepted them. */
export { parseReceipt } from './parse-receipt.ts';
export type { ParsedReceipt } from './parsed-receipt.ts';
