import type { PolicyContext } from './policy-context.ts';

/** `${cognito-identity.amazonaws.com:sub}` and the like; undefined when a variable has no value, which matches nothing. */
export function resolveVariables(pattern: string, context: PolicyContext): string | undefined {
  if (!pattern.includes('${')) return pattern;
  let missing = false;
  const resolved = pattern.replace(/\$\{([^}]+)\}/g, (_, name: string) => {
    const value = context[name];
    if (typeof value !== 'string') missing = true;
    return typeof value === 'string' ? value : '';
  });
  return missing ? undefined : resolved;
}
