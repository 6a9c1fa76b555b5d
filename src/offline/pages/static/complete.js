import { readPosition } from './read-position.js';
import { typeText } from './schema-tree.js';

const KEYWORDS = ['query', 'mutation', 'subscription', 'fragment'];
const COMPOSITE = new Set(['OBJECT', 'INTERFACE', 'UNION']);
const INPUT = new Set(['SCALAR', 'ENUM', 'INPUT_OBJECT']);

const word = (label, detail = '', description = '') => ({ label, detail, description: description ?? '' });
const asField = ({ name, type, description }) => word(name, typeText(type), description);

/**
 * What may be written at a position of a document: `{ from, items }`, where `from` is where the name begins that an item
 * replaces. `mayCall(type, field)` says of fields of the root types whether they are offered.
 */
export function complete(index, text, position, mayCall) {
  const at = readPosition(index, text, position);
  if (at === null) return { from: position, items: [] };
  const { frame, prefix } = at;
  const wanted = prefix.toLowerCase();
  const offered = OFFERS[frame.kind](index, frame, text, mayCall);
  const beginning = offered.filter(({ label }) => label.toLowerCase().startsWith(wanted));
  const containing = offered.filter(
    ({ label }) => label.toLowerCase().includes(wanted) && !label.toLowerCase().startsWith(wanted),
  );
  const items = wanted === '' ? offered : [...beginning, ...containing];
  const isWritten = items.length === 1 && items[0].label === prefix;
  return { from: position - prefix.length, items: isWritten ? [] : items };
}

const OFFERS = {
  document: (index, { expects }) => {
    if (expects === 'definition')
      return KEYWORDS.filter((name) => name === 'fragment' || index.roots[name]).map((name) => word(name));
    if (expects === 'directive') return directives(index);
    if (expects === 'on') return [word('on')];
    return expects === 'condition' ? typesOf(index, COMPOSITE) : [];
  },
  selection: (index, frame, text, mayCall) => {
    if (frame.expects === 'directive') return directives(index);
    if (frame.spread === 'begun') return [word('on'), ...fragments(index, text, frame.type)];
    if (frame.spread === 'on')
      return typesOf(index, COMPOSITE).filter(({ label }) => overlaps(index, frame.type, label));
    const { type } = frame;
    if (!COMPOSITE.has(type?.kind)) return [];
    const isRoot = Object.values(index.roots).includes(type);
    const fields = (type.fields ?? []).filter(({ name }) => !isRoot || mayCall(type.name, name));
    return [...fields.map(asField), word('__typename', 'String!', 'The name of the type.')];
  },
  arguments: keysOrValues,
  object: keysOrValues,
  list: (index, { itemType }, text) => values(index, itemType, text),
  variables: (index, { expects }) => (expects === 'type' ? typesOf(index, INPUT) : []),
};

function keysOrValues(index, { expects, args, given, current }, text) {
  if (expects === 'value') return values(index, current?.type, text);
  return args.filter(({ name }) => !given.includes(name)).map(asField);
}

function values(index, type, text) {
  if (type === undefined) return [];
  const named = index.named(type);
  const variables = [...text.matchAll(/\$(\w+)\s*:\s*([[\]\w!]+)/g)]
    .filter(([, , declared]) => declared.replaceAll(/[[\]!]/g, '') === named?.name)
    .map(([, name, declared]) => word(`$${name}`, declared, 'A variable of this operation.'));
  if (named?.kind === 'ENUM')
    return [...named.enumValues.map(({ name, description }) => word(name, named.name, description)), ...variables];
  return named?.name === 'Boolean' ? [word('true'), word('false'), ...variables] : variables;
}

const directives = (index) =>
  index.directives
    .filter(({ locations }) => locations.includes('FIELD'))
    .map(({ name, description }) => word(name, '', description));

function typesOf(index, kinds) {
  return [...index.types.values()]
    .filter(({ kind, name }) => kinds.has(kind) && !name.startsWith('__'))
    .map(({ name, kind, description }) => word(name, kind.toLowerCase().replaceAll('_', ' '), description));
}

/** Fragments of the text that can be spread on a type. */
function fragments(index, text, type) {
  return [...text.matchAll(/\bfragment\s+(\w+)\s+on\s+(\w+)/g)]
    .filter(([, , on]) => overlaps(index, type, on))
    .map(([, name, on]) => word(name, on, 'A fragment of this document.'));
}

/** Whether something can be of both types. */
function overlaps(index, type, name) {
  if (type === undefined) return true;
  const possible = (each) => new Set(each?.possibleTypes ? each.possibleTypes.map((one) => one.name) : [each?.name]);
  const own = possible(type);
  return [...possible(index.types.get(name))].some((one) => own.has(one));
}
