/** What a bare name of another tool's template is called here. */
export function counterpart({ parts }: hbs.AST.PathExpression): string {
  const [root = ''] = parts;
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
