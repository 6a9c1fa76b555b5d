import { useQuery } from '@tanstack/react-query';
import { segmentsQuery } from '../segments/segments-query.ts';
import { templatesQuery } from '../templates/templates-query.ts';
import type { NameOf } from './summary-of.ts';

/** How segments and templates are called, as far as that is known yet. */
export function useNameOf(): NameOf {
  const segments = useQuery(segmentsQuery);
  const templates = useQuery(templatesQuery);
  const rows = [...(segments.data?.rows ?? []), ...(templates.data?.rows ?? [])];
  return (id) => rows.find((row) => row.id === id)?.name ?? '';
}
