import { createHash } from 'node:crypto';

/**
 * Names that CloudFormation would make up. They derive from the logical path alone, so that they survive restarts and
 * unrelated edits: data on disk must keep belonging to the same table.
 */
export interface PhysicalNames {
  /** Lower-case letters and digits. */
  lower(path: string, length: number): string;
  /** Upper-case letters and digits, after the logical id, as CloudFormation writes them. */
  suffixed(path: string, logicalId: string, maxLength: number): string;
  /** Letters of both cases and digits. */
  mixed(path: string, length: number): string;
  uuid(path: string): string;
  hex(path: string, length: number): string;
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const MIXED = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const digest = (path: string): Buffer => createHash('sha512').update(path).digest();

function spell(path: string, alphabet: string, length: number): string {
  const bytes = digest(path);
  let text = '';
  for (let index = 0; index < length; index += 1)
    text += alphabet[(bytes[index % bytes.length] ?? 0) % alphabet.length];
  return text;
}

const hexOf = (path: string, length: number): string => digest(path).toString('hex').slice(0, length);

export const physicalNames: PhysicalNames = {
  lower: (path, length) => spell(path, LOWER, length),
  mixed: (path, length) => spell(path, MIXED, length),
  suffixed: (path, logicalId, maxLength) => `${logicalId.slice(0, maxLength - 13)}-${spell(path, UPPER, 12)}`,
  uuid: (path) => {
    const hex = hexOf(path, 32);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  },
  hex: hexOf,
};
