import { queryOptions } from '@tanstack/react-query';
import type { Answer } from '../../../src/client/index.ts';
import { askFor } from '../../ask/ask.ts';
import { readPages } from '../../ask/read-pages.ts';

const PAGE = 500;

type Row = NonNullable<Answer<'listSegments'>['items'][number]>;

/** All segments, as lists and choices of them need them. */
export const segmentsQuery = queryOptions({
  queryKey: ['segments'],
  queryFn: () => readPages<Row>((nextToken) => askFor('listSegments', { limit: PAGE, nextToken })),
});
