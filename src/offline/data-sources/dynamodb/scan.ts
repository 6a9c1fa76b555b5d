import { expressionMaps } from './expressions.ts';
import type { Operation } from './operation.ts';
import { readPage } from './read-page.ts';

export const scan: Operation = async (document, store) => {
  const { totalSegments, segment } = document;
  const own = totalSegments == null ? {} : { TotalSegments: totalSegments, Segment: segment ?? 0 };
  return readPage('Scan', document, own, expressionMaps(), store);
};
