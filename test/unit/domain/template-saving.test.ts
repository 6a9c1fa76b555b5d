import { describe, expect, it } from 'vitest';
import { TEMPLATE_CONTENT } from '../../../amplify/functions/edge/template-arguments.ts';
import {
  createTemplateVersion,
  judgeWords,
  parseTemplateContent,
  type TemplateContent,
} from '../../../src/domain/template/index.ts';

function save(content: TemplateContent, more: object = {}): ReturnType<typeof createTemplateVersion> {
  return createTemplateVersion({ templateId: 't', version: 1, messageClass: 'TRANSACTIONAL', content, ...more });
}

function saveText(body: string): ReturnType<typeof createTemplateVersion> {
  return save({ channel: 'SMS', body });
}

describe('saving a template version', () => {
  it('keeps the words and names their variables', () => {
    expect(saveText('{{User.UserId}} {{upper Attributes.[a b].[0]}}')).toEqual({
      ok: true,
      version: {
        templateId: 't',
        version: 1,
        messageClass: 'TRANSACTIONAL',
        content: { channel: 'SMS', body: '{{User.UserId}} {{upper Attributes.[a b].[0]}}' },
        defaultSubstitutions: {},
      },
      variables: ['User.UserId', 'Attributes.a b.0'],
      warnings: [],
    });
  });

  it.each([
    'User',
    'name',
    'constructor',
    'User.Name',
    'User.UserAttributes',
    'Attributes',
    'Attributes.x.y',
    'Attributes.x.[0].[1]',
    'Demographic.Shoes',
    'Location.Planet',
    'Address.x',
    'RecommendationItems.[0]',
    '../Address',
  ])('refuses the unknown variable {{%s}}', (path) => {
    expect(saveText(`a {{${path}}}`)).toMatchObject({ ok: false, error: { code: 'UNKNOWN_TEMPLATE_VARIABLE' } });
    expect(saveText(`{{upper ${path}}}`)).toMatchObject({ ok: false, error: { code: 'UNKNOWN_TEMPLATE_VARIABLE' } });
  });

  it.each([
    ['{{#if Metrics.x}}', 1],
    ['a\nb {{/if}}', 2],
    ['a\n\n{{User.UserId', 3],
    ['{{lookup Address "x"}}', 1],
    ['{{with Address}}', 1],
    ['{{#with Location}}{{City}}{{/with}}', 1],
    ['{{#each Attributes.x as |y|}}{{y}}{{/each}}', 1],
    ['x\n{{> nothing}}', 2],
    ['{{#> layout}}x{{/layout}}', 1],
    ['{{#* inline "a"}}{{> a}}{{/inline}}{{> a}}', 1],
    ['{{#* inline "a"}}x{{/inline}}{{> a Address}}', 1],
    ['{{#* other "a"}}x{{/other}}', 1],
    ['{{this}}', 1],
    ['{{@index}}', 1],
    ['{{@root}}', 1],
    ['{{upper}}', 1],
    ['{{upper Address Id}}', 1],
    ['{{upper Address loud=true}}', 1],
    ['{{log Address}}', 1],
    ['{{#each Address Id}}{{/each}}', 1],
  ])('refuses %j as invalid, naming line %i', (text, line) => {
    const saved = saveText(text);
    expect(saved).toMatchObject({ ok: false, error: { code: 'INVALID_TEMPLATE' } });
    expect(saved.ok ? '' : saved.error.message).toMatch(new RegExp(`^body, line ${line}: `));
  });

  it('tells how to name the recipient inside #each', () => {
    const saved = saveText('{{#each Attributes.x}}{{User.UserId}}{{/each}}');
    expect(saved).toMatchObject({ ok: false, error: { message: expect.stringContaining('../User.UserId') as string } });
  });

  it('refuses loops and partials that multiply without end', () => {
    const loops = '{{#each Attributes.x}}'.repeat(5) + 'x' + '{{/each}}'.repeat(5);
    const nested = loops.replaceAll(
      /\{\{#each Attributes/g,
      (_found, at: number) => `{{#each ${'../'.repeat(at / 22)}Attributes`,
    );
    expect(saveText(nested)).toMatchObject({ ok: false, error: { code: 'INVALID_TEMPLATE' } });
    const partials = Array.from(
      { length: 9 },
      (_, n) => `{{#* inline "p${n + 1}"}}${`{{> p${n}}}`.repeat(9)}{{/inline}}`,
    ).join('');
    expect(saveText(`{{#* inline "p0"}}x{{/inline}}${partials}{{> p9}}`)).toMatchObject({ ok: false });
  });

  it('refuses a default for what is no variable', () => {
    for (const path of ['Nobody', '}} {{x', 'upper Address', '']) {
      expect(save({ channel: 'SMS', body: 'x' }, { defaultSubstitutions: { [path]: 'x' } })).toMatchObject({
        ok: false,
        error: { code: 'UNKNOWN_TEMPLATE_VARIABLE' },
      });
    }
  });

  it.each<[TemplateContent]>([
    [{ channel: 'PUSH', title: 't', body: 'x'.repeat(4000) }],
    [{ channel: 'SMS', body: 'x'.repeat(1601) }],
    [{ channel: 'CUSTOM', body: 'x'.repeat(5001) }],
    [{ channel: 'EMAIL', subject: 's', html: 'x'.repeat(600_000) }],
  ])('refuses what is longer than the channel allows', (content) => {
    expect(save(content)).toMatchObject({ ok: false, error: { code: 'TEMPLATE_TOO_LONG' } });
  });
});

describe('the words of an advertisement', () => {
  const push = (title: string, body: string): TemplateContent => ({ channel: 'PUSH', title, body });

  it.each<[TemplateContent]>([
    [push('(광고) 할인', '지금 확인하세요. 무료수신거부: 설정 > 알림')],
    [push('', '(광고) 할인 수신거부 080-000-0000')],
    [{ channel: 'SMS', body: '(광고) 봉화상회 할인 무료수신거부 080-000-0000' }],
    [{ channel: 'CUSTOM', body: '(광고) 봉화상회 할인 무료수신거부 080-000-0000' }],
    [{ channel: 'EMAIL', subject: '(광고) 소식', html: '<p>안녕하세요</p><a href="x">무료 수신 거부</a>' }],
  ])('are accepted with the label first and a way to refuse', (content) => {
    expect(judgeWords(content, 'AD')).toMatchObject({ ok: true });
  });

  it.each<[TemplateContent, string]>([
    [push('할인 (광고)', '수신거부'), 'AD_LABEL'],
    [push('할인', '(광고) 수신거부'), 'AD_LABEL'],
    [push('[광고] 할인', '수신거부'), 'AD_LABEL'],
    [push('(광 고) 할인', '수신거부'), 'AD_LABEL'],
    [push('(광.고) 할인', '수신거부'), 'AD_LABEL'],
    [push('（광고） 할인', '수신거부'), 'AD_LABEL'],
    [push('(광고) 할인', '(광 고) 수신거부'), 'AD_LABEL'],
    [push('(광고) 할인', '어서 오세요'), 'AD_REFUSAL'],
    [{ channel: 'EMAIL', subject: '(광고) 소식', html: '<style>.수신거부{}</style><p>안녕</p>' }, 'AD_REFUSAL'],
    [{ channel: 'SMS', body: '(광고) 할인' }, 'AD_REFUSAL'],
    [{ channel: 'CUSTOM', body: '할인 수신거부' }, 'AD_LABEL'],
  ])('are refused otherwise', (content, code) => {
    expect(judgeWords(content, 'AD')).toMatchObject({ ok: false, error: { code } });
  });

  it('are only asked of advertisements', () => {
    expect(saveText('주문이 도착했습니다')).toMatchObject({ ok: true });
    expect(save({ channel: 'SMS', body: '할인' }, { messageClass: 'AD' })).toMatchObject({
      ok: false,
      error: { code: 'AD_LABEL' },
    });
  });
});

describe('words that were typed as the letters of their syllables', () => {
  it('M2 are kept composed: the label is one, and a text as long as it looks', () => {
    const body = '(광고) 봉화 {{User.UserAttributes.이름}} 무료수신거부 080-123-4567';
    const named = { 'User.UserAttributes.이름': '고객' };
    const typed = Object.fromEntries(Object.entries(named).map(([path, text]) => [path, text.normalize('NFD')]));
    const saved = save(
      { channel: 'SMS', body: body.normalize('NFD') },
      { messageClass: 'AD', defaultSubstitutions: typed },
    );
    expect(saved).toMatchObject({ ok: true, version: { content: { body }, defaultSubstitutions: named } });
  });

  it.each<[TemplateContent]>([
    [{ channel: 'PUSH', title: '봄 소식', body: '꽃이 핍니다' }],
    [{ channel: 'EMAIL', subject: '봄 소식', html: '<p>꽃이 핍니다</p>', text: '꽃이 핍니다' }],
    [{ channel: 'CUSTOM', subject: '봄 소식', body: '꽃이 핍니다' }],
  ])('are kept composed in every field: %j', (content) => {
    const typed: unknown = JSON.parse(JSON.stringify(content).normalize('NFD'));
    const read = parseTemplateContent(typed);
    expect(read.ok ? save(read.content) : read).toMatchObject({ ok: true, version: { content } });
  });
});

describe('words that are wrong for everybody', () => {
  it.each<[string, TemplateContent]>([
    ['an SMS of blanks', { channel: 'SMS', body: ' \u200b\n' }],
    ['an SMS of a comment', { channel: 'SMS', body: '{{! to do }}' }],
    ['a custom message of blanks', { channel: 'CUSTOM', body: '\u3164' }],
    ['a push of blanks', { channel: 'PUSH', title: ' ', body: '\u2060' }],
    ['a mail with a blank subject', { channel: 'EMAIL', subject: ' ', html: 'h' }],
    ['a subject of two lines', { channel: 'EMAIL', subject: 'a\nBcc: x@example.com', html: 'h' }],
    ['a subject of two lines around data', { channel: 'EMAIL', subject: '{{User.UserId}}\r{{Id}}', html: 'h' }],
    ['a custom subject of two lines', { channel: 'CUSTOM', body: 'b', subject: 'a\nb' }],
  ])('are refused when they are saved: %s', (_what, content) => {
    expect(save(content)).toMatchObject({ ok: false, error: { code: 'INVALID_TEMPLATE' } });
  });

  it.each([
    ['{{dateFormat Address outputFormat="YYYY-MM-DD"}}', 'YYYY'],
    ['{{dateFormat Address inputFormat="DD/MM/YYYY"}}', 'DD'],
    ['{{now "YYYY"}}', 'YYYY'],
    [`{{now "yyyy 'o"}}`, 'quote'],
    ['{{now tz="KST"}}', 'KST'],
    ['{{dateFormat Address tz=Asia/Soul}}', 'Asia/Soul'],
    ['{{center Location.City}}', 'width'],
    ['{{ljust Location.City -1}}', 'width'],
    ['{{abbreviate Location.City "ten"}}', 'length'],
    ['{{substring Location.City -3}}', 'offset'],
  ])('M13 refuses at save what would fail for everybody: %s', (text, named) => {
    const saved = save({ channel: 'SMS', body: `소식 ${text}` });
    expect(saved).toMatchObject({ ok: false, error: { code: 'INVALID_TEMPLATE' } });
    expect(saved.ok ? '' : saved.error.message).toContain(named);
  });

  it.each<[string, TemplateContent]>([
    ['words that somebody has', { channel: 'SMS', body: '{{User.UserAttributes.City}}' }],
    ['a push with a title alone', { channel: 'PUSH', title: 't', body: ' ' }],
    ['a subject that may be blank', { channel: 'EMAIL', subject: '{{User.UserAttributes.City}}', html: 'h' }],
  ])('are not: %s', (_what, content) => {
    expect(save(content)).toMatchObject({ ok: true });
  });
});

describe('template content from outside', () => {
  it('is read without its null fields', () => {
    expect(parseTemplateContent({ channel: 'PUSH', title: 't', body: 'b', url: null, data: null })).toEqual({
      ok: true,
      content: { channel: 'PUSH', title: 't', body: 'b' },
    });
  });

  it('M11 is taken for an e-mail of text alone, and refused for one without words', () => {
    const content = { channel: 'EMAIL', subject: 's', html: '', text: 't' } as const;
    expect(parseTemplateContent(content)).toEqual({ ok: true, content });
    expect(parseTemplateContent({ ...content, html: null })).toEqual({ ok: true, content });
    expect(TEMPLATE_CONTENT.parse({ channel: 'EMAIL', subject: 's', html: null, text: 't' })).toEqual(content);
    expect(save(content)).toMatchObject({ ok: true });
    const ad = (text: string) => save({ ...content, subject: '(광고) 소식', text }, { messageClass: 'AD' });
    expect(ad('무료수신거부 080-000-0000')).toMatchObject({ ok: true });
    expect(ad('안녕하세요')).toMatchObject({ error: { code: 'AD_REFUSAL' } });
    for (const blank of [{ text: '' }, { text: ' ' }, { html: '\n', text: '\u200b' }]) {
      expect(parseTemplateContent({ ...content, ...blank })).toMatchObject({ error: { code: 'INVALID_TEMPLATE' } });
    }
  });

  it('A12 is refused with two defaults for one variable, in whatever spelling', () => {
    const saved = (second: string) =>
      save(
        { channel: 'SMS', body: '{{User.UserAttributes.City}}' },
        { defaultSubstitutions: { 'User.UserAttributes.City': '서울', [second]: '부산' } },
      );
    for (const second of [
      'User.UserAttributes.[City]',
      'User.UserAttributes.[City ]',
      'User.UserAttributes.City.[0]',
    ]) {
      expect(saved(second), second).toMatchObject({
        error: { code: 'INVALID_TEMPLATE', message: expect.stringContaining('User.UserAttributes.City') as string },
      });
    }
    expect(saved('User.UserAttributes.Town')).toMatchObject({ ok: true });
  });

  it('is taken for a custom channel', () => {
    const content = { channel: 'CUSTOM', body: '{"text":"{{User.UserId}} 님"}' };
    expect(parseTemplateContent(content)).toEqual({ ok: true, content });
  });

  it.each([
    [{ channel: 'FAX', body: 'x' }],
    [{ channel: 'SMS', body: '' }],
    [{ channel: 'CUSTOM', body: '' }],
    [{ channel: 'CUSTOM', body: 'x', title: 'y' }],
    [{ channel: 'SMS', body: 'x', colour: 'red' }],
    [{ channel: 'PUSH', title: 't', body: 'b', timeToLiveSeconds: -1 }],
    [{ channel: 'PUSH', title: 't', body: '\ud800' }],
    [null],
    ['SMS'],
    [[]],
  ])('is refused as %j', (value) => {
    expect(parseTemplateContent(value)).toMatchObject({ ok: false, error: { code: 'INVALID_TEMPLATE' } });
  });

  it.each([
    'X <a@b.kr>\nBcc: q',
    'X <a@b.kr>\r\n',
    'a@b.kr, c@d.kr',
    'X <a@b.kr>, Y <c@d.kr>',
    'no',
    'news@',
    '@b.kr',
    '뉴스',
    '뉴스@b.kr',
    'a b@c.kr',
    'Kim, Lee <a@b.kr>',
    '<a@b.kr> X',
    '봉화 \ud800 <a@b.kr>',
    '=?UTF-8?B?67?= <a@b.kr>',
    '=?UTF-8?B?DQpCY2M6IHE=?= <a@b.kr>',
    '=?EUC-KR?B?uvvIrQ==?= <a@b.kr>',
    '',
  ])('M25 is refused for the sender %j, naming what to write', (from) => {
    const read = parseTemplateContent({ channel: 'EMAIL', subject: 's', html: 'h', from });
    expect(read).toMatchObject({ ok: false, error: { code: 'INVALID_TEMPLATE' } });
    expect(save({ channel: 'EMAIL', subject: 's', html: 'h', from })).toEqual(read);
    expect(read.ok ? '' : read.error.message).toMatch(/^content\.from: is no sender\. Write/);
  });

  it.each([
    'a@b.kr',
    'X <a@b.kr>',
    '봉화 소식 <news@example.com>',
    '"Kim, Lee" <a@b.kr>',
    '<a@b.kr>',
    'info@한국.example',
    '(주)봉화 [소식] <a@b.kr>',
    '=?UTF-8?B?67SJ7ZmU?= <a@b.kr>',
  ])('M25 is taken for the sender %j', (from) => {
    expect(parseTemplateContent({ channel: 'EMAIL', subject: 's', html: 'h', from })).toMatchObject({ ok: true });
  });

  it.each([
    { url: 'javascript:alert(1)' },
    { url: ' java\nscript:alert(1)' },
    { url: 'JavaScript:alert(1)' },
    { url: 'data:text/html,x' },
    { url: 'shop://cart' },
    { imageUrl: 'file:///etc/passwd' },
    { url: 'http://' },
    { url: 'https:example.com' },
    { url: 'https://?x' },
    { url: '//example.com' },
    { url: '/sale' },
    { url: 'example.com' },
    { url: '&#106;avascript:x' },
    { imageUrl: 'sale.png' },
    { url: 'javascript:{{Attributes.link}}' },
    { deepLink: 'javascript:alert(1)' },
    { deepLink: 'vbscript:x' },
  ])('M25 is refused for a push that opens %j', (link) => {
    expect(parseTemplateContent({ channel: 'PUSH', title: 't', body: 'b', ...link })).toMatchObject({
      ok: false,
      error: { code: 'INVALID_TEMPLATE' },
    });
  });

  it.each([
    { url: 'https://example.com/{{User.UserId}}' },
    { url: '{{Attributes.link}}' },
    { url: '' },
    { url: 'https://{{Attributes.host}}/sale' },
    { url: 'https://한국.example/{sale}' },
    { deepLink: 'shop://cart?x=javascript:' },
    { imageUrl: 'http://example.com/a.png' },
  ])('M25 is taken for a push that opens %j', (link) => {
    expect(parseTemplateContent({ channel: 'PUSH', title: 't', body: 'b', ...link })).toMatchObject({ ok: true });
  });
});
