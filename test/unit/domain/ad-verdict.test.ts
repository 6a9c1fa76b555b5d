import { describe, expect, it } from 'vitest';
import {
  compileTemplate,
  createTemplateVersion,
  type DefaultSubstitutions,
  type TemplateContent,
} from '../../../src/domain/template/index.ts';
import { NOON, aCustomer, anEndpoint } from './people.ts';

const REFUSAL = '무료수신거부 080-123-4567';
const sms = (body: string): TemplateContent => ({ channel: 'SMS', body });
const push = (title: string, body: string): TemplateContent => ({ channel: 'PUSH', title, body });
const mail = (html: string, subject = '(광고) 소식'): TemplateContent => ({ channel: 'EMAIL', subject, html });

const ENDPOINT = anEndpoint({});
const SOMEBODY = aCustomer({
  attributes: {
    Name: ['하나'],
    Label: ['(광고)'],
    Wrong: ['(광 고)'],
    Refusal: [REFUSAL],
    Markup: ['<!--'],
    Style: ['display:none'],
    Grade: ['VIP'],
  },
  endpoints: [ENDPOINT],
});
const NOBODY = aCustomer({ attributes: {}, endpoints: [ENDPOINT] });

type Verdict = 'LAWFUL' | 'AD_LABEL' | 'AD_REFUSAL';

function saved(content: TemplateContent, defaultSubstitutions: DefaultSubstitutions): string {
  const created = createTemplateVersion({
    templateId: 't',
    version: 1,
    messageClass: 'AD',
    content,
    defaultSubstitutions,
  });
  return created.ok ? 'LAWFUL' : created.error.code;
}

function readBy(
  customer: typeof SOMEBODY,
  content: TemplateContent,
  defaultSubstitutions: DefaultSubstitutions,
): string {
  const compiled = compileTemplate({ messageClass: 'AD', content, defaultSubstitutions });
  if (!compiled.ok) throw new Error(compiled.error.message);
  const rendered = compiled.template.render(customer, ENDPOINT, NOON);
  return rendered.ok ? 'LAWFUL' : rendered.error.code;
}

/** What saving says, what somebody reads whose data are known, and somebody of whom nothing is. */
type Row = [
  name: string,
  content: TemplateContent,
  save: Verdict,
  somebody: Verdict,
  nobody: Verdict,
  DefaultSubstitutions?,
];

const ROWS: Row[] = [
  ['plain words', sms(`(광고) 할인 ${REFUSAL}`), 'LAWFUL', 'LAWFUL', 'LAWFUL'],
  ['the refusal in a comment', sms(`(광고) 할인 {{! ${REFUSAL} }}`), 'AD_REFUSAL', 'AD_REFUSAL', 'AD_REFUSAL'],
  ['the refusal in a long comment', sms(`(광고) 할인 {{!-- ${REFUSAL} --}}`), 'AD_REFUSAL', 'AD_REFUSAL', 'AD_REFUSAL'],
  [
    'the refusal for nobody',
    sms(`(광고) 할인 {{#if User.UserAttributes.Nobody}}${REFUSAL}{{/if}}`),
    'AD_REFUSAL',
    'AD_REFUSAL',
    'AD_REFUSAL',
  ],
  [
    'the refusal for some',
    sms(`(광고) 할인 {{#if User.UserAttributes.Name}}${REFUSAL}{{/if}}`),
    'AD_REFUSAL',
    'LAWFUL',
    'AD_REFUSAL',
  ],
  [
    'the refusal on both branches',
    sms(`(광고) 할인 {{#if User.UserAttributes.Name}}a ${REFUSAL}{{else}}${REFUSAL}{{/if}}`),
    'LAWFUL',
    'LAWFUL',
    'LAWFUL',
  ],
  [
    'the refusal where a branch is dead',
    sms(`(광고) 할인 {{#if 0}}${REFUSAL}{{/if}}`),
    'AD_REFUSAL',
    'AD_REFUSAL',
    'AD_REFUSAL',
  ],
  [
    'the refusal where a comparison is false',
    sms(`(광고) 할인 {{#eq 1 2}}${REFUSAL}{{/eq}}`),
    'AD_REFUSAL',
    'AD_REFUSAL',
    'AD_REFUSAL',
  ],
  [
    'the refusal where a comparison is true',
    sms(`(광고) 할인 {{#eq 1 1}}${REFUSAL}{{/eq}}`),
    'LAWFUL',
    'LAWFUL',
    'LAWFUL',
  ],
  [
    'the refusal where a default makes it certain',
    sms(`(광고) 할인 {{#if User.UserAttributes.Nobody}}${REFUSAL}{{/if}}`),
    'LAWFUL',
    'LAWFUL',
    'LAWFUL',
    { 'User.UserAttributes.Nobody': 'x' },
  ],
  [
    'the refusal where a default without brackets makes it certain',
    sms(`(광고) 할인 {{#if User.UserAttributes.[No Body]}}${REFUSAL}{{/if}}`),
    'LAWFUL',
    'LAWFUL',
    'LAWFUL',
    { 'User.UserAttributes.No Body': 'x' },
  ],
  [
    'the label in a default without brackets',
    sms(`{{User.UserAttributes.[No Body]}} 할인 ${REFUSAL}`),
    'LAWFUL',
    'LAWFUL',
    'LAWFUL',
    { 'User.UserAttributes.No Body': '(광고)' },
  ],
  [
    'the refusal where everybody has a value',
    sms(`(광고) 할인 {{#if Address}}${REFUSAL}{{/if}}`),
    'LAWFUL',
    'LAWFUL',
    'LAWFUL',
  ],
  [
    'the refusal for one grade',
    sms(`(광고) 할인 {{#eq User.UserAttributes.Grade "VIP"}}${REFUSAL}{{/eq}} 끝`),
    'AD_REFUSAL',
    'LAWFUL',
    'AD_REFUSAL',
  ],
  [
    'words for one grade between label and refusal',
    sms(`(광고) {{#eq User.UserAttributes.Grade "VIP"}}20%{{else}}15%{{/eq}} 할인 ${REFUSAL}`),
    'LAWFUL',
    'LAWFUL',
    'LAWFUL',
  ],
  [
    'a wrong label by data for one grade',
    sms(`(광고) {{#eq User.UserAttributes.Grade "VIP"}}{{User.UserAttributes.Wrong}}{{/eq}} 할인 ${REFUSAL}`),
    'LAWFUL',
    'AD_LABEL',
    'LAWFUL',
  ],
  [
    'the label for one grade, and another word for the others',
    sms(`{{#neq User.UserAttributes.Grade "VIP"}}안내 {{/neq}}(광고) 할인 ${REFUSAL}`),
    'LAWFUL',
    'LAWFUL',
    'AD_LABEL',
  ],
  [
    'the refusal in a loop over nothing',
    sms(`(광고) 할인 {{#each User.UserAttributes.Name}}${REFUSAL}{{/each}} 끝`),
    'AD_REFUSAL',
    'LAWFUL',
    'AD_REFUSAL',
  ],
  [
    'the refusal in a partial that is never called',
    sms(`{{#* inline "f"}}${REFUSAL}{{/inline}}(광고) 할인`),
    'AD_REFUSAL',
    'AD_REFUSAL',
    'AD_REFUSAL',
  ],
  [
    'the refusal in a partial',
    sms(`{{#* inline "f"}}${REFUSAL}{{/inline}}(광고) 할인 {{> f}}`),
    'LAWFUL',
    'LAWFUL',
    'LAWFUL',
  ],
  [
    'the refusal in a partial of a partial',
    sms(`{{#* inline "f"}}${REFUSAL}{{/inline}}{{#* inline "g"}}{{> f}}{{/inline}}(광고) 할인 {{> g}}`),
    'LAWFUL',
    'LAWFUL',
    'LAWFUL',
  ],
  [
    'the refusal as an argument',
    sms(`(광고) 할인 {{#eq "${REFUSAL}" "x"}}a{{/eq}} 끝`),
    'AD_REFUSAL',
    'AD_REFUSAL',
    'AD_REFUSAL',
  ],
  [
    'the refusal as an argument that is cut',
    sms(`(광고) 할인 {{replace "${REFUSAL}" "수신거부" ""}} 끝`),
    'AD_REFUSAL',
    'AD_REFUSAL',
    'AD_REFUSAL',
  ],
  ['the refusal by data', sms('(광고) 할인 {{User.UserAttributes.Refusal}}'), 'LAWFUL', 'LAWFUL', 'AD_REFUSAL'],
  [
    'the refusal by a default',
    sms('(광고) 할인 {{User.UserAttributes.Refusal}}'),
    'LAWFUL',
    'LAWFUL',
    'LAWFUL',
    { 'User.UserAttributes.Refusal': REFUSAL },
  ],
  [
    'no refusal behind a name',
    sms('(광고) {{User.UserAttributes.Name}}님 할인'),
    'AD_REFUSAL',
    'AD_REFUSAL',
    'AD_REFUSAL',
  ],
  [
    'the label behind a partial',
    sms(`{{#* inline "f"}}${REFUSAL}{{/inline}}(광고) 할인 {{> f}}`),
    'LAWFUL',
    'LAWFUL',
    'LAWFUL',
  ],
  ['the label behind a comment', sms(`{{! note }}(광고) 할인 ${REFUSAL}`), 'LAWFUL', 'LAWFUL', 'LAWFUL'],
  ['the label in a comment', sms(`{{! (광고) }}할인 ${REFUSAL}`), 'AD_LABEL', 'AD_LABEL', 'AD_LABEL'],
  ['a misspelt label in a comment', sms(`{{! [광고] }}(광고) 할인 ${REFUSAL}`), 'LAWFUL', 'LAWFUL', 'LAWFUL'],
  [
    'a misspelt label in a dead branch',
    sms(`(광고) {{#if false}}[광고]{{/if}} ${REFUSAL}`),
    'LAWFUL',
    'LAWFUL',
    'LAWFUL',
  ],
  [
    'a misspelt label for some',
    sms(`(광고) {{#if User.UserAttributes.Name}}[광고]{{/if}} ${REFUSAL}`),
    'AD_LABEL',
    'AD_LABEL',
    'LAWFUL',
  ],
  [
    'a misspelt label as an argument',
    sms(`(광고) {{#eq "[광고]" "x"}}a{{/eq}} ${REFUSAL}`),
    'LAWFUL',
    'LAWFUL',
    'LAWFUL',
  ],
  [
    'the label on both branches',
    sms(`{{#if User.UserAttributes.Name}}(광고) {{User.UserAttributes.Name}}님{{else}}(광고) 고객님{{/if}} ${REFUSAL}`),
    'LAWFUL',
    'LAWFUL',
    'LAWFUL',
  ],
  [
    'the label on one branch',
    sms(`{{#if User.UserAttributes.Name}}(광고) {{else}}고객님{{/if}} ${REFUSAL}`),
    'AD_LABEL',
    'LAWFUL',
    'AD_LABEL',
  ],
  [
    'the label with unless',
    sms(`{{#not User.UserAttributes.Name}}(광고) a{{else}}(광고) b{{/not}} ${REFUSAL}`),
    'LAWFUL',
    'LAWFUL',
    'LAWFUL',
  ],
  ['the label by data', sms(`{{User.UserAttributes.Label}} 할인 ${REFUSAL}`), 'LAWFUL', 'LAWFUL', 'AD_LABEL'],
  [
    'the label by a default',
    sms(`{{User.UserAttributes.Label}} 할인 ${REFUSAL}`),
    'LAWFUL',
    'LAWFUL',
    'LAWFUL',
    { 'User.UserAttributes.Label': '(광고)' },
  ],
  [
    'a default that is no label',
    sms(`{{User.UserAttributes.Nobody}} 할인 ${REFUSAL}`),
    'AD_LABEL',
    'AD_LABEL',
    'AD_LABEL',
    { 'User.UserAttributes.Nobody': '안녕' },
  ],
  [
    'a name before the label',
    sms(`{{User.UserAttributes.Name}}(광고) 할인 ${REFUSAL}`),
    'LAWFUL',
    'AD_LABEL',
    'LAWFUL',
  ],
  ['a misspelt label by data', sms(`(광고) {{User.UserAttributes.Wrong}} ${REFUSAL}`), 'LAWFUL', 'AD_LABEL', 'LAWFUL'],
  ['the label as an argument', sms(`{{upper "(광고)"}} 할인 ${REFUSAL}`), 'LAWFUL', 'LAWFUL', 'LAWFUL'],
  [
    'the label made by an argument that changes it',
    sms(`{{replace "(광고)" "광고" "AD"}} 할인 ${REFUSAL}`),
    'LAWFUL',
    'AD_LABEL',
    'AD_LABEL',
  ],
  [
    'a push whose title is only printed for some',
    push('{{#if User.UserAttributes.Name}}할인{{/if}}', `(광고) ${REFUSAL}`),
    'AD_LABEL',
    'AD_LABEL',
    'LAWFUL',
  ],
  ['a push whose title is empty', push('{{! title }}', `(광고) ${REFUSAL}`), 'LAWFUL', 'LAWFUL', 'LAWFUL'],
  ['an HTML comment', mail(`<p>a</p><!-- ${REFUSAL} -->`), 'AD_REFUSAL', 'AD_REFUSAL', 'AD_REFUSAL'],
  [
    'an element that is not displayed',
    mail(`<div style="display: none">${REFUSAL}</div>`),
    'AD_REFUSAL',
    'AD_REFUSAL',
    'AD_REFUSAL',
  ],
  [
    'an element in one that is not displayed',
    mail(`<div style='color:red;DISPLAY:NONE'><div>a</div><p>${REFUSAL}</p></div>b`),
    'AD_REFUSAL',
    'AD_REFUSAL',
    'AD_REFUSAL',
  ],
  ['a hidden element', mail(`<p hidden>${REFUSAL}</p>`), 'AD_REFUSAL', 'AD_REFUSAL', 'AD_REFUSAL'],
  [
    'letters without a size',
    mail(`<span style="font-size:0px">${REFUSAL}</span>`),
    'AD_REFUSAL',
    'AD_REFUSAL',
    'AD_REFUSAL',
  ],
  [
    'a class that the mail hides',
    mail(`<style>.x{display:none}</style><p class="a x">${REFUSAL}</p>`),
    'AD_REFUSAL',
    'AD_REFUSAL',
    'AD_REFUSAL',
  ],
  [
    'a class that only a narrow screen hides',
    mail(`<style>@media (max-width:600px){.x{display:none}}</style><p class="x">${REFUSAL}</p>`),
    'LAWFUL',
    'LAWFUL',
    'LAWFUL',
  ],
  [
    'the title of the document',
    mail(`<html><head><title>${REFUSAL}</title></head><body>a</body></html>`),
    'AD_REFUSAL',
    'AD_REFUSAL',
    'AD_REFUSAL',
  ],
  [
    'a hidden preheader before a visible refusal',
    mail(`<div style="display:none">미리보기</div><a href="{{User.UserId}}">무료 <b>수신</b>거부</a>`),
    'LAWFUL',
    'LAWFUL',
    'LAWFUL',
  ],
  ['entities', mail('<p>무료&nbsp;&#49688;&#xC2E0;거부</p>'), 'LAWFUL', 'LAWFUL', 'LAWFUL'],
  ['a tag within the words', mail('<p>무료<b>수</b>신거부</p>'), 'LAWFUL', 'LAWFUL', 'LAWFUL'],
  ['markup by data', mail(`<p>a {{{User.UserAttributes.Markup}}} ${REFUSAL}</p>`), 'LAWFUL', 'AD_REFUSAL', 'LAWFUL'],
  [
    'markup by data that is escaped',
    mail(`<p>a {{User.UserAttributes.Markup}} ${REFUSAL}</p>`),
    'LAWFUL',
    'LAWFUL',
    'LAWFUL',
  ],
  [
    'a style by data',
    mail(`<p style="{{User.UserAttributes.Style}}">${REFUSAL}</p>`),
    'LAWFUL',
    'AD_REFUSAL',
    'LAWFUL',
  ],
  ['a comment around a subject', mail(`<p>${REFUSAL}</p>`, '{{! x }}(광고) 소식'), 'LAWFUL', 'LAWFUL', 'LAWFUL'],
  ['a label only in the HTML', mail(`<p>(광고) ${REFUSAL}</p>`, '소식'), 'AD_LABEL', 'AD_LABEL', 'AD_LABEL'],
];

describe('the law of advertisements judges what is read', () => {
  it.each(ROWS)('M1 M2 %s', (_name, content, save, somebody, nobody, defaults = {}) => {
    expect({
      save: saved(content, defaults),
      somebody: readBy(SOMEBODY, content, defaults),
      nobody: readBy(NOBODY, content, defaults),
    }).toEqual({ save, somebody, nobody });
  });

  it('M1 has a table of at least 40 templates', () => {
    expect(ROWS.length).toBeGreaterThanOrEqual(40);
  });
});
