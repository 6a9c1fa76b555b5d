import {
  applyExportLine,
  newCustomer,
  parseExportLine,
  type Customer,
  type ExportLine,
} from '../../domain/customer/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import { inParallel } from '../in-parallel.ts';
import type { Actor, CustomerStore, Stored } from '../ports.ts';
import type { ImportReport, ImportStore, Rejection } from './import-store.ts';

export type ImportCustomersCommand = {
  readonly actor: Actor;
  /** Chosen by the caller; the same slice of the same import is applied and counted once. */
  readonly importId: string;
  /** Line number of `lines[0]` in the file, from 1. */
  readonly firstLine: number;
  readonly lines: readonly string[];
  readonly isLast: boolean;
};

const MAX_SLICE_LINES = 500;
const MAX_SLICE_BYTES = 900 * 1024;
const MAX_IMPORT_ID = 128;
const PARALLEL_WRITES = 16;
/** DynamoDB's limit is 400 KB; the rest is for attribute names and the row's own fields. */
const MAX_CUSTOMER_BYTES = 350 * 1024;
const MAX_TRIES = 8;

/** Imports one slice of a Pinpoint endpoint export: good lines are kept, every other line gets a reason. */
export async function importCustomers(
  deps: { customers: CustomerStore; imports: ImportStore },
  command: ImportCustomersCommand,
): Promise<{ readonly ok: true; readonly report: ImportReport } | Refused> {
  const refusal = checkSlice(command);
  if (refusal !== null) return refusal;
  const known = await deps.imports.getSlice(command.importId, command.firstLine);
  if (known !== null) return { ok: true, report: known };
  const { linesOf, rejections, repeated } = readLines(command);
  const customerIds = [...linesOf.keys()];
  const counts = { customers: 0, endpoints: 0 };
  for (let from = 0; from < customerIds.length; from += 100) {
    const ids = customerIds.slice(from, from + 100);
    const stored = await deps.customers.getMany(ids);
    await inParallel(ids, PARALLEL_WRITES, async (id) => {
      const outcome = await mergeCustomer(deps.customers, id, linesOf.get(id) ?? [], stored.get(id));
      rejections.push(...outcome.rejections);
      counts.customers += outcome.isWritten ? 1 : 0;
      counts.endpoints += outcome.endpointsWritten;
    });
  }
  rejections.sort((a, b) => a.line - b.line);
  const report: ImportReport = {
    importId: command.importId,
    accepted: command.lines.length - rejections.length - repeated.blank,
    rejected: rejections.length,
    customersWritten: counts.customers,
    endpointsWritten: counts.endpoints,
    rejections,
  };
  return { ok: true, report: await deps.imports.putSlice(report, command) };
}

function checkSlice({ importId, firstLine, lines }: ImportCustomersCommand): Refused | null {
  if (importId === '' || importId.length > MAX_IMPORT_ID) {
    return refuse('INVALID_INPUT', `importId must have 1 to ${MAX_IMPORT_ID} characters.`);
  }
  if (!Number.isSafeInteger(firstLine) || firstLine < 1) {
    return refuse('INVALID_INPUT', 'firstLine must be a line number from 1.');
  }
  if (lines.length > MAX_SLICE_LINES) {
    return refuse('INVALID_INPUT', `A slice has at most ${MAX_SLICE_LINES} lines; this one has ${lines.length}.`);
  }
  const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0);
  if (bytes <= MAX_SLICE_BYTES) return null;
  return refuse(
    'INVALID_INPUT',
    `A slice has at most ${MAX_SLICE_BYTES} bytes; this one has ${bytes}. Send fewer lines.`,
  );
}

type NumberedLine = { readonly number: number; readonly line: ExportLine };

function readLines({ lines, firstLine }: ImportCustomersCommand) {
  const linesOf = new Map<string, NumberedLine[]>();
  const rejections: Rejection[] = [];
  const firstSeen = new Map<string, number>();
  let blank = 0;
  for (const [index, text] of lines.entries()) {
    const number = firstLine + index;
    if (text.trim() === '') {
      blank += 1;
      continue;
    }
    const line = parseExportLine(text);
    if (!line.ok) {
      rejections.push({ line: number, code: line.error.code, reason: line.error.message });
      continue;
    }
    const key = line.endpoint.id;
    const earlier = firstSeen.get(key);
    if (earlier !== undefined) {
      const reason = `Endpoint ${JSON.stringify(key)} is already in line ${earlier}; an export has each endpoint once.`;
      rejections.push({ line: number, code: 'DUPLICATE_ID', reason });
      continue;
    }
    firstSeen.set(key, number);
    const group = linesOf.get(line.customerId);
    if (group === undefined) linesOf.set(line.customerId, [{ number, line }]);
    else group.push({ number, line });
  }
  return { linesOf, rejections, repeated: { blank } };
}

type Merged = {
  readonly customer: Customer;
  readonly endpointsWritten: number;
  readonly rejections: readonly Rejection[];
};

function applyLines(customer: Customer, lines: readonly NumberedLine[]): Merged {
  let current = customer;
  let endpointsWritten = 0;
  const rejections: Rejection[] = [];
  for (const { number, line } of lines) {
    const applied = applyExportLine(current, line);
    if (!applied.ok) {
      rejections.push({ line: number, code: applied.error.code, reason: applied.error.message });
    } else if (applied.changed) {
      if (
        applied.customer.endpoints.length > 8 &&
        Buffer.byteLength(JSON.stringify(applied.customer)) > MAX_CUSTOMER_BYTES
      ) {
        const reason = `Customer ${JSON.stringify(line.customerId)} would exceed ${MAX_CUSTOMER_BYTES} bytes with it.`;
        rejections.push({ line: number, code: 'TOO_LARGE', reason });
        continue;
      }
      current = applied.customer;
      endpointsWritten += 1;
    }
  }
  return { customer: current, endpointsWritten, rejections };
}

async function mergeCustomer(
  customers: CustomerStore,
  id: string,
  lines: readonly NumberedLine[],
  stored: Stored<Customer> | undefined,
): Promise<Merged & { readonly isWritten: boolean }> {
  let known = stored;
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const merged = applyLines(known?.value ?? newCustomer(id), lines);
    if (merged.endpointsWritten === 0) return { ...merged, isWritten: false };
    if (await customers.put(merged.customer, known?.revision ?? 0)) return { ...merged, isWritten: true };
    known = (await customers.getMany([id])).get(id);
  }
  throw new Error(`A customer changed ${MAX_TRIES} times while an import wanted to write it.`);
}
