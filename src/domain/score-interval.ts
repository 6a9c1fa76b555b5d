/**
 * Wilson's score interval of a share `p` of `n` (more than none), which stays sound when few or none were found: `z` is
 * the point of the normal distribution, or of Student's, that says how sure it is. It may pass [0, 1] by a rounding.
 */
export function scoreInterval(p: number, n: number, z: number): { readonly low: number; readonly high: number } {
  const middle = 2 * n * p + z * z;
  const half = z * Math.sqrt(z * z + 4 * n * p * (1 - p));
  const under = 2 * (n + z * z);
  return { low: (middle - half) / under, high: (middle + half) / under };
}
