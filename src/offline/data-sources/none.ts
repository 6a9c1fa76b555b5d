import type { DataSource } from './data-source.ts';

/** Local resolvers: the payload is the result. */
export const noneDataSource: DataSource = {
  invoke: async (document) => ({ ok: true, result: document['payload'] ?? null }),
};
