import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { readStateFile, writeStateFile } from '../state-file.ts';

const column = z.object({ name: z.string(), type: z.string(), precision: z.number(), scale: z.number() });

const execution = z.object({
  id: z.string(),
  query: z.string(),
  parameters: z.array(z.string()),
  database: z.string().optional(),
  workGroup: z.string(),
  outputLocation: z.string(),
  token: z.string().optional(),
  state: z.enum(['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED']),
  reason: z.string().optional(),
  submittedAt: z.number(),
  completedAt: z.number().optional(),
  engineMs: z.number(),
  scannedBytes: z.number(),
  columns: z.array(column),
  rows: z.number(),
  isUnload: z.boolean(),
});

/** One query and what became of it. Times are milliseconds since the epoch on the sandbox's clock. */
export type QueryExecution = z.infer<typeof execution>;

/** Queries and their results, kept as Athena keeps them. */
export interface QueryExecutions {
  find(id: string): QueryExecution | undefined;
  /** The execution that a caller's token started already. */
  findByToken(token: string): QueryExecution | undefined;
  save(execution: QueryExecution): void;
  resultFile(id: string): string;
}

/** Opens the folder of queries; what was running when the process ended has failed. */
export function openQueryExecutions(folder: string): QueryExecutions {
  const fileOf = (id: string): string => join(folder, `${id}.json`);
  const byId = new Map<string, QueryExecution>();
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => /^[0-9a-f-]{36}\.json$/.test(name)) : [];
  for (const name of names) {
    const known = readStateFile(join(folder, name), execution, 'a query of Athena');
    if (known === undefined) continue;
    const isOver = known.completedAt !== undefined;
    byId.set(
      known.id,
      isOver
        ? known
        : {
            ...known,
            state: 'FAILED',
            reason: 'The sandbox ended while the query ran.',
            completedAt: known.submittedAt,
          },
    );
  }
  return {
    find: (id) => byId.get(id),
    findByToken: (token) => [...byId.values()].find((known) => known.token === token),
    save(changed) {
      mkdirSync(folder, { recursive: true });
      byId.set(changed.id, changed);
      writeStateFile(fileOf(changed.id), changed);
    },
    resultFile: (id) => join(folder, `${id}.rows`),
  };
}
