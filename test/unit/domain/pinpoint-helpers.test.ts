import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../../../src/domain/template/index.ts';
import { NOON, aCustomer, anEndpoint } from './people.ts';

/** The people of Pinpoint's guide, https://github.com/awsdocs/amazon-pinpoint-user-guide (message-template-helpers). */
const ENDPOINT = anEndpoint({
  attributes: {
    description: ['my first post'],
    favorite_colors: ['blue', 'red', 'green'],
    IsUserSubscribed: ['true'],
  },
  location: { city: 'Los Angeles', country: 'US' },
});
const CUSTOMER = aCustomer({
  attributes: {
    FirstName: ['Jane'],
    LastName: ['Alejandro', 'Santos', 'Roe'],
    'Last Name': ['Santos'],
    FavoriteColors: ['red', 'blue', 'yellow'],
    'Favorite.Colors': ['red'],
    UserAge: ['22'],
    Age: ['22'],
    StartDate: ['09/19/2020'],
    Joined: ['2020.09.19'],
    Nickname: ['김😀서연'],
    interests: ['<h1>Art</h1>'],
  },
  endpoints: [ENDPOINT],
});

function print(text: string): string {
  const compiled = compileTemplate({ content: { channel: 'SMS', body: `<${text}>` }, defaultSubstitutions: {} });
  if (!compiled.ok) return `refused: ${compiled.error.message}`;
  const rendered = compiled.template.render(CUSTOMER, ENDPOINT, NOON);
  if (!rendered.ok) return `failed: ${rendered.error.message}`;
  return rendered.message.channel === 'SMS' ? rendered.message.body.slice(1, -1) : '';
}

const UA = 'User.UserAttributes';

describe("each example of Pinpoint's documentation", () => {
  it.each<[helper: string, text: string, printed: string]>([
    [
      'each',
      `{{#each ${UA}.FavoriteColors}}<li>{{this}}</li>{{else}}none{{/each}}`,
      '<li>red</li><li>blue</li><li>yellow</li>',
    ],
    [
      'each',
      `{{#each ${UA}.FavoriteColors}}Value at position {{@index}} is {{this}}. {{/each}}`,
      'Value at position 0 is red. Value at position 1 is blue. Value at position 2 is yellow. ',
    ],
    [
      'each',
      `{{#each ${UA}.Nothing}}{{this}}{{else}}You have no favorite colors.{{/each}}`,
      'You have no favorite colors.',
    ],
    ['if', `{{#if ${UA}.FirstName.[0]}}Hello {{${UA}.FirstName.[0]}},{{else}}Hello,{{/if}}`, 'Hello Jane,'],
    ['if', `{{#if ${UA}.Nobody.[0]}}Hello {{${UA}.Nobody.[0]}},{{else}}Hello,{{/if}}`, 'Hello,'],
    ['and', `{{and "a" "b" "c" "d" yes='y' no='n'}}`, 'y'],
    ['and', '{{#and (eq Location.City "Los Angeles") (eq Location.Country "US")}}yes{{else}}no{{/and}}', 'yes'],
    ['and', '{{#and (eq Location.City "Los Angeles") (eq Location.Country "KR")}}yes{{else}}no{{/and}}', 'no'],
    ['eq', `{{eq Location.City "Los Angeles" yes='y' no='n'}}`, 'y'],
    [
      'eq',
      `{{#eq ${UA}.FavoriteColors.[0] "red"}}Your favorite color is red.{{else}}You don't like red.{{/eq}}`,
      'Your favorite color is red.',
    ],
    ['gt', `{{gt 2 1 yes='y' no='n'}}`, 'y'],
    ['gt', `{{#gt ${UA}.UserAge.[0] "17"}}old{{else}}young{{/gt}}`, 'old'],
    ['gte', `{{gte 2 2 yes='y' no='n'}}`, 'y'],
    ['gte', `{{#gte ${UA}.UserAge.[0] "18"}}old{{else}}young{{/gte}}`, 'old'],
    ['lt', `{{lt 2 2 yes='y' no='n'}}`, 'n'],
    ['lt', `{{#lt ${UA}.UserAge.[0] "18"}}young{{else}}old{{/lt}}`, 'old'],
    ['lte', `{{lte 2 2 yes='y' no='n'}}`, 'y'],
    ['lte', `{{#lte ${UA}.Age.[0] "17"}}young{{else}}old{{/lte}}`, 'old'],
    ['neq', `{{neq "a" "b" yes='y' no='n'}}`, 'y'],
    [
      'neq',
      `{{#neq ${UA}.FavoriteColors.[0] "red"}}You do not like red.{{else}}You like red.{{/neq}}`,
      'You like red.',
    ],
    ['not', `{{not Location.City yes='y' no='n'}}`, 'n'],
    [
      'not',
      `{{#not (eq ${UA}.FavoriteColors.[0] "red")}}You do not like red.{{else}}You like red.{{/not}}`,
      'You like red.',
    ],
    ['not', `{{not (eq ${UA}.FavoriteColors.[0] "red")}}`, 'false'],
    ['or', `{{or ${UA}.Nobody ${UA}.Nothing "c" yes='y' no='n'}}`, 'y'],
    ['or', '{{#or (eq Location.City "Los Angeles") (eq Location.City "Seattle")}}west{{else}}elsewhere{{/or}}', 'west'],
    ['abbreviate', `{{abbreviate ${UA}.LastName.[0] 6}}`, 'Ale...'],
    ['capitalize', '{{capitalize Attributes.description.[0]}}', 'My First Post'],
    ['capitalizeFirst', '{{capitalizeFirst Attributes.description.[0]}}', 'My first post'],
    ['center', '{{center Location.City size=19}}', '    Los Angeles    '],
    ['center', '{{center Location.City size=19 pad="*"}}', '****Los Angeles****'],
    ['cut', '{{cut Location.City "e"}}', 'Los Angls'],
    ['cut', '{{cut Location.City}}', 'LosAngeles'],
    // The guide says Tuesday; 19 September 2020 was a Saturday.
    [
      'dateFormat',
      `{{dateFormat ${UA}.StartDate.[0] inputFormat="MM/dd/yyyy" outputFormat="full" tz=America/Los_Angeles}}`,
      'Saturday, September 19, 2020',
    ],
    [
      'dateFormat',
      `{{dateFormat ${UA}.StartDate.[0] inputFormat="MM/dd/yyyy" outputFormat="long" tz=America/Los_Angeles}}`,
      'September 19, 2020',
    ],
    // The guide says Sept; Java, whose formats these are, writes Sep.
    ['dateFormat', `{{dateFormat ${UA}.StartDate.[0] inputFormat="MM/dd/yyyy" outputFormat="medium"}}`, 'Sep 19, 2020'],
    ['dateFormat', `{{dateFormat ${UA}.StartDate.[0] inputFormat="MM/dd/yyyy"}}`, 'Sep 19, 2020'],
    ['dateFormat', `{{dateFormat ${UA}.StartDate.[0] inputFormat="MM/dd/yyyy" outputFormat="short"}}`, '9/19/20'],
    [
      'dateFormat',
      `{{dateFormat ${UA}.StartDate.[0] inputFormat="MM/dd/yyyy" outputFormat="yyyy.MM.dd"}}`,
      '2020.09.19',
    ],
    [
      'inflect',
      'Thank you for your purchase of {{inflect 3 apple apples includeCount=false}}.',
      'Thank you for your purchase of apples.',
    ],
    [
      'inflect',
      'Thank you for your purchase of {{inflect 3 apple apples includeCount=true}}.',
      'Thank you for your purchase of 3 apples.',
    ],
    ['join', '{{join Attributes.favorite_colors ", "}}', 'blue, red, green'],
    ['join', '{{join Attributes.favorite_colors " // " prefix="[" suffix="]"}}', '[blue // red // green]'],
    ['ljust', '{{ljust Location.City 15}}', 'Los Angeles    '],
    ['ljust', '{{ljust Location.City 15 pad="."}}', 'Los Angeles....'],
    ['lower', `{{lower ${UA}.LastName.[1]}}`, 'santos'],
    ['now', '{{now "medium" tz=America/Los_Angeles}}', 'Nov 22, 2026'],
    ['now', '{{now}}', 'Nov 23, 2026'],
    [
      'ordinalize',
      `Congratulations on your {{ordinalize ${UA}.UserAge.[0]}} birthday!`,
      'Congratulations on your 22nd birthday!',
    ],
    ['replace', '{{replace Location.City " " "_"}}', 'Los_Angeles'],
    ['rjust', '{{rjust Location.City 15}}', '    Los Angeles'],
    ['slugify', '{{slugify Location.City}}', 'los-angeles'],
    ['stripTags', `{{stripTags ${UA}.interests.[0]}}`, 'Art'],
    ['substring', '{{substring Location.City 4 9}}', 'Angel'],
    ['substring', '{{substring Location.City 4}}', 'Angeles'],
    ['upper', `{{upper ${UA}.LastName.[2]}}`, 'ROE'],
    ['yesno', '{{yesno Attributes.IsUserSubscribed}}', 'yes'],
    ['yesno', '{{yesno Attributes.Nothing yes="y" no="n" maybe="m"}}', 'm'],
    ['add', '{{add 5 2.3}}', '7.3'],
    ['ceiling', '{{ceiling 5.23}}', '6'],
    // The guide names encode64 here, and writes a capital W.
    ['decode64', '{{decode64 "SGVsbG8gd29ybGQ="}}', 'Hello world'],
    ['divide', '{{divide 5 2.3}}', '2.17391304'],
    ['encode64', '{{encode64 "Hello World"}}', 'SGVsbG8gV29ybGQ='],
    ['floor', '{{floor 5.23}}', '5'],
    // The guide's digest is that of "Hello world".
    ['md5', '{{md5 "Hello world"}}', '3e25960a79dbc69b674cd4ec67a72c62'],
    ['modulo', '{{modulo 7 2}}', '1'],
    ['multiply', '{{multiply 5 2.3}}', '11.5'],
    ['round', 'You spent an average of {{round 19.21}} minutes', 'You spent an average of 19 minutes'],
    ['sha256', '{{sha256 "Hello World"}}', 'a591a6d40bf420404a011733cfb7b190d62c65bf0bcda32b57b277d9ad9f146e'],
    ['sha512', '{{substring (sha512 "Hello World") 0 32}}', '2c74fd17edafd80e8447b0d46741ee24'],
    ['subtract', '{{subtract 5 2.3}}', '2.7'],
    [
      'inline partials',
      `{{#* inline "fullName"}}{{${UA}.FirstName.[0]}} {{#if ${UA}.LastName.[0]}} {{${UA}.LastName.[0]}} {{/if}}{{/inline}}Hello {{> fullName}}`,
      'Hello Jane  Alejandro ',
    ],
    ['nesting', '{{capitalizeFirst (lower "JANE")}}', 'Jane'],
    ['nesting', '{{ capitalizeFirst (lower (upper "JANE") )}}', 'Jane'],
    ['names with spaces', `{{upper ${UA}.[Last Name].[0]}} {{${UA}.[Last Name]}}`, 'SANTOS Santos'],
  ])('M13 prints what it says: %s %s', (_helper, text, printed) => {
    expect(print(text)).toBe(printed);
  });

  it.each([
    [`{{dateFormat ${UA}.Joined outputFormat="long"}}`, 'September 19, 2020'],
    [`{{abbreviate ${UA}.Nickname 5}}`, '김😀서연'],
    [`{{abbreviate "김😀서연입니다" 5}}`, '김...'],
    [`{{substring ${UA}.Nickname 0 2}}`, '김'],
    [`{{substring ${UA}.Nickname 2}}`, '서연'],
    [`{{substring ${UA}.Nickname 1 3}}`, '😀'],
  ])('M13 prints no halves of characters, and dates as files bring them: %s', (text, printed) => {
    expect(print(text)).toBe(printed);
  });

  it('M13 prints what it says: uuid', () => {
    expect(print('{{uuid}}')).toMatch(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/);
  });

  it.each([
    // A dot in a name: the guide writes it without brackets.
    [`{{#neq ${UA}.Favorite.Colors.[0] "red"}}a{{/neq}}`, `{{${UA}.[Favorite.Colors].[0]}}`],
    [`{{#not (eq ${UA}.Favorite.Colors.[0] "red")}}a{{/not}}`, `{{${UA}.[Favorite.Colors].[0]}}`],
    ['{{Attributes.a.b}}', '{{Attributes.[a.b]}}'],
    ['{{Recommendations.Name}}', '{{User.UserAttributes.[Recommendations.Name]}}'],
    ['{{RecommendationItems.[0]}}', '{{User.UserAttributes.RecommendationItems.[0]}}'],
    [`{{lookup ${UA}.FavoriteColors 0}}`, 'User.UserAttributes.Colors.[0]'],
    ['{{@root.Address}}', '{{Address}}'],
    ['{{#with Location}}{{City}}{{/with}}', 'Location.City'],
    [`{{#each ${UA}.FavoriteColors}}{{Address}}{{/each}}`, '{{../User.UserId}}'],
  ])('M13 refuses %s with the form that works: %s', (text, form) => {
    expect(print(text)).toMatch(/^refused: /);
    expect(print(text)).toContain(form);
  });
});

describe('reading a template', () => {
  it('M20 takes a time that grows with its length, whatever begins in it and never ends', () => {
    const long = (part: string) => part.repeat(Math.floor(100_000 / part.length));
    const opened = [
      '<a ',
      '<a "',
      `<a b="'`,
      '<!--',
      '<! ',
      '<style>',
      '<style',
      '{{!--',
      '{{! ',
      '(광 ',
      '(',
      '<',
      '@',
    ];
    const inStyle = ['a', '@a', '/*', '{', '}', '@a{b{', 'p{display:none'];
    for (const html of [...opened.map(long), ...inStyle.map((part) => `<style>${long(part)}</style>`)]) {
      const from = performance.now();
      const content = { channel: 'EMAIL', subject: '(광고) 소식', html: `무료수신거부 ${html}` } as const;
      const compiled = compileTemplate({ content, defaultSubstitutions: {}, messageClass: 'AD' });
      if (compiled.ok) compiled.template.render(CUSTOMER, ENDPOINT, NOON);
      expect(performance.now() - from, html.slice(0, 20)).toBeLessThan(2_000);
    }
  }, 60_000);
});
