/**
 * Names of sentences that no source says. A name is said as a literal (`say('nav.home')`, or a table of names), or by its
 * beginning with the rest put in: `say(\`phase.${phase}\`)` says all whose names begin so.
 */
export function findUnusedWords(names: readonly string[], sources: readonly string[]): readonly string[] {
  const said = new Set<string>();
  const patterns: RegExp[] = [];
  for (const source of sources) {
    for (const [, literal = ''] of source.matchAll(/'([\w.-]+)'/g)) said.add(literal);
    for (const [, template = ''] of source.matchAll(/`([\w.-]+\$\{[^`]*)`/g)) patterns.push(patternOf(template));
  }
  return names.filter((name) => !said.has(name) && !patterns.some((pattern) => pattern.test(name)));
}

/** A template literal as a pattern: what is put in is one part of a name, without a point. */
function patternOf(template: string): RegExp {
  const fixed = template.split(/\$\{[^}]*\}/).map((part) => part.replaceAll('.', '\\.'));
  return new RegExp(`^${fixed.join('[^.]+')}$`);
}

/** What is put into a sentence: its names in braces, in order of the alphabet. */
export function insertedInto(sentence: string): readonly string[] {
  return [...new Set([...sentence.matchAll(/\{(\w+)/g)].map(([, name = '']) => name))].sort();
}
