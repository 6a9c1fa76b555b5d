import { askFor } from '../../ask/ask.ts';

/** A value that templates can print, and how many of the customers looked at have one. */
export interface KnownValue {
  /** As it stands in a template: `User.UserAttributes.City`. */
  readonly path: string;
  readonly people: number;
}

/** What customers really have. */
export interface KnownValues {
  readonly looked: number;
  readonly values: readonly KnownValue[];
}

const LOOKED_AT = 200;
const OF_ENDPOINTS = ['City', 'Country', 'Region'] as const;

/** Looks at some customers for the values that they have. */
export async function knownValues(): Promise<KnownValues> {
  const { items } = await askFor('listCustomers', { limit: LOOKED_AT });
  const customers = items.filter((one) => one !== null);
  const people = new Map<string, number>();
  for (const { attributes, endpoints } of customers) {
    const paths = new Set(namesIn(attributes).map((name) => `User.UserAttributes.${name}`));
    for (const { location } of endpoints)
      for (const name of OF_ENDPOINTS) {
        const field = ({ City: 'city', Country: 'country', Region: 'region' } as const)[name];
        if (location?.[field] != null) paths.add(`Location.${name}`);
      }
    for (const path of paths) people.set(path, (people.get(path) ?? 0) + 1);
  }
  return {
    looked: customers.length,
    values: [...people]
      .map(([path, count]) => ({ path, people: count }))
      .toSorted((a, b) => b.people - a.people || a.path.localeCompare(b.path)),
  };
}

/** Consents stand among the attributes, and are no words for a message. */
function namesIn(json: string | null | undefined): readonly string[] {
  const parsed: unknown = JSON.parse(json ?? '{}');
  if (typeof parsed !== 'object' || parsed === null) return [];
  return Object.keys(parsed).filter((name) => !/^(Ad|Night)Consent\./.test(name));
}
