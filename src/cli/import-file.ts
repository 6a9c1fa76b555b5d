import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { z } from 'zod';
import type { GraphqlSession } from './graphql-session.ts';
import { readSlices } from './read-slices.ts';

const IMPORT_CUSTOMERS = /* GraphQL */ `
  mutation ImportCustomers($importId: ID!, $firstLine: Int!, $lines: [String!]!, $isLast: Boolean!) {
    importCustomers(importId: $importId, firstLine: $firstLine, lines: $lines, isLast: $isLast) {
      accepted
      rejected
      customersWritten
      endpointsWritten
      rejections {
        line
        code
        reason
      }
    }
  }
`;

const rejectionShape = z.object({ line: z.number(), code: z.string(), reason: z.string() });
const sliceReportShape = z.object({
  accepted: z.number(),
  rejected: z.number(),
  customersWritten: z.number(),
  endpointsWritten: z.number(),
  rejections: z.array(rejectionShape),
});

export type Rejection = z.infer<typeof rejectionShape>;

export interface ImportReport {
  readonly importId: string;
  readonly lines: number;
  readonly accepted: number;
  /** Every row that was not imported, with its line number and the reason. */
  readonly rejections: readonly Rejection[];
  readonly customersWritten: number;
  readonly endpointsWritten: number;
}

export type ImportOutcome =
  | { readonly ok: true; readonly report: ImportReport }
  | {
      readonly ok: false;
      readonly error: { readonly code: 'FILE_UNREADABLE' | 'EMPTY_FILE'; readonly message: string };
    };

/**
 * Streams an export into `importCustomers`, slice by slice. The import's id is derived from the file's content and every
 * slice is idempotent, so running the same command again after an interruption finishes the job without counting twice.
 */
export async function importFile(
  session: GraphqlSession,
  file: string,
  onProgress: (bytesRead: number, bytesTotal: number, report: ImportReport) => void,
): Promise<ImportOutcome> {
  const size = await fileSize(file);
  if (size === undefined) {
    return {
      ok: false,
      error: { code: 'FILE_UNREADABLE', message: `${file} cannot be read. Check the path and its permissions.` },
    };
  }
  if (size === 0)
    return { ok: false, error: { code: 'EMPTY_FILE', message: `${file} is empty: there is nothing to import.` } };
  const importId = await contentId(file);
  const rejections: Rejection[] = [];
  const total = { lines: 0, accepted: 0, customersWritten: 0, endpointsWritten: 0 };
  const report = (): ImportReport => ({ importId, ...total, rejections });

  for await (const event of readSlices(file)) {
    if (event.kind === 'rejected') {
      total.lines += 1;
      rejections.push({ line: event.line, code: event.code, reason: event.reason });
      continue;
    }
    if (event.kind === 'truncated') {
      rejections.push({ line: event.line, code: 'TRUNCATED_FILE', reason: event.reason });
      continue;
    }
    const { firstLine, lines, bytesRead } = event.slice;
    const slice = await session.call(IMPORT_CUSTOMERS, { importId, firstLine, lines, isLast: false }, sliceReportShape);
    total.lines += lines.length;
    total.accepted += slice.accepted;
    total.customersWritten += slice.customersWritten;
    total.endpointsWritten += slice.endpointsWritten;
    rejections.push(...slice.rejections);
    onProgress(bytesRead, size, report());
  }
  return { ok: true, report: report() };
}

async function fileSize(file: string): Promise<number | undefined> {
  try {
    const found = await stat(file);
    return found.isFile() ? found.size : undefined;
  } catch {
    return undefined;
  }
}

async function contentId(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) if (Buffer.isBuffer(chunk)) hash.update(chunk);
  return `import-${hash.digest('hex').slice(0, 24)}`;
}
