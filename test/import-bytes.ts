import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importCustomers, upsertCustomers } from '../src/app/customer/index.ts';
import type { ImportOptions } from '../src/import-reader/import-options.ts';
import { inspectFile } from '../src/cli/import/inspect-file.ts';
import { openFile } from '../src/cli/import/open-file.ts';
import { readRows } from '../src/import-reader/read-rows.ts';
import { sliceRows } from '../src/import-reader/slice-rows.ts';
import type { Customer } from '../src/domain/customer/index.ts';
import type { UpsertOutcome } from '../src/app/customer/upsert-customers.ts';
import { ACTOR, createMemoryApp, unwrap } from './unit/app/memory-app.ts';

export type Imported = {
  readonly accepted: number;
  readonly rejections: readonly (readonly [number, string, string])[];
};

/** The whole way of a file into an app in memory: what the command reads of it, and what the backend makes of that. */
export function createImportApp() {
  const app = createMemoryApp();
  const deps = { ...app.deps, customers: app.store, publisher: app.deps.importPublisher };
  let files = 0;
  const importBytes = async (content: Buffer | string, how: ImportOptions = {}): Promise<Imported> => {
    const folder = await mkdtemp(join(tmpdir(), 'import-'));
    try {
      const file = join(folder, 'people');
      await writeFile(file, content);
      const inspected = await inspectFile(file, how);
      if (!inspected.ok) throw new Error(`${inspected.error.code}: ${inspected.error.message}`);
      const importId = `${inspected.importId}-${(files += 1)}`;
      let accepted = 0;
      const rejections: (readonly [number, string, string])[] = [];
      for await (const slice of sliceRows(readRows(await openFile(file), inspected, how))) {
        const { segmentId, removeFromSegmentId } = how;
        const { report } = unwrap(
          await importCustomers(deps, {
            actor: ACTOR,
            importId,
            isLast: false,
            ...slice,
            ...(segmentId === undefined ? {} : { segmentId }),
            ...(removeFromSegmentId === undefined ? {} : { removeFromSegmentId }),
          }),
        );
        accepted += report.accepted;
        rejections.push(...report.rejections.map(({ line, code, reason }) => [line, code, reason] as const));
      }
      return { accepted, rejections };
    } finally {
      await rm(folder, { recursive: true });
    }
  };
  const people = async (): Promise<readonly Customer[]> => (await app.deps.customers.scan(0, 1, null)).customers;
  const upsert = async (...customers: readonly unknown[]): Promise<readonly UpsertOutcome[]> =>
    unwrap(await upsertCustomers(deps, { actor: ACTOR, customers })).outcomes;
  return { app, deps, importBytes, people, upsert };
}
