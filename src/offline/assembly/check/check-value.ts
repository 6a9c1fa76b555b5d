import { isJsonList, isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { FindingCode } from './finding.ts';
import { nearestName } from './nearest-name.ts';
import type { Specification, SpecifiedProperties, SpecifiedType } from './specification.ts';

/** What is wrong with a part of a resource's properties; `path` leads to it, as in `Code.S3Bucket`. */
export interface Fault {
  readonly code: Extract<FindingCode, 'UNKNOWN_PROPERTY' | 'MISSING_PROPERTY' | 'WRONG_TYPE'>;
  readonly message: string;
}

const TEXT_FUNCTIONS = new Set(['Fn::Join', 'Fn::Sub', 'Fn::Base64', 'Fn::ToJsonString']);

function intrinsicOf(value: JsonObject): readonly [string, Json] | undefined {
  const entries = Object.entries(value);
  // A transform may add anything to the object in which it stands, and a loop any key.
  const anywhere = entries.find(([key]) => key === 'Fn::Transform' || key.startsWith('Fn::ForEach::'));
  if (anywhere !== undefined) return anywhere;
  const [only, ...others] = entries;
  return only !== undefined && others.length === 0 && (only[0] === 'Ref' || only[0].startsWith('Fn::'))
    ? only
    : undefined;
}

const isNoValue = (value: Json): boolean => isJsonObject(value) && value['Ref'] === 'AWS::NoValue';

/** Holds properties against the specification. What an intrinsic function will yield is not known, and passes. */
export function checkProperties(
  given: JsonObject,
  known: SpecifiedProperties,
  spec: Specification,
  path = '',
): readonly Fault[] {
  if (intrinsicOf(given) !== undefined) return [];
  const at = (name: string): string => (path === '' ? name : `${path}.${name}`);
  const missing = Object.entries(known)
    .filter(([name, { required }]) => required === true && (given[name] === undefined || isNoValue(given[name])))
    .map(([name]): Fault => ({ code: 'MISSING_PROPERTY', message: `the property ${at(name)} is required` }));
  const wrong = Object.entries(given).flatMap(([name, value]): readonly Fault[] => {
    const property = Object.hasOwn(known, name) ? known[name] : undefined;
    if (property !== undefined)
      return checkValue(value, [property.type, ...(property.previousTypes ?? [])], spec, at(name));
    const near = nearestName(name, Object.keys(known));
    return [
      {
        code: 'UNKNOWN_PROPERTY',
        message: `there is no property ${at(name)}${near === undefined ? '' : `; is ${near} meant?`}`,
      },
    ];
  });
  return [...missing, ...wrong];
}

/** Holds a value against the types that the specification has, or had, for it: one that fits is enough. */
function checkValue(value: Json, types: readonly SpecifiedType[], spec: Specification, path: string): readonly Fault[] {
  if (value === null) return [wrongType(path, 'something, and null is nothing in a template')];
  if (isNoValue(value)) return [];
  const intrinsic = isJsonObject(value) ? intrinsicOf(value) : undefined;
  if (intrinsic !== undefined) return checkIntrinsic(intrinsic, types, spec, path);
  let fewest: readonly Fault[] | undefined;
  for (const type of types.flatMap(alternatives)) {
    const faults = checkType(value, type, spec, path);
    if (faults.length === 0) return [];
    if (fewest === undefined || faults.length < fewest.length) fewest = faults;
  }
  return fewest ?? [];
}

const alternatives = (type: SpecifiedType): readonly SpecifiedType[] =>
  type.type === 'union' ? type.types.flatMap(alternatives) : [type];

function checkIntrinsic(
  [name, argument]: readonly [string, Json],
  types: readonly SpecifiedType[],
  spec: Specification,
  path: string,
): readonly Fault[] {
  if (name === 'Fn::If' && isJsonList(argument))
    return argument.slice(1).flatMap((branch) => checkValue(branch, types, spec, path));
  const takesText = types.flatMap(alternatives).some(({ type }) => !['array', 'map', 'ref', 'tag'].includes(type));
  return TEXT_FUNCTIONS.has(name) && !takesText ? [wrongType(path, `no text, which is what ${name} makes`)] : [];
}

const wrongType = (path: string, expected: string): Fault => ({
  code: 'WRONG_TYPE',
  message: `the property ${path} must be ${expected}`,
});

/** Scalars are converted by CloudFormation: `"30"` is a number, `true` is text. */
function checkType(value: Json, type: SpecifiedType, spec: Specification, path: string): readonly Fault[] {
  const isScalar = typeof value !== 'object';
  switch (type.type) {
    case 'json':
    case 'null':
    case 'union':
      return [];
    case 'string':
    case 'date-time':
      return isScalar ? [] : [wrongType(path, 'text')];
    case 'number':
      return isScalar && isNumber(value) ? [] : [wrongType(path, 'a number')];
    case 'integer':
      return isScalar && isNumber(value) && Number.isInteger(Number(value)) ? [] : [wrongType(path, 'a whole number')];
    case 'boolean':
      return isScalar && /^(true|false)$/i.test(String(value)) ? [] : [wrongType(path, 'true or false')];
    case 'array':
      return isJsonList(value)
        ? value.flatMap((element, index) => checkValue(element, [type.element], spec, `${path}.${index}`))
        : [wrongType(path, 'a list')];
    case 'map':
      return isJsonObject(value)
        ? Object.entries(value).flatMap(([key, element]) => checkValue(element, [type.element], spec, `${path}.${key}`))
        : [wrongType(path, 'an object')];
    case 'tag':
      return isJsonObject(value) ? checkProperties(value, TAG, spec, path) : [wrongType(path, 'a tag')];
    case 'ref': {
      if (!isJsonObject(value)) return [wrongType(path, 'an object')];
      const properties = spec.ofReference(type.reference.$ref);
      // The specification names some objects without saying what is in them.
      return Object.keys(properties).length === 0 ? [] : checkProperties(value, properties, spec, path);
    }
  }
}

const TAG: SpecifiedProperties = {
  Key: { type: { type: 'string' }, required: true },
  Value: { type: { type: 'string' }, required: true },
};

function isNumber(value: string | number | boolean): boolean {
  return (
    typeof value === 'number' || (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))
  );
}
