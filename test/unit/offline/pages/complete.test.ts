import { describe, expect, it } from 'vitest';
import { describeSchema } from '../../../../src/offline/pages/describe-schema.ts';

const described = describeSchema({
  schema: `
    type Query { book(id: ID!, language: Language, filter: BookFilter): Book books(first: Int, by: [BookFilter!]): [Book!]! hidden: String any: Thing }
    type Mutation { saveBook(input: BookFilter!): Book publishSystemEvent(id: ID!): Book @aws_cognito_user_pools(cognito_groups: ["nobody"]) }
    type Subscription { onBook(id: ID): Book @aws_subscribe(mutations: ["saveBook"]) }
    "A book of the library."
    type Book { id: ID! "What stands on its back." title(language: Language = KO): String! author: Author pages: [Int!]! isLent: Boolean }
    type Author { name: String! books(isLent: Boolean): [Book!] }
    interface Named { name: String }
    union Thing = Book | Author
    enum Language { KO EN "Of France." FR }
    input BookFilter { title: TextFilter and: [BookFilter!] language: Language isLent: Boolean }
    input TextFilter { eq: String beginsWith: String }
  `,
  defaultAuth: { mode: 'AMAZON_COGNITO_USER_POOLS', userPoolId: 'p', region: 'r', defaultAction: 'ALLOW' } as never,
});

interface Item {
  readonly label: string;
  readonly detail: string;
  readonly description: string;
}
type Complete = (
  index: unknown,
  text: string,
  position: number,
  mayCall: (type: string, field: string) => boolean,
) => { readonly from: number; readonly items: readonly Item[] };

/** The pages' own scripts, as a browser loads them. */
const script = (name: string): Promise<Record<string, unknown>> =>
  import(new URL(`../../../../src/offline/pages/static/${name}`, import.meta.url).href) as never;
const { complete } = (await script('complete.js')) as { complete: Complete };
const { indexSchema } = (await script('read-position.js')) as { indexSchema: (schema: unknown) => unknown };
const { mayCall } = (await script('choose-actor.js')) as {
  mayCall: (access: unknown, actor: unknown, type: string, field: string) => boolean;
};
const index = indexSchema(described.schema);

/** What is offered where `|` stands. */
function offers(document: string, may = (_: string, field: string): boolean => field !== 'hidden') {
  const position = document.indexOf('|');
  return complete(index, document.replace('|', ''), position, may);
}
const labels = (document: string): readonly string[] => offers(document).items.map(({ label }) => label);

describe('U15 completion', () => {
  it.each([
    ['at the start', '|', ['query', 'mutation', 'subscription', 'fragment']],
    ['a word of the start', 'mu|', ['mutation']],
    ['fields of a query without a name', '{ bo| }', ['book', 'books']],
    ['fields of a mutation', 'mutation M { |', ['saveBook', 'publishSystemEvent', '__typename']],
    ['fields of a subscription', 'subscription { |', ['onBook', '__typename']],
    ['no field that is not offered', '{ hid|', []],
    ['the arguments of a field', '{ book(|', ['id', 'language', 'filter']],
    ['arguments that are not given yet', '{ book(id: "1", |', ['language', 'filter']],
    ['an enum', '{ book(id: "1", language: |', ['KO', 'EN', 'FR']],
    ['variables of the type only', 'query Q($l: Language!, $i: ID!) { book(id: $i, language: $|', ['$l']],
    ['fields below a field with arguments', '{ book(id: "1") { ti|', ['title']],
    ['fields two levels below', '{ book(id: "1") { author { |', ['name', 'books', '__typename']],
    ['fields behind a closed selection', '{ books { author { name } pa|', ['pages']],
    ['fields behind an alias', '{ books { name: ti|', ['title']],
    ['an input object', '{ book(filter: { |', ['title', 'and', 'language', 'isLent']],
    ['an input object in one', '{ book(filter: { title: { |', ['eq', 'beginsWith']],
    ['an input object in a list', '{ books(by: [{ language: KO }, { lang|', ['language']],
    ['a list in an input object', '{ book(filter: { and: [{ isLent: |', ['true', 'false']],
    ['what is in a text', '{ book(id: "a { b|', []],
    ['what is in a comment', '{ # bo|', []],
    ['behind a text with brackets', '{ book(id: "}{)(", lang|', ['language']],
    ['behind a block text', '{ book(id: """ " } """) { pag|', ['pages']],
    ['a spread', 'fragment F on Book { id } { books { ...| } }', ['on', 'F']],
    ['no spread of another type', 'fragment F on Author { name } { books { ...| } }', ['on']],
    ['types of a union', '{ any { ... on |', ['Book', 'Author', 'Thing']],
    ['fields of an inline fragment', '{ any { ... on Author { na|', ['name', '__typename']],
    ['fields of a fragment', 'fragment F on Author { |', ['name', 'books', '__typename']],
    ['the type of a fragment', 'fragment F on Au|', ['Author']],
    ['a directive', '{ books { title @in|', ['include']],
    ['arguments of a directive', '{ books { title @include(|', ['if']],
    ['fields behind a directive', '{ books @skip(if: true) { titl|', ['title']],
    ['input types of a variable', 'query Q($a: Lang|', ['Language']],
    [
      'fields behind variables with defaults',
      'query Q($a: Language = KO, $f: BookFilter = { and: [] }) { boo|',
      ['book', 'books'],
    ],
    ['nothing below a scalar', '{ books { title { |', []],
    ['nothing of an unknown field', '{ nothing { |', []],
    ['the second operation', 'query A { books { id } } mutation B { sav|', ['saveBook']],
    ['more brackets closed than opened', '} } { boo|', ['book', 'books']],
  ])('offers %s', (_, document, expected) => {
    expect(labels(document)).toEqual(expected);
  });

  it('offers variables of the type of an argument', () => {
    expect(labels('query Q($l: Language!, $i: ID!) { book(id: $i, language: |')).toEqual(['KO', 'EN', 'FR', '$l']);
  });

  it('says type and description, and where the name begins', () => {
    const { from, items } = offers('{ books { ti|');
    expect(from).toBe(10);
    expect(items).toEqual([{ label: 'title', detail: 'String!', description: 'What stands on its back.' }]);
  });

  it('offers names that begin so before names that contain it', () => {
    expect(labels('{ books { t|')).toEqual(['title', 'author', 'isLent', '__typename']);
  });

  it('answers at every place of a document, whole or cut anywhere', () => {
    const text =
      'query Q($a: [ID!] = ["x"]) { book(id: "\\"}", filter: { and: [{ title: { eq: "a" } }] }) @include(if: true) { ...F ... on Book { id } } } fragment F on Book { id # c\n }';
    for (let from = 0; from < text.length; from += 1) {
      for (let to = from; to <= text.length; to += 7) complete(index, text.slice(from, to), to - from, () => true);
    }
    expect(labels(`${text}|`)).toEqual(['query', 'mutation', 'subscription', 'fragment']);
  });
});

describe('U15 who may call what', () => {
  const { access } = described;
  const user = (...groups: string[]) => ({ id: 'user:p:u', mode: 'AMAZON_COGNITO_USER_POOLS', groups });

  it('is told by the rules of the schema: users by their groups, others by their mode', () => {
    expect(mayCall(access, user('admin'), 'Mutation', 'saveBook')).toBe(true);
    expect(mayCall(access, user('admin'), 'Mutation', 'publishSystemEvent')).toBe(false);
    expect(mayCall(access, user('nobody'), 'Mutation', 'publishSystemEvent')).toBe(true);
    expect(mayCall(access, { id: 'key:1', mode: 'API_KEY', groups: [] }, 'Mutation', 'saveBook')).toBe(false);
    expect(mayCall(access, undefined, 'Mutation', 'saveBook')).toBe(false);
    expect(mayCall(access, user('admin'), 'Mutation', 'constructor')).toBe(false);
  });
});
