import type { Dimensions, MetricDimension, SegmentDefinition } from './definition.ts';

type Range = { min: number; isMinOpen: boolean; max: number; isMaxOpen: boolean };

function narrow(range: Range, { comparison, value }: MetricDimension): void {
  const raise = (isOpen: boolean): void => {
    if (value > range.min) [range.min, range.isMinOpen] = [value, isOpen];
    else if (value === range.min) range.isMinOpen ||= isOpen;
  };
  const lower = (isOpen: boolean): void => {
    if (value < range.max) [range.max, range.isMaxOpen] = [value, isOpen];
    else if (value === range.max) range.isMaxOpen ||= isOpen;
  };
  switch (comparison) {
    case 'EQUAL':
      raise(false);
      lower(false);
      break;
    case 'GREATER_THAN':
      raise(true);
      break;
    case 'GREATER_THAN_OR_EQUAL':
      raise(false);
      break;
    case 'LESS_THAN':
      lower(true);
      break;
    case 'LESS_THAN_OR_EQUAL':
      lower(false);
      break;
  }
}

function isEmpty({ min, max, isMinOpen, isMaxOpen }: Range): boolean {
  return min > max || (min === max && (isMinOpen || isMaxOpen));
}

/** The entries every member must match. */
function required(definition: SegmentDefinition): readonly Dimensions[] {
  if (definition.include === 'NONE' || (definition.include === 'ANY' && definition.groups.length > 1)) return [];
  return definition.groups.flatMap(({ type, dimensions }) =>
    type === 'ALL' || (type === 'ANY' && dimensions.length === 1) ? dimensions : [],
  );
}

/** Names a range of conditions that nobody can meet together, or null. Only what is provably empty is named. */
export function findContradiction(definition: SegmentDefinition): string | null {
  const ranges = new Map<string, Range>();
  let activeDays = Infinity;
  let inactiveDays = -Infinity;
  for (const { metrics = {}, recency } of required(definition)) {
    for (const [name, metric] of Object.entries(metrics)) {
      const range = ranges.get(name) ?? { min: -Infinity, isMinOpen: false, max: Infinity, isMaxOpen: false };
      narrow(range, metric);
      ranges.set(name, range);
      if (isEmpty(range)) return `the conditions on metric "${name}" contradict each other: nobody can match.`;
    }
    if (recency?.type === 'ACTIVE') activeDays = Math.min(activeDays, recency.days);
    if (recency?.type === 'INACTIVE') inactiveDays = Math.max(inactiveDays, recency.days);
  }
  if (inactiveDays < activeDays) return null;
  return `nobody is active within ${activeDays} days and inactive for ${inactiveDays} days.`;
}
