/** What a bare name of another tool's template is called here. */
export function counterpart({ parts }: hbs.AST.PathExpression): string {
  const [root = ''] = parts;
  const dotted = dottedName(parts);
  if (dotted !== null) return dotted;
  if (parts.length === 0 || ['User', 'Attributes', 'Metrics', 'Demographic', 'Location'].includes(root)) return '';
  const isIndexed = parts.length > 1 && /^\d+$/.test(parts.at(-1) ?? '');
  const words = isIndexed ? parts.slice(0, -1) : parts;
  const name = words.join('.');
  const written = /^[\w\p{L}]+$/u.test(name) ? name : `[${name}]`;
  const index = isIndexed ? `.[${parts.at(-1) ?? ''}]` : '';
  return (
    `For an attribute of the customer write {{User.UserAttributes.${written}${index}}}, of the endpoint ` +
    `{{Attributes.${written}${index}}}, and give what is read without a value as a default substitution. `
  );
}

const OWN: readonly (readonly string[])[] = [['User', 'UserAttributes'], ['Attributes'], ['Metrics']];

/** The name of an attribute may have a dot in it, which a path then takes for two names. */
function dottedName(parts: readonly string[]): string | null {
  const root = OWN.find((words) => words.every((word, at) => parts[at] === word));
  if (root === undefined) return null;
  const isIndexed = /^\d+$/.test(parts.at(-1) ?? '');
  const name = parts.slice(root.length, isIndexed ? -1 : undefined);
  if (name.length < 2) return null;
  const index = isIndexed ? `.[${parts.at(-1) ?? ''}]` : '';
  return `Write the name of the attribute in brackets: {{${root.join('.')}.[${name.join('.')}]${index}}}. `;
}
