import { readFileSync } from 'node:fs';
import { buildSchema, isInputObjectType, isIntrospectionType, isObjectType, isScalarType } from 'graphql';
import { expect, it } from 'vitest';
import { describeSchema } from '../../../scripts/generate/describe-schema.ts';

const OURS = /^(?!Model[A-Z]|AmplifyAI)/;
const committed = readFileSync('schema/schema.graphql', 'utf8');

it('U12 describes every type, field and argument of ours in the committed schema', () => {
  const silent: string[] = [];
  for (const type of Object.values(buildSchema(committed).getTypeMap())) {
    if (isIntrospectionType(type) || isScalarType(type) || !OURS.test(type.name)) continue;
    if (!type.description) silent.push(type.name);
    if (isInputObjectType(type))
      for (const field of Object.values(type.getFields()))
        if (!field.description) silent.push(`${type.name}.${field.name}`);
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (!field.description) silent.push(`${type.name}.${field.name}`);
      for (const argument of field.args)
        if (!argument.description) silent.push(`${type.name}.${field.name}(${argument.name})`);
    }
  }
  expect(silent).toEqual([]);
});

it('names what has no description, and descriptions of what there is not', () => {
  const sdl = 'type Query { saveNothing(colour: String): Segment }  type Segment { name: String, constructor: String }';
  expect(() => describeSchema(sdl)).toThrow(/Query\.saveNothing\(colour\), Query\.saveNothing, Segment\.constructor;/);
  expect(() => describeSchema(sdl)).toThrow(/describes what the schema does not have: .*operation saveTemplate/);
});
