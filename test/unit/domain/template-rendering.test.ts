import { createHash } from 'node:crypto';
import Handlebars from 'handlebars';
import { describe, expect, it } from 'vitest';
import {
  compileTemplate,
  createTemplateVersion,
  withUnsubscribeLink,
  type DefaultSubstitutions,
  type TemplateContent,
} from '../../../src/domain/template/index.ts';
import { NOON, aCustomer, anEndpoint } from './people.ts';

const ENDPOINT = anEndpoint({
  attributes: { description: ['my first post'], 'Last Name': ['김'], constructor: ['own'], empty: [] },
  metrics: { visits: 3, zero: 0 },
  demographic: { platform: 'iOS', timezone: 'Asia/Seoul' },
  location: { city: 'Los Angeles', country: 'US', latitude: 34.05 },
});
const CUSTOMER = aCustomer({
  attributes: {
    FirstName: ['하나'],
    LastName: ['Alejandro'],
    Colours: ['blue', 'red', 'green'],
    Age: ['9'],
    StartDate: ['09/19/2020'],
    Html: ['<b>&"</b>'],
    Flag: ['false'],
    Many: Array.from({ length: 16 }, (_, n) => String(n)),
  },
  endpoints: [ENDPOINT],
});

function renderContent(
  content: TemplateContent,
  defaultSubstitutions: DefaultSubstitutions = {},
): ReturnType<typeof rendering> {
  return rendering(content, defaultSubstitutions);
}

function rendering(content: TemplateContent, defaultSubstitutions: DefaultSubstitutions) {
  const compiled = compileTemplate({ content, defaultSubstitutions });
  if (!compiled.ok) throw new Error(compiled.error.message);
  return compiled.template.render(CUSTOMER, ENDPOINT, NOON);
}

/** What a text becomes; the frame around it keeps an empty result from being an empty message. */
function print(text: string, defaults: DefaultSubstitutions = {}): string {
  const rendered = renderContent({ channel: 'SMS', body: `<${text}>` }, defaults);
  if (!rendered.ok) return rendered.error.message;
  return rendered.message.channel === 'SMS' ? rendered.message.body.slice(1, -1) : '';
}

describe('a variable', () => {
  it.each([[['']], [[' ']], [[]], [['\u200b', '']]])('A14 that is %j counts as missing', (FirstName) => {
    const customer = aCustomer({ attributes: { FirstName }, endpoints: [ENDPOINT] });
    const body =
      '{{User.UserAttributes.FirstName}}/{{User.UserAttributes.FirstName.[0]}}/{{#if User.UserAttributes.FirstName}}a{{else}}b{{/if}}';
    const render = (defaultSubstitutions: DefaultSubstitutions) => {
      const compiled = compileTemplate({ content: { channel: 'SMS', body }, defaultSubstitutions });
      if (!compiled.ok) throw new Error(compiled.error.message);
      return compiled.template.render(customer, ENDPOINT, NOON);
    };
    expect(render({ 'User.UserAttributes.FirstName': '고객' })).toMatchObject({ message: { body: '고객/고객/a' } });
    expect(render({})).toMatchObject({ message: { body: '//b' } });
  });

  it.each([
    ['{{User.UserId}}', 'c1'],
    ['{{Id}}/{{Address}}/{{ChannelType}}/{{OptOut}}/{{EndpointStatus}}', 'e1/token-1/GCM/NONE/ACTIVE'],
    ['{{EffectiveDate}}', '1970-01-01T00:00:01.000Z'],
    ['{{CreationDate}}{{RequestId}}', ''],
    ['{{User.UserAttributes.FirstName}}', '하나'],
    ['{{User.UserAttributes.FirstName.[0]}}', '하나'],
    ['{{User.UserAttributes.FirstName.[1]}}', ''],
    ['{{User.UserAttributes.Colours}}', 'blue'],
    ['{{join User.UserAttributes.Colours ", "}}', 'blue, red, green'],
    ['{{User.UserAttributes.Nobody}}', ''],
    ['{{Attributes.[Last Name].[0]}}', '김'],
    ['{{Attributes.constructor}}{{Attributes.toString}}{{Metrics.valueOf}}', 'own'],
    ['{{Metrics.visits}} {{Metrics.zero}} {{Metrics.none}}', '3 0 '],
    ['{{Demographic.Platform}} {{Location.City}} {{Location.Latitude}}', 'iOS Los Angeles 34.05'],
  ])('%s prints %j', (text, printed) => {
    expect(print(text)).toBe(printed);
  });

  it('prints its default when there is no value, however the default is spelled', () => {
    expect(print('{{Location.Region}}', { 'Location.Region': '서울' })).toBe('서울');
    expect(print('{{Attributes.empty}}', { 'Attributes.empty': '-' })).toBe('-');
    expect(print('{{Attributes.x.[0]}}', { 'Attributes.x': 'abc' })).toBe('abc');
    expect(print('{{Attributes.x}}', { 'Attributes.x.[0]': 'abc' })).toBe('abc');
    expect(print('{{Attributes.[a b]}}', { 'Attributes.[a b]': 'abc' })).toBe('abc');
    expect(print('{{User.UserAttributes.FirstName}}', { 'User.UserAttributes.FirstName': '고객' })).toBe('하나');
  });
});

describe("Pinpoint's helpers", () => {
  it.each([
    [
      '{{#each User.UserAttributes.Colours}}{{@index}}{{this}}{{#if @last}}.{{else}},{{/if}}{{/each}}',
      '0blue,1red,2green.',
    ],
    ['{{#each User.UserAttributes.None}}x{{else}}no colours{{/each}}', 'no colours'],
    ['{{#each User.UserAttributes.Colours}}{{../User.UserId}} {{/each}}', 'c1 c1 c1 '],
    [
      '{{#each User.UserAttributes.Colours}}{{#each ../User.UserAttributes.Age}}{{@index}}{{this}}{{/each}}{{@index}} {{/each}}',
      '090 091 092 ',
    ],
    ['{{#if User.UserAttributes.FirstName.[0]}}yes{{else}}no{{/if}}', 'yes'],
    ['{{#if Metrics.zero}}yes{{else if Metrics.visits}}visits{{else}}no{{/if}}', 'visits'],
    ['{{^if Metrics.zero}}nothing{{/if}}', 'nothing'],
    ['{{if Metrics.visits yes="y" no="n"}}', 'y'],
    ['{{#and (eq Location.City "Los Angeles") (eq Location.Country "US")}}LA{{else}}-{{/and}}', 'LA'],
    ['{{or (eq Location.City "Seoul") (eq Location.City "Busan") yes="KR" no="abroad"}}', 'abroad'],
    ['{{eq User.UserAttributes.FirstName "하나"}}', 'true'],
    ['{{neq User.UserAttributes.FirstName "하나"}}', 'false'],
    ['{{#gt User.UserAttributes.Age.[0] "17"}}old{{else}}young{{/gt}}', 'young'],
    ['{{lt "b" "c"}} {{gte 2 2}} {{lte "10" 9}} {{gt User.UserAttributes.None 1}}', 'true true false false'],
    ['{{not (eq Location.City "Seoul")}}', 'true'],
    ['{{abbreviate User.UserAttributes.LastName.[0] 6}}', 'Ale...'],
    ['{{abbreviate "short" 6}}', 'short'],
    ['{{capitalize Attributes.description.[0]}}', 'My First Post'],
    ['{{capitalizeFirst Attributes.description.[0]}}', 'My first post'],
    ['{{center Location.City size=19}}|', '    Los Angeles    |'],
    ['{{center "ab" size=5 pad="*"}}', '*ab**'],
    ['{{cut Location.City "e"}} {{cut Location.City}}', 'Los Angls LosAngeles'],
    ['{{join User.UserAttributes.Colours ", "}}', 'blue, red, green'],
    ['{{join User.UserAttributes.Colours "-" prefix="[" suffix="]"}}', '[blue-red-green]'],
    ['{{ljust Location.City 15}}|{{rjust Location.City 15 pad="."}}', 'Los Angeles    |....Los Angeles'],
    ['{{lower "SANTOS"}} {{upper "roe"}}', 'santos ROE'],
    ['{{replace Location.City " " "_"}} {{replace "a.b" "." "$&"}}', 'Los_Angeles a$&b'],
    ['{{slugify " Los  Angeles! 서울 "}}', 'los-angeles-서울'],
    ['{{stripTags "<h1>Art</h1>"}}', 'Art'],
    ['{{substring Location.City 4 9}} {{substring Location.City 4}}', 'Angel Angeles'],
    ['{{ordinalize 22}} {{ordinalize 11}} {{ordinalize 103}} {{ordinalize "1"}}', '22nd 11th 103rd 1st'],
    ['{{inflect 3 "apple" "apples"}} {{inflect 1 "apple" "apples" includeCount=true}}', 'apples 1 apple'],
    [
      '{{yesno User.UserAttributes.Flag}} {{yesno true}} {{yesno Attributes.none}} {{yesno false no="아니오"}}',
      'no yes maybe 아니오',
    ],
    [
      '{{add 5 2.3}} {{add 0.1 0.2}} {{subtract 5 2.3}} {{multiply 2 "3"}} {{divide 5 2.3}} {{modulo 7 4}}',
      '7.3 0.3 2.7 6 2.17391304 3',
    ],
    ['{{ceiling 5.23}} {{floor 5.23}} {{round 5.5}}', '6 5 6'],
    ['{{encode64 "Hello World"}} {{decode64 "7ISc7Jq4"}}', 'SGVsbG8gV29ybGQ= 서울'],
    ['{{upper (substring Location.City 4 9)}}', 'ANGEL'],
    ['{{#* inline "hi"}}Hi {{User.UserId}}{{/inline}}{{> hi}}, {{> hi}}', 'Hi c1, Hi c1'],
    ['{{! a comment }}a{{~ Metrics.visits ~}} b', 'a3b'],
    ['{{upper Attributes.none}}{{add Attributes.none 1}}{{dateFormat Attributes.none}}', ''],
  ])('%s prints %j', (text, printed) => {
    expect(print(text)).toBe(printed);
  });

  it.each([
    [
      '{{dateFormat User.UserAttributes.StartDate.[0] inputFormat="MM/dd/yyyy" outputFormat="full" tz=America/Los_Angeles}}',
      'Saturday, September 19, 2020',
    ],
    ['{{dateFormat "2026-11-23T15:30:00Z"}}', 'Nov 24, 2026'],
    ['{{dateFormat "2026-11-23T15:30:00Z" outputFormat="short"}}', '11/24/26'],
    ['{{dateFormat "2026-11-23T15:30:05Z" outputFormat="yyyy년 M월 d일 HH:mm:ss"}}', '2026년 11월 24일 00:30:05'],
    [
      `{{dateFormat "2026-11-23T15:30:00Z" outputFormat="yyyy-MM-dd'T'hh 'o''clock' a Z XXX" tz="UTC"}}`,
      "2026-11-23T03 o'clock PM +0000 Z",
    ],
    ['{{dateFormat "20261123 1530 +0200" inputFormat="yyyyMMdd HHmm Z" outputFormat="HH:mm" tz="UTC"}}', '13:30'],
    [
      '{{dateFormat "Nov 3, 2026 9:05 pm" inputFormat="MMM d, yyyy h:mm a" outputFormat="yyyy-MM-dd H:mm"}}',
      '2026-11-03 21:05',
    ],
    ['{{now}} / {{now "HH:mm" tz="America/New_York"}}', 'Nov 23, 2026 / 22:00'],
  ])('%s prints %j', (text, printed) => {
    expect(print(text)).toBe(printed);
  });

  it('digest as everyone else does', () => {
    for (const name of ['md5', 'sha256', 'sha512']) {
      for (const text of ['', 'a', '봉화', 'x'.repeat(55), 'x'.repeat(64), 'x'.repeat(111), 'x'.repeat(200)]) {
        expect(print(`{{${name} "${text}"}}`)).toBe(createHash(name).update(text).digest('hex'));
      }
    }
  });

  it('give every uuid of a message its own value, the same one each time', () => {
    const printed = print('{{uuid}} {{uuid}}');
    const [one, two] = printed.split(' ');
    expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(two).not.toBe(one);
    expect(print('{{uuid}} {{uuid}}')).toBe(printed);
  });

  it.each([
    ['{{dateFormat "soon"}}', 'not an ISO 8601 date'],
    ['{{dateFormat "2026-11-23" inputFormat="MM/dd/yyyy"}}', 'does not fit'],
    ['{{dateFormat "2026-11-23" outputFormat="QQ"}}', 'pattern letters "QQ"'],
    ['{{now tz="Nowhere/City"}}', 'does not exist'],
    ['{{add "x" 1}}', 'is not a number'],
    ['{{divide 1 0}}', 'division by zero'],
    ['{{ljust "a" 100000}}', 'from 0 to 1000'],
    ['{{decode64 "%%"}}', 'not Base64'],
    ['{{#each User.UserAttributes.Many}}x{{/each}}', 'at most 15'],
  ])('%s fails to render and says why', (text, reason) => {
    expect(print(text)).toContain(reason);
  });
});

describe('a rendered message', () => {
  it('escapes HTML in the html of an e-mail and nowhere else', () => {
    const rendered = renderContent({
      channel: 'EMAIL',
      subject: '{{User.UserAttributes.Html}}',
      html: '<p>{{User.UserAttributes.Html}}{{{User.UserAttributes.Html}}}</p>',
      text: '{{User.UserAttributes.Html}}',
      from: 'news@example.com',
    });
    expect(rendered).toEqual({
      ok: true,
      message: {
        channel: 'EMAIL',
        subject: '<b>&"</b>',
        html: '<p>&lt;b&gt;&amp;&quot;&lt;/b&gt;<b>&"</b></p>',
        text: '<b>&"</b>',
        from: 'news@example.com',
      },
    });
  });

  it('of a push has every field filled', () => {
    const rendered = renderContent({
      channel: 'PUSH',
      title: '{{User.UserId}}',
      body: 'b',
      url: 'https://x/{{User.UserId}}',
      deepLink: 'app://{{Id}}',
      imageUrl: 'https://x/{{Id}}.png',
      collapseId: 'c-{{Id}}',
      timeToLiveSeconds: 60,
      data: { a: '{{User.UserId}}' },
    });
    expect(rendered).toEqual({
      ok: true,
      message: {
        channel: 'PUSH',
        title: 'c1',
        body: 'b',
        url: 'https://x/c1',
        deepLink: 'app://e1',
        imageUrl: 'https://x/e1.png',
        collapseId: 'c-e1',
        timeToLiveSeconds: 60,
        data: { a: 'c1' },
      },
    });
  });

  it('M25 of a push leaves out a link that is blank for somebody, and is refused with one that goes nowhere', () => {
    const push = { channel: 'PUSH', title: 't', body: 'b' } as const;
    const blank = {
      url: '{{Attributes.none}}',
      deepLink: ' ',
      imageUrl: '{{#if Attributes.none}}x{{/if}}',
      collapseId: '',
    };
    expect(renderContent({ ...push, ...blank })).toEqual({ ok: true, message: push });
    for (const url of ['{{User.UserId}}', 'https://{{Attributes.none}}', '{{User.UserId}}://x', '/{{User.UserId}}']) {
      expect(renderContent({ ...push, url })).toMatchObject({ ok: false, error: { code: 'RENDER_FAILED' } });
    }
  });

  it('fills the words of a custom channel, and escapes nothing in them', () => {
    expect(
      renderContent({ channel: 'CUSTOM', body: '{"id":"{{User.UserId}}","sign":"{{replace "x" "x" "<&>"}}"}' }),
    ).toEqual({
      ok: true,
      message: { channel: 'CUSTOM', body: '{"id":"c1","sign":"<&>"}' },
    });
  });

  it.each<[string, TemplateContent]>([
    ['an empty push', { channel: 'PUSH', title: '{{Attributes.none}}', body: ' ' }],
    ['an empty custom message', { channel: 'CUSTOM', body: ' {{Attributes.none}}' }],
    ['an empty SMS', { channel: 'SMS', body: '{{Attributes.none}}' }],
    ['a subject with a line break', { channel: 'EMAIL', subject: 'a\nBcc: x', html: 'x' }],
    ['a collapse id that is too long', { channel: 'PUSH', title: 't', body: 'b', collapseId: '봉'.repeat(22) }],
    ['an SMS that grew too long', { channel: 'SMS', body: '{{ljust "a" 1000}}{{ljust "a" 1000}}' }],
  ])('is refused as %s', (_name, content) => {
    expect(renderContent(content)).toMatchObject({ ok: false, error: { code: 'RENDER_FAILED' } });
  });

  it('agrees with Handlebars itself on the language they share', () => {
    const context = {
      User: { UserId: 'c1', UserAttributes: CUSTOMER.attributes },
      Attributes: ENDPOINT.attributes,
      Metrics: ENDPOINT.metrics,
      Location: { City: 'Los Angeles' },
    };
    for (const text of [
      'a {{User.UserId}} b\n\n{{#if Metrics.zero}}\n  x\n{{else}}\n  y {{Location.City}}\n{{/if}}\nz',
      '{{#each User.UserAttributes.Colours}}\n- {{@index}} {{this}} {{@first}}{{#if @last}}!{{/if}}\n{{else}}none{{/each}}',
      '{{#each Attributes.empty}}x{{else}}none{{/each}}{{~#if User.UserAttributes.Colours}} ok {{~/if~}} .',
      '{{{User.UserAttributes.Html}}}{{User.UserAttributes.Colours.[0]}}{{Metrics.zero}}{{Metrics.none}}',
      '\\{{User.UserId}} {{"x"}}'.replace(' {{"x"}}', ''),
      '{{#* inline "p"}}<{{User.UserId}}>{{/inline}}{{> p}}\n  {{> p}}',
    ]) {
      const theirs = Handlebars.compile(`<${text}>`, { noEscape: true })(context);
      expect(`<${print(text)}>`).toBe(theirs);
    }
  });
});

describe("what Pinpoint's documentation writes", () => {
  it.each<[string, string, DefaultSubstitutions?]>([
    ['{{#eq User.UserAttributes.Colours "blue"}}yes{{/eq}}', 'yes'],
    ['{{upper User.UserAttributes.Colours}}', 'BLUE'],
    ['{{#each User.UserAttributes.Colours}}{{this}};{{/each}}', 'blue;red;green;'],
    ['{{join User.UserAttributes.Colours "|"}}', 'blue|red|green'],
  ])('M12 takes the first of several values: %s prints %j', (text, expected) => {
    expect(print(text)).toBe(expected);
  });

  it.each<[string, string, DefaultSubstitutions?]>([
    ['{{inflect 3 apple apples}}', 'apples'],
    ['{{inflect 1 apple apples includeCount=true}}', '1 apple'],
    ['{{#unless Metrics.zero}}a{{else}}b{{/unless}}', 'a'],
    ['{{#unless Metrics.visits}}a{{else}}b{{/unless}}', 'b'],
    ['{{this.Address}}', 'token-1'],
    ['{{User.UserAttributes.[Fav Act]}}', 'chess', { 'User.UserAttributes.Fav Act': 'chess' }],
    ['{{Attributes.[Fav Act].[0]}}', 'chess', { 'Attributes.Fav Act': 'chess' }],
  ])('M13 %s prints %j', (text, expected, defaults) => {
    expect(print(text, defaults)).toBe(expected);
  });

  it.each([
    ['{{Favorite.Colors.[0]}}', '{{User.UserAttributes.[Favorite.Colors].[0]}}'],
    ['{{FirstName}}', '{{User.UserAttributes.FirstName}}'],
    ['{{S3URL}}', '{{Attributes.S3URL}}'],
    ['{{#with Location}}{{City}}{{/with}}', 'Location.City'],
  ])('M10 M13 %s is refused with the form that works: %s', (body, form) => {
    const compiled = compileTemplate({ content: { channel: 'SMS', body }, defaultSubstitutions: {} });
    expect(compiled.ok ? '' : compiled.error.message).toContain(form);
  });
});

describe('the unsubscribe link of an e-mail', () => {
  const LINK = '{{amazonSESUnsubscribeUrl}}';
  const URL = "https://example.com/u?a=1&ref=job-1.2.7.3&q='";
  const mail = (html: string, text?: string) =>
    ({ channel: 'EMAIL', subject: 's', html, ...(text === undefined ? {} : { text }) }) as const;
  const rendered = (html: string, text?: string) => {
    const compiled = compileTemplate({ content: mail(html, text), defaultSubstitutions: {} });
    if (!compiled.ok) return compiled.error.message;
    const message = compiled.template.render(CUSTOMER, ENDPOINT, NOON);
    if (!message.ok || message.message.channel !== 'EMAIL') return 'not rendered';
    return withUnsubscribeLink(message.message, URL);
  };

  it.each([LINK, '{{{amazonSESUnsubscribeUrl}}}', '{{ amazonSESUnsubscribeUrl }}', '{{~amazonSESUnsubscribeUrl~}}'])(
    'M10 is put in for %s, in HTML and in text',
    (link) => {
      expect(rendered(`<a href="${link}">수신거부</a>`, `수신거부 ${link}`)).toMatchObject({
        html: `<a href="https://example.com/u?a=1&amp;ref=job-1.2.7.3&amp;q=&#39;">수신거부</a>`,
        text: expect.stringContaining(URL) as string,
      });
    },
  );

  it('M10 is there in conditions, loops and parts', () => {
    expect(rendered(`{{#if amazonSESUnsubscribeUrl}}a{{else}}b{{/if}}`)).toMatchObject({ html: 'a' });
    expect(rendered(`{{#* inline "f"}}${LINK}{{/inline}}{{> f}}`)).toMatchObject({
      html: 'https://example.com/u?a=1&amp;ref=job-1.2.7.3&amp;q=&#39;',
    });
    expect(rendered(`{{#each User.UserAttributes.Colours}}[${LINK}]{{/each}}`)).toMatchObject({
      html: expect.stringMatching(/^(?:\[https[^\]]+\]){3}$/) as string,
    });
  });

  it('M10 is refused where it cannot be: in a subject, another channel, a helper', () => {
    const refused = (content: TemplateContent) => {
      const compiled = compileTemplate({ content, defaultSubstitutions: {} });
      return compiled.ok ? '' : `${compiled.error.code} ${compiled.error.message}`;
    };
    expect(refused({ channel: 'SMS', body: LINK })).toMatch(/UNKNOWN_TEMPLATE_VARIABLE.*of an e-mail only/);
    expect(refused({ ...mail('h'), subject: LINK })).toMatch(/subject.*of an e-mail only/);
    expect(refused(mail('{{upper amazonSESUnsubscribeUrl}}'))).toMatch(/Write it alone/);
  });

  it('M10 is no way to hide the words that the law asks for', () => {
    const ad = (html: string) =>
      createTemplateVersion({
        templateId: 't',
        version: 1,
        messageClass: 'AD',
        content: { channel: 'EMAIL', subject: '(광고) 소식', html },
      });
    expect(ad(`<p>소식</p><a href="${LINK}">무료수신거부</a>`).ok).toBe(true);
    expect(ad(`<p>소식</p><a href="${LINK}">unsubscribe</a>`).ok).toBe(false);
  });
});

describe('what helpers may make', () => {
  const nested = (levels: number): string =>
    Array.from({ length: levels }).reduce<string>((inner) => `(replace ${inner} "X" "XXXXXXXX")`, '"XXXXXXXX"');

  it('M20 is bounded at every step', () => {
    expect(print(`{{upper ${nested(7)}}}`)).toMatch(/at most 300000/);
    expect(print(`{{upper ${nested(2)}}}`)).toHaveLength(8 ** 3);
    const manyTimes = `{{upper ${nested(5)}}}`.repeat(20);
    expect(print(`{{#if false}}${manyTimes}{{/if}}`)).toBe('');
    expect(print(manyTimes)).toMatch(/at most 300000|more than 300000/);
  });

  it.each([
    ['helpers', `{{upper ${nested(9)}}}`, 'nested more than 8 deep'],
    ['2,000 blocks', '{{#if Address}}'.repeat(2_000) + '{{/if}}'.repeat(2_000), 'nested more than 30 deep'],
    ['15,000 blocks', '{{#if Address}}'.repeat(15_000) + '{{/if}}'.repeat(15_000), 'nested more than 30 deep'],
    ['branches', `{{#if Address}}${'{{else if Id}}'.repeat(2_000)}{{/if}}`, 'nested more than 30 deep'],
    ['brackets', `{{upper ${'(upper '.repeat(20_000)}Id${')'.repeat(20_000)}}}`, 'nested more than 8 deep'],
  ])('M20 %s are refused before they are parsed, with the limit', (_name, html, limit) => {
    const from = performance.now();
    const content: TemplateContent = { channel: 'EMAIL', subject: 's', html };
    const compiled = compileTemplate({ content, defaultSubstitutions: {} });
    expect(compiled.ok ? '' : compiled.error.message).toContain(limit);
    expect(performance.now() - from).toBeLessThan(1_000);
  });

  it('M20 leaves what is beside each other, in comments and in quotes alone', () => {
    expect(print(`{{!-- ${'{{#if}}'.repeat(100)} --}}${'{{#if Address}}{{/if}}'.repeat(100)}`)).toBe('');
    expect(print('{{upper "((((((((((("}}')).toBe('(((((((((((');
  });
});
