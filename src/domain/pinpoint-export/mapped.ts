/** Something of Pinpoint's that has no counterpart here, by where it stands in the file. */
export type NotMapped = { readonly path: string; readonly reason: string };

/** What became of one thing that was exported from Pinpoint; `mapped` is null when nothing of it could be. */
export type Mapping<T> = { readonly mapped: T | null; readonly notMapped: readonly NotMapped[] };

/** An object out of an export, whose fields have not been looked at yet. */
export type Json = Readonly<Record<string, unknown>>;

/** Whether a value is an object, and neither a list nor null. */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A nested object; an empty one when there is none. */
export function objectAt(value: Json, name: string): Json {
  const found = Object.hasOwn(value, name) ? value[name] : undefined;
  return isJson(found) ? found : {};
}

/** A list; an empty one when there is none. */
export function listAt(value: Json, name: string): readonly unknown[] {
  const found = Object.hasOwn(value, name) ? value[name] : undefined;
  return Array.isArray(found) ? found : [];
}

/** A text that is there and not empty. */
export function textAt(value: Json, name: string): string | undefined {
  const found = Object.hasOwn(value, name) ? value[name] : undefined;
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** A finite number that is there. */
export function numberAt(value: Json, name: string): number | undefined {
  const found = Object.hasOwn(value, name) ? value[name] : undefined;
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
}

const IS = {
  text: (value: unknown) => typeof value === 'string',
  number: (value: unknown) => typeof value === 'number' && Number.isFinite(value),
  object: isJson,
} as const;

/** Notes those of `names` that are there and are not what they should be: they are read as if they were not. */
export function noteWrong(
  value: Json,
  kind: keyof typeof IS,
  names: readonly string[],
  path: string,
  notMapped: NotMapped[],
): void {
  for (const name of names) {
    const found = Object.hasOwn(value, name) ? value[name] : undefined;
    if (found === undefined || found === null || IS[kind](found)) continue;
    notMapped.push({ path: path === '' ? name : `${path}.${name}`, reason: `It should be a ${kind}.` });
  }
}

/** Notes every field of `value` that says something and is not among those that were read. */
export function noteUnread(
  value: Json,
  read: readonly string[],
  path: string,
  reason: string,
  notMapped: NotMapped[],
): void {
  for (const [name, inner] of Object.entries(value)) {
    const isEmpty =
      inner === null ||
      inner === '' ||
      inner === undefined ||
      (Array.isArray(inner) && inner.length === 0) ||
      (isJson(inner) && Object.keys(inner).length === 0);
    if (!isEmpty && !read.includes(name)) notMapped.push({ path: path === '' ? name : `${path}.${name}`, reason });
  }
}
