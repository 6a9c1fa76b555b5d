import type { PoolAttribute, UserPool } from '../../assembly/user-pool.ts';
import { CognitoError, invalidParameter } from './errors.ts';

type Attributes = Readonly<Record<string, string>>;

/** Only an administrator may say that an address is confirmed. */
const VERIFIED: readonly string[] = ['email_verified', 'phone_number_verified'];

/** Refuses attributes that the pool's schema does not have, or has otherwise, in Cognito's words. */
export function checkAttributes(pool: UserPool, given: Attributes, isNew: boolean): void {
  if ('sub' in given && !isNew) throw invalidParameter('Cannot modify the non-mutable attribute sub');
  if (pool.attributes === undefined) return;
  const schema = new Map(pool.attributes.map((attribute) => [attribute.name, attribute]));
  for (const [name, value] of Object.entries(given)) {
    const attribute = schema.get(name);
    if (attribute === undefined) {
      throw nonconforming(
        name.startsWith('custom:') || name.startsWith('dev:')
          ? `Type for attribute {${name}} could not be determined`
          : `${name}: Attribute does not exist in the schema.`,
      );
    }
    if (!isNew && !attribute.isMutable) throw invalidParameter(`user.${name}: Attribute cannot be updated.`);
    const problem = problemOf(attribute, value);
    if (problem !== undefined) throw problem;
  }
}

/** Refuses a user who lacks what the pool requires. */
export function requireAttributes(pool: UserPool, attributes: Attributes): void {
  const missing = missingAttributes(pool, attributes);
  if (missing.length > 0) throw nonconforming(missing.map((name) => `${name}: The attribute is required`).join('\n'));
}

/** The names of required attributes that a user lacks. */
export function missingAttributes(pool: UserPool, attributes: Attributes): readonly string[] {
  return (pool.attributes ?? [])
    .filter(({ name, isRequired }) => isRequired && (attributes[name] ?? '') === '')
    .map(({ name }) => name);
}

/** Refuses what a user may not write through a client. */
export function checkWritable(pool: UserPool, clientId: string, given: Attributes): void {
  const client = pool.clients.find(({ id }) => id === clientId);
  const allowed = client?.writeAttributes;
  const isRefused = (name: string): boolean =>
    VERIFIED.includes(name) || name.startsWith('dev:') || (allowed !== undefined && !allowed.includes(name));
  if (Object.keys(given).some(isRefused))
    throw new CognitoError('NotAuthorizedException', 'A client attempted to write unauthorized attribute');
}

const E_MAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const PHONE = /^\+\d{1,15}$/;

function problemOf(attribute: PoolAttribute, value: string): CognitoError | undefined {
  const { name, type, minLength, maxLength, minValue, maxValue } = attribute;
  if (value === '') return undefined;
  if (name === 'email' && !E_MAIL.test(value)) return invalidParameter('Invalid email address format.');
  if (name === 'phone_number' && !PHONE.test(value)) return invalidParameter('Invalid phone number format.');
  const wrong = (what: string): CognitoError => nonconforming(`${name}: ${what}`);
  if (type === 'Number') {
    const number = Number(value);
    if (!/^-?\d+$/.test(value)) return wrong('Value is not a number');
    if (minValue !== undefined && number < minValue) return wrong(`Number must be no less than ${minValue}`);
    if (maxValue !== undefined && number > maxValue) return wrong(`Number must be no greater than ${maxValue}`);
    return undefined;
  }
  if (type === 'Boolean' && value !== 'true' && value !== 'false') return wrong('Value is not a boolean');
  if (type !== 'String') return undefined;
  if (minLength !== undefined && value.length < minLength)
    return wrong(`String must be no shorter than ${minLength} characters`);
  if (maxLength !== undefined && value.length > maxLength)
    return wrong(`String must be no longer than ${maxLength} characters`);
  return undefined;
}

function nonconforming(what: string): CognitoError {
  return invalidParameter(`Attributes did not conform to the schema: ${what}`);
}
