import type { Usage } from './measure-usage.ts';

/** No more than this of any quota, so that there is room for what is still to come. */
const TARGET_SHARE = 0.6;

/** A template that is larger than this grows faster than the product. */
const TARGET_TEMPLATE_BYTES = 450_000;

/** Those that use more than we allow ourselves. */
export function overTarget(usages: readonly Usage[]): readonly Usage[] {
  return usages.filter(
    ({ quota, used, share }) => share > TARGET_SHARE || (quota === 'templateBytes' && used > TARGET_TEMPLATE_BYTES),
  );
}
