import {
  Kind,
  parse,
  print,
  type DefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type StringValueNode,
} from 'graphql';
import { EXCEPTIONS } from './descriptions/exceptions.ts';
import { OPERATIONS } from './descriptions/operations.ts';
import { TERMS } from './descriptions/terms.ts';
import { TYPES } from './descriptions/types.ts';

type Words = { readonly description?: StringValueNode };

const ROOTS: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);

/** Amplify's own types for filters, keys and pages of models. */
const NOT_OURS = /^(Model[A-Z]\w*|AmplifyAI\w*)$/;

/**
 * The schema with a description of every type, field and argument of ours. Amplify's schema builder cannot carry any, so they
 * are told here, by the words that the product uses (`descriptions/`).
 *
 * Throws an error that names all that has none, and all descriptions of what there is not.
 */
export function describeSchema(sdl: string): string {
  const missing: string[] = [];
  const unused = new Set([
    ...Object.keys(EXCEPTIONS),
    ...prefixed('type ', TYPES),
    ...prefixed('operation ', OPERATIONS),
  ]);
  const names = new Set<string>();

  const told = (place: string, keys: readonly string[], name: string): Words => {
    names.add(name);
    const exception = keys.find((key) => Object.hasOwn(EXCEPTIONS, key));
    if (exception !== undefined) unused.delete(exception);
    const value = exception === undefined ? own(TERMS, name) : EXCEPTIONS[exception];
    if (value === undefined) missing.push(place);
    return value === undefined ? {} : { description: description(value) };
  };

  const argument = (parent: string, node: InputValueDefinitionNode): InputValueDefinitionNode => {
    const place = `${parent}(${node.name.value})`;
    return { ...node, ...told(place, [place], node.name.value) };
  };

  const field = (type: string, node: FieldDefinitionNode): FieldDefinitionNode => {
    const place = `${type}.${node.name.value}`;
    const args = (node.arguments ?? []).map((each) => argument(place, each));
    if (!ROOTS.has(type)) return { ...node, arguments: args, ...told(place, [place], node.name.value) };
    unused.delete(`operation ${node.name.value}`);
    const value = own(OPERATIONS, node.name.value);
    if (value === undefined) missing.push(place);
    return { ...node, arguments: args, ...(value === undefined ? {} : { description: description(value) }) };
  };

  const typeWords = (name: string): Words => {
    const base = own(TYPES, name) === undefined ? name.replace(/Input$/, '') : name;
    unused.delete(`type ${base}`);
    const value = own(TYPES, base);
    if (value === undefined) missing.push(name);
    return value === undefined ? {} : { description: description(value) };
  };

  const definition = (node: DefinitionNode): DefinitionNode => {
    if (!('name' in node) || node.name === undefined || NOT_OURS.test(node.name.value)) return node;
    const name = node.name.value;
    if (node.kind === Kind.ENUM_TYPE_DEFINITION) return { ...node, ...typeWords(name) };
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION)
      return { ...node, ...typeWords(name), fields: (node.fields ?? []).map((each) => field(name, each)) };
    if (node.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION) return node;
    const inputField = (each: InputValueDefinitionNode): InputValueDefinitionNode => {
      const place = `${name}.${each.name.value}`;
      const ofType = `${name.replace(/Input$/, '')}.${each.name.value}`;
      return { ...each, ...told(place, [place, ofType], each.name.value) };
    };
    return { ...node, ...typeWords(name), fields: (node.fields ?? []).map(inputField) };
  };

  const document = parse(sdl);
  const described = print({ ...document, definitions: document.definitions.map(definition) });
  const idle = [...unused, ...Object.keys(TERMS).filter((name) => !names.has(name))];
  if (missing.length > 0 || idle.length > 0) {
    throw new Error(
      `scripts/generate/descriptions says nothing of: ${missing.join(', ') || 'nothing'}; ` +
        `and describes what the schema does not have: ${idle.join(', ') || 'nothing'}.`,
    );
  }
  return described;
}

function description(value: string): StringValueNode {
  return { kind: Kind.STRING, value, block: true };
}

/** Names of a schema may be those of Object.prototype. */
function own(words: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(words, name) ? words[name] : undefined;
}

function prefixed(prefix: string, words: Readonly<Record<string, string>>): string[] {
  return Object.keys(words).map((name) => `${prefix}${name}`);
}
