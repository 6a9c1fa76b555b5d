import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { addKeptTable } from '../messaging/kept-table.ts';

/** What the external API remembers. The audit log is a table of its own: whoever writes it can do nothing else there. */
export class AccessTables extends Construct {
  /** API clients, used nonces, quotas, idempotency keys. */
  readonly access: Table;
  /** With the ledger of consents, which the lake follows. */
  readonly audit: Table;

  constructor(scope: Construct, id: string, options: { readonly isDisposable: boolean }) {
    super(scope, id);
    this.access = addKeptTable(this, 'Access', options);
    this.audit = addKeptTable(this, 'Audit', { ...options, isFollowed: true });
  }
}
