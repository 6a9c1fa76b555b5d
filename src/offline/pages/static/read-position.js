// Where in a GraphQL document a position is: what may stand there follows from what stands before it.

const TOKEN =
  /(?<blank>[\s,\uFEFF]+)|(?<comment>#[^\n]*)|(?<block>"""(?:\\"""|[^])*?(?:"""|$))|(?<text>"(?:\\.|[^"\\\n])*(?:"|$|(?=\n)))|(?<name>[_A-Za-z]\w*)|(?<number>-?\d[\w.+-]*)|(?<mark>\.\.\.|[^])/gy;

/** The tokens of a text, without blanks, commas and comments; `end` is where each ends. */
export function readTokens(text) {
  const tokens = [];
  for (const match of text.matchAll(TOKEN)) {
    const [kind] = Object.entries(match.groups).find(([, value]) => value !== undefined);
    if (kind === 'blank') continue;
    tokens.push({ kind: kind === 'block' ? 'text' : kind, value: match[0], end: match.index + match[0].length });
  }
  return tokens;
}

/** A schema to look things up in. */
export function indexSchema(schema) {
  const types = new Map(schema.types.map((type) => [type.name, type]));
  const named = (type) => (type.ofType ? named(type.ofType) : types.get(type.name));
  return {
    types,
    named,
    roots: {
      query: types.get(schema.queryType?.name),
      mutation: types.get(schema.mutationType?.name),
      subscription: types.get(schema.subscriptionType?.name),
    },
    directives: schema.directives ?? [],
  };
}

const fieldOf = (type, name) => type?.fields?.find((field) => field.name === name);
const argumentOf = (holder, name) => holder?.args?.find((argument) => argument.name === name);

/**
 * What stands at a position of a text: `frame` says in what (`document`, `selection`, `arguments`, `object`, `list`,
 * `variables`), with its type; `prefix` is the beginning of a name that is being written. Null in a text or a comment.
 */
export function readPosition(index, text, position) {
  const tokens = readTokens(text.slice(0, position));
  const last = tokens.at(-1);
  const isOpenText = last?.kind === 'text' && last.end === position && !isClosed(last.value);
  if (last?.end === position && (last.kind === 'comment' || isOpenText)) return null;
  const prefix = last?.end === position && last.kind === 'name' ? last.value : '';
  const before = (prefix === '' ? tokens : tokens.slice(0, -1)).filter(({ kind }) => kind !== 'comment');
  const stack = [{ kind: 'document', expects: 'definition' }];
  for (const token of before) step(index, stack, token);
  const frame = stack.at(-1);
  // A variable is named with its mark, but where it is declared.
  const isVariable = before.at(-1)?.value === '$' && frame.kind !== 'variables';
  return { frame, prefix: isVariable ? `$${prefix}` : prefix };
}

const isClosed = (text) => /^"""[^]*"""$/.test(text) || /^"(?:\\.|[^"\\])*"$/.test(text);

function step(index, stack, token) {
  const frame = stack.at(-1);
  STEPS[frame.kind](index, stack, frame, token);
}

const STEPS = {
  document: stepDocument,
  selection: stepSelection,
  variables: stepVariables,
  arguments: stepKeys,
  object: stepKeys,
  list: stepList,
};

function stepDocument(index, stack, frame, { kind, value }) {
  if (value === '{') {
    const type = frame.type ?? index.roots[frame.keyword ?? 'query'];
    stack.push({ kind: 'selection', type });
    Object.assign(frame, { expects: 'definition', type: undefined, keyword: undefined });
  } else if (value === '(') {
    stack.push(
      frame.directive === undefined ? { kind: 'variables', expects: '$' } : keysOf('arguments', frame.directive.args),
    );
  } else if (value === '@') frame.expects = 'directive';
  else if (kind === 'name') nameInDocument(index, frame, value);
}

function nameInDocument(index, frame, value) {
  if (frame.expects === 'directive') {
    Object.assign(frame, { expects: 'body', directive: index.directives.find(({ name }) => name === value) });
  } else if (frame.expects === 'on' && value === 'on') frame.expects = 'condition';
  else if (frame.expects === 'condition') Object.assign(frame, { expects: 'body', type: index.types.get(value) });
  else if (frame.expects === 'definition') {
    const isFragment = value === 'fragment';
    Object.assign(frame, {
      keyword: value,
      expects: isFragment ? 'fragment' : 'body',
      type: undefined,
      directive: undefined,
    });
  } else if (frame.expects === 'fragment') frame.expects = 'on';
}

function stepSelection(index, stack, frame, { kind, value }) {
  if (value === '}') leave(stack);
  else if (value === '{') {
    const type =
      frame.spread === undefined ? frame.field && index.named(frame.field.type) : (frame.condition ?? frame.type);
    stack.push({ kind: 'selection', type: type || undefined });
    forget(frame);
  } else if (value === '(') {
    stack.push(keysOf('arguments', (frame.directive ?? frame.field)?.args));
    frame.directive = undefined;
  } else if (value === '...') {
    forget(frame);
    frame.spread = 'begun';
  } else if (value === '@') frame.expects = 'directive';
  else if (value === ':') forget(frame);
  else if (kind === 'name') nameInSelection(index, frame, value);
}

function nameInSelection(index, frame, value) {
  if (frame.expects === 'directive') {
    Object.assign(frame, { expects: undefined, directive: index.directives.find(({ name }) => name === value) });
  } else if (frame.spread === 'begun' && value === 'on') frame.spread = 'on';
  else if (frame.spread === 'on') Object.assign(frame, { spread: 'typed', condition: index.types.get(value) });
  else {
    forget(frame);
    frame.field = fieldOf(frame.type, value);
  }
}

function forget(frame) {
  Object.assign(frame, {
    field: undefined,
    spread: undefined,
    condition: undefined,
    directive: undefined,
    expects: undefined,
  });
}

function leave(stack) {
  if (stack.length > 1) stack.pop();
}

const keysOf = (kind, args) => ({ kind, args: args ?? [], expects: 'key', given: [] });

/** Arguments of a field or a directive, and fields of an input object: names, and a value behind each. */
function stepKeys(index, stack, frame, { kind, value }) {
  if (value === ')' || value === '}') return leave(stack);
  if (frame.expects === 'key') {
    if (kind === 'name') Object.assign(frame, { current: argumentOf(frame, value), given: [...frame.given, value] });
    else if (value === ':') frame.expects = 'value';
    return;
  }
  if (value === '$') return;
  frame.expects = 'key';
  openValue(index, stack, frame.current?.type, value);
}

function stepList(index, stack, frame, { value }) {
  if (value === ']') leave(stack);
  else if (value !== '$') openValue(index, stack, frame.itemType, value);
}

function openValue(index, stack, type, value) {
  if (value === '{') {
    stack.push(keysOf('object', type && index.named(type)?.inputFields));
  } else if (value === '[') {
    const list = type?.kind === 'NON_NULL' ? type.ofType : type;
    stack.push({ kind: 'list', itemType: list?.ofType });
  }
}

function stepVariables(index, stack, frame, { kind, value }) {
  if (value === ')') leave(stack);
  else if (value === '$') Object.assign(frame, { expects: 'name' });
  else if (value === ':') Object.assign(frame, { expects: 'type' });
  else if (value === '=') Object.assign(frame, { expects: 'default' });
  else if (kind === 'name' && frame.expects === 'type')
    Object.assign(frame, { expects: '$', variable: index.types.get(value) });
  else if (frame.expects === 'default') {
    frame.expects = '$';
    openValue(index, stack, frame.variable, value);
  }
}
