import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileTemplate, type TemplateContent } from '../../../src/domain/template/index.ts';
import { NOON, aCustomer, anEndpoint } from '../../unit/domain/people.ts';

const ENDPOINT = anEndpoint({});
const END = '무료수신거부: 앱 설정';
const HTML = `<p>{{User.UserAttributes.A}} {{{User.UserAttributes.B}}} 할인</p><p><a href="{{amazonSESUnsubscribeUrl}}">수신거부</a></p>`;
const CONTENTS: readonly TemplateContent[] = [
  { channel: 'PUSH', title: '(광고) {{User.UserAttributes.A}}님', body: `{{User.UserAttributes.B}} 할인 ${END}` },
  {
    channel: 'PUSH',
    title: '(광고) 할인',
    body: `{{#if User.UserAttributes.A}}{{upper User.UserAttributes.A}}{{else}}모두{{/if}} ${END}`,
    deepLink: 'shop://sale?who={{User.UserAttributes.B}}',
  },
  {
    channel: 'PUSH',
    title: '(광고) 할인',
    body: `{{#each User.UserAttributes.A}}{{this}}, {{/each}}{{dateFormat User.UserAttributes.B inputFormat="yyyy-MM-dd" outputFormat="yyyy"}} ${END}`,
  },
  {
    channel: 'EMAIL',
    subject: '(광고) {{User.UserAttributes.A}}',
    html: HTML,
  },
  { channel: 'EMAIL', subject: '{{User.UserAttributes.A}} 주문', html: '<p>{{User.UserAttributes.B}}</p> 영수증' },
];

const templates = CONTENTS.flatMap((content) =>
  (['AD', 'TRANSACTIONAL'] as const).map((messageClass) => {
    const compiled = compileTemplate({ messageClass, content, defaultSubstitutions: {} });
    if (!compiled.ok) throw new Error(compiled.error.message);
    return compiled.template;
  }),
);

const letters = fc.constantFrom('광', '고', '주', '(', ')', '[', ']', ' ', '.', 'a', '<', '\n');
const value = fc.oneof(
  { weight: 5, arbitrary: fc.string({ unit: letters, maxLength: 6 }) },
  { weight: 1, arbitrary: fc.nat(60_000).map((length) => 'x'.repeat(length)) },
  { weight: 1, arbitrary: fc.nat(300_000).map((length) => '\u0001'.repeat(length)) },
  { weight: 1, arbitrary: fc.constant('2026-11-29T00:00:00Z') },
);

describe('a message that is measured and not put together', () => {
  it('is said to be surely rendered only if it is, and mostly when it is', () => {
    const seen = { surely: 0, rendered: 0, refused: 0 };
    fc.assert(
      fc.property(fc.nat(templates.length - 1), value, value, (index, a, b) => {
        const template = templates[index];
        const customer = aCustomer({ attributes: { A: [a], B: [b] }, endpoints: [ENDPOINT] });
        const rendered = template?.render(customer, ENDPOINT, NOON).ok === true;
        const isSurely = template?.isSurelyRendered?.(customer, ENDPOINT, NOON) === true;
        if (isSurely) expect(rendered).toBe(true);
        if (isSurely) seen.surely += 1;
        seen[rendered ? 'rendered' : 'refused'] += 1;
      }),
      { numRuns: 600 },
    );
    expect(seen.refused).toBeGreaterThan(30);
    expect(seen.surely).toBeGreaterThan(seen.rendered / 2);
  });

  it('is not known to be rendered where more than its length can be wrong', () => {
    const contents: readonly TemplateContent[] = [
      { channel: 'SMS', body: '(광고) 할인 무료수신거부 080-123-4567' },
      { channel: 'PUSH', title: '할인', body: '오늘', url: '{{User.UserAttributes.A}}' },
      { channel: 'PUSH', title: '{{User.UserAttributes.A}}', body: '{{User.UserAttributes.B}}' },
      { channel: 'PUSH', title: '할인', body: '오늘', collapseId: '{{User.UserAttributes.A}}' },
    ];
    for (const content of contents) {
      const compiled = compileTemplate({ content, defaultSubstitutions: {} });
      expect(compiled.ok && compiled.template.isSurelyRendered === undefined, JSON.stringify(content)).toBe(true);
    }
  });
});
