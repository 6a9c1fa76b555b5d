import { misspelt } from '../nearest-name.ts';

/** Helpers of Handlebars itself that templates may have, and what to write for them. */
const OTHER_HELPERS: ReadonlyMap<string, string> = new Map([
  ['lookup', 'Write the place in the path, such as User.UserAttributes.Colors.[0].'],
  ['log', 'Leave it out: nobody reads a log.'],
]);

const PATH = /^((?:User\.UserAttributes|Attributes|Metrics)\.)(.+)$/;

/**
 * What to write instead of a helper that there is not: a name with blanks in brackets, another spelling, or one of those
 * that there are.
 *
 * @param params the words behind it, as far as they are no texts
 */
export function describeUnknownHelper(name: string, params: readonly string[], known: readonly string[]): string {
  const unknown = `Unknown helper "${name}".`;
  const [, path, start] = PATH.exec(name) ?? [];
  if (path !== undefined && start !== undefined) {
    return params.length > 0
      ? `${unknown} A name with blanks stands in brackets: {{${path}[${[start, ...params].join(' ')}]}}.`
      : `${unknown} It is a variable: leave out what stands behind it.`;
  }
  const other = OTHER_HELPERS.get(name);
  if (other !== undefined) return `${unknown} ${other}`;
  const meant = misspelt(name, known);
  const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
  return `${unknown}${hint} There are ${[...known].sort().join(', ')}.`;
}
