/** A type as it is written in a schema. */
export function typeText(type) {
  if (type.kind === 'NON_NULL') return `${typeText(type.ofType)}!`;
  if (type.kind === 'LIST') return `[${typeText(type.ofType)}]`;
  return type.name;
}

function element(name, className, text) {
  const node = document.createElement(name);
  if (className !== '') node.className = className;
  node.textContent = text;
  return node;
}

function fieldNode(field, onPick) {
  const row = element('div', 'field', '');
  const args = (field.args ?? []).map((arg) => `${arg.name}: ${typeText(arg.type)}`).join(', ');
  const title = `${field.name}${args === '' ? '' : `(${args})`}`;
  if (onPick === undefined) row.append(element('span', '', title));
  else {
    const button = element('button', '', field.name);
    button.type = 'button';
    button.title = title;
    button.addEventListener('click', () => onPick(field));
    row.append(button);
  }
  if (field.type !== undefined) row.append(element('span', 'type', ` ${typeText(field.type)}`));
  if (field.description) row.append(element('p', 'description', field.description));
  return row;
}

/**
 * Draws the schema as a tree with its descriptions; picking a root field hands it to `onPick(kind, field)`. Of the root
 * types only those fields are drawn that `isOffered(type, field)` says.
 */
export function drawSchema(container, schema, filter, isOffered, onPick) {
  container.replaceChildren();
  const roots = new Map(
    [
      ['query', schema.queryType],
      ['mutation', schema.mutationType],
      ['subscription', schema.subscriptionType],
    ].flatMap(([kind, type]) => (type ? [[type.name, kind]] : [])),
  );
  const wanted = filter.trim().toLowerCase();
  const matches = (text) => wanted === '' || text.toLowerCase().includes(wanted);
  const types = schema.types
    .filter((type) => !type.name.startsWith('__') && type.kind !== 'SCALAR')
    .sort((a, b) => Number(roots.has(b.name)) - Number(roots.has(a.name)) || a.name.localeCompare(b.name));
  for (const type of types) {
    const all = [...(type.fields ?? []), ...(type.inputFields ?? []), ...(type.enumValues ?? [])];
    const fields = roots.has(type.name) ? all.filter(({ name }) => isOffered(type.name, name)) : all;
    const shown = matches(type.name) ? fields : fields.filter((field) => matches(field.name));
    if (shown.length === 0 && !matches(type.name)) continue;
    const details = document.createElement('details');
    details.open = wanted !== '' || roots.has(type.name);
    details.append(element('summary', '', type.name));
    if (type.description) details.append(element('p', 'description', type.description));
    const kind = roots.get(type.name);
    for (const field of shown)
      details.append(fieldNode(field, kind === undefined ? undefined : () => onPick(kind, field)));
    container.append(details);
  }
}

/** A first draft of an operation for a root field: its arguments as variables, scalar fields selected. */
export function draftOperation(schema, kind, field) {
  const byName = new Map(schema.types.map((type) => [type.name, type]));
  const named = (type) => (type.ofType ? named(type.ofType) : type);
  const select = (type, depth) => {
    const definition = byName.get(named(type).name);
    if (!definition?.fields) return '';
    const lines = definition.fields
      .filter((child) => (child.args ?? []).every((arg) => arg.type.kind !== 'NON_NULL'))
      .flatMap((child) => {
        const inner = byName.get(named(child.type).name);
        if (!inner?.fields) return [child.name];
        if (depth > 0 && child.name === 'items') return [`${child.name}${select(child.type, depth - 1)}`];
        return [];
      });
    return lines.length === 0 ? ' { __typename }' : ` { ${lines.join(' ')} }`;
  };
  const declared = field.args.map((arg) => `$${arg.name}: ${typeText(arg.type)}`).join(', ');
  const passed = field.args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const wrap = (text) => (text === '' ? '' : `(${text})`);
  return {
    query: `${kind} ${field.name[0].toUpperCase()}${field.name.slice(1)}${wrap(declared)} {\n  ${field.name}${wrap(passed)}${select(field.type, 2)}\n}\n`,
    variables: JSON.stringify(
      Object.fromEntries(field.args.filter((arg) => arg.type.kind === 'NON_NULL').map((arg) => [arg.name, ''])),
      null,
      2,
    ),
  };
}
