/** Matches IAM's `*` (any run of characters, also none) and `?` (one character) in linear time: a policy must not be able to stall the sandbox. */
export function matchesWildcard(pattern: string, value: string): boolean {
  let patternAt = 0;
  let valueAt = 0;
  let starAt = -1;
  let resumeAt = 0;
  while (valueAt < value.length) {
    const symbol = pattern[patternAt];
    if (symbol === '*') {
      starAt = patternAt++;
      resumeAt = valueAt;
    } else if (symbol === '?' || (symbol !== undefined && symbol === value[valueAt])) {
      patternAt++;
      valueAt++;
    } else if (starAt >= 0) {
      patternAt = starAt + 1;
      valueAt = ++resumeAt;
    } else {
      return false;
    }
  }
  while (pattern[patternAt] === '*') patternAt++;
  return patternAt === pattern.length;
}
