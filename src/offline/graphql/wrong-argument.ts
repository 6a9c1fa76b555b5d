import {
  type ArgumentNode,
  type ASTNode,
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInputType,
  isLeafType,
  isListType,
  isNonNullType,
  Kind,
  TypeInfo,
  type ValueNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';

interface Wrong {
  readonly names: readonly string[];
  readonly value: ValueNode;
  readonly problem: string;
}

/**
 * graphql-java's words for a literal that does not suit its argument; undefined when the node at fault is in none. It
 * names the innermost value, with the path to it: `argument 'filter.size[0]'`.
 */
export function wrongArgument(schema: GraphQLSchema, document: DocumentNode, fault: ASTNode): string | undefined {
  const place = fault.loc;
  if (place === undefined) return undefined;
  const types = new TypeInfo(schema);
  const found: { readonly node: ArgumentNode; readonly type: GraphQLInputType }[] = [];
  visit(
    document,
    visitWithTypeInfo(types, {
      Argument(node) {
        const type = types.getInputType();
        const { loc } = node;
        if (type != null && loc !== undefined && loc.start <= place.start && loc.end >= place.end)
          found.push({ node, type });
      },
    }),
  );
  const [argument] = found;
  const wrong = argument && findWrong(argument.node.value, argument.type, [argument.node.name.value]);
  if (wrong === undefined) return undefined;
  const path = wrong.names.reduce((text, name) =>
    text === '' || name.startsWith('[') ? text + name : `${text}.${name}`,
  );
  return `argument '${path}' with value '${javaText(wrong.value)}' ${wrong.problem}`;
}

function findWrong(value: ValueNode, type: GraphQLInputType, names: readonly string[]): Wrong | undefined {
  if (value.kind === Kind.VARIABLE) return undefined;
  const inner = wrapped(type);
  if (isNonNullType(type)) {
    return value.kind === Kind.NULL
      ? { names, value, problem: 'must not be null' }
      : inner && findWrong(value, inner, names);
  }
  if (value.kind === Kind.NULL) return undefined;
  if (inner !== undefined) {
    if (value.kind !== Kind.LIST) return findWrong(value, inner, names);
    for (const [index, item] of value.values.entries()) {
      const wrong = findWrong(item, inner, [...names, `[${index}]`]);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  }
  if (isInputObjectType(type)) {
    if (value.kind !== Kind.OBJECT) return { names, value, problem: 'must be an object type' };
    const fields = type.getFields();
    const given = new Set(value.fields.map((field) => field.name.value));
    const missing = Object.values(fields).filter(
      (field) => isNonNullType(field.type) && field.defaultValue === undefined && !given.has(field.name),
    );
    if (missing.length > 0) {
      return { names, value, problem: `is missing required fields '[${missing.map(({ name }) => name).join(', ')}]'` };
    }
    for (const field of value.fields) {
      const known = fields[field.name.value];
      if (known === undefined)
        return { names, value, problem: `contains a field not in '${type.name}': '${field.name.value}'` };
      const wrong = findWrong(field.value, known.type, [...names, field.name.value]);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  }
  const problem = `is not a valid '${type.name}'`;
  if (isEnumType(type)) {
    return value.kind === Kind.ENUM && type.getValue(value.value) != null ? undefined : { names, value, problem };
  }
  try {
    return isLeafType(type) && type.parseLiteral(value, undefined) === undefined
      ? { names, value, problem }
      : undefined;
  } catch {
    return { names, value, problem };
  }
}

/** What a list or a required type is of. */
function wrapped(type: GraphQLInputType): GraphQLInputType | undefined {
  if (!isListType(type) && !isNonNullType(type)) return undefined;
  const inner: unknown = type.ofType;
  return isInputType(inner) ? inner : undefined;
}

/** A literal as graphql-java's syntax tree prints itself. */
function javaText(value: ValueNode): string {
  switch (value.kind) {
    case Kind.INT:
      return `IntValue{value=${value.value}}`;
    case Kind.FLOAT:
      return `FloatValue{value=${value.value}}`;
    case Kind.BOOLEAN:
      return `BooleanValue{value=${value.value}}`;
    case Kind.STRING:
      return `StringValue{value='${value.value}'}`;
    case Kind.ENUM:
      return `EnumValue{name='${value.value}'}`;
    case Kind.NULL:
      return 'NullValue{}';
    case Kind.VARIABLE:
      return `VariableReference{name='${value.name.value}'}`;
    case Kind.LIST:
      return `ArrayValue{values=[${value.values.map(javaText).join(', ')}]}`;
    case Kind.OBJECT: {
      const fields = value.fields.map(
        (field) => `ObjectField{name='${field.name.value}', value=${javaText(field.value)}}`,
      );
      return `ObjectValue{objectFields=[${fields.join(', ')}]}`;
    }
  }
}
