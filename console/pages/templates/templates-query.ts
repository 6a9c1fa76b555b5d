import { queryOptions } from '@tanstack/react-query';
import type { Answer } from '../../../src/client/index.ts';
import { askFor } from '../../ask/ask.ts';
import { readPages } from '../../ask/read-pages.ts';

const PAGE = 500;

type Row = NonNullable<Answer<'listTemplates'>['items'][number]>;

/** All templates, as lists and choices of them need them. */
export const templatesQuery = queryOptions({
  queryKey: ['templates'],
  queryFn: () => readPages<Row>((nextToken) => askFor('listTemplates', { limit: PAGE, nextToken })),
});
