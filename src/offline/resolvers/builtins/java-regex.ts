import { UtilArgumentError } from './arguments.ts';

const cache = new Map<string, RegExp>();
const CACHE_LIMIT = 1000;

/**
 * The JavaScript expression of a Java one. Java's inline flags, possessive quantifiers, atomic groups, `\Q..\E`,
 * `\A`, `\Z`, `\z`, `\h` and POSIX classes have no counterpart and are refused rather than misread.
 */
export function javaRegex(pattern: string, flags: '' | 'g'): RegExp {
  const key = `${flags}/${pattern}`;
  const known = cache.get(key);
  if (known) {
    known.lastIndex = 0;
    return known;
  }
  if (
    /\(\?(?:[a-zA-Z-]+[:)]|>)|[*+?}]\+|\\[QEAZzhHGRX]|\\p\{(?!L[ul]?\}|N[dl]?\})/.test(pattern.replace(/\\\\/g, ''))
  ) {
    throw new UtilArgumentError(`The Java regular expression ${pattern} uses syntax the sandbox cannot run.`);
  }
  const compiled = compile(pattern, flags);
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(key, compiled);
  return compiled;
}

function compile(pattern: string, flags: string): RegExp {
  try {
    return new RegExp(pattern, pattern.includes('\\p{') ? `${flags}u` : flags);
  } catch (cause) {
    throw new UtilArgumentError(`${pattern} is not a regular expression.`, { cause });
  }
}
