import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeBroughtSpelling } from '../../../src/domain/law/label.ts';
import { compileTemplate } from '../../../src/domain/template/index.ts';
import { NOON, aCustomer, anEndpoint } from '../../unit/domain/people.ts';

const ENDPOINT = anEndpoint({});
/** Bodies whose label and refusal no value takes away; the second has letters of a label around a value. */
const BODIES = [
  '(광고) {{User.UserAttributes.A}} 할인 {{User.UserAttributes.B}} 끝. 무료수신거부 080-123-4567',
  '(광고) 할인 [광{{User.UserAttributes.A}}{{User.UserAttributes.B}} 끝. 무료수신거부 080-123-4567',
  '(광고) {{#if User.UserAttributes.A}}{{User.UserAttributes.A}}고]{{/if}} {{User.UserAttributes.B}} 끝. 무료수신거부 080-123-4567',
  '(광고) {{User.UserAttributes.A}}(광고){{User.UserAttributes.B}} 끝. 무료수신거부 080-123-4567',
];
const renders = BODIES.map((body) => {
  const compiled = compileTemplate({
    messageClass: 'AD',
    content: { channel: 'SMS', body },
    defaultSubstitutions: { 'User.UserAttributes.B': '고)' },
  });
  if (!compiled.ok) throw new Error(compiled.error.message);
  return compiled.template.render;
});

const letters = fc.constantFrom('광', '고', '주', '(', ')', '[', ']', ' ', '.', 'a');
const value = fc.string({ unit: letters, maxLength: 6 });
describe('labels that values bring', () => {
  it('are refused exactly where the printed message has one, however its letters came together', () => {
    const seen = { refused: 0, lawful: 0 };
    fc.assert(
      fc.property(fc.nat(BODIES.length - 1), value, value, (index, a, b) => {
        const body = BODIES[index] ?? '';
        const customer = aCustomer({ attributes: { A: [a], B: [b] }, endpoints: [ENDPOINT] });
        const rendered = renders[index]?.(customer, ENDPOINT, NOON);
        const isA = a.trim() !== '';
        const printedA = isA ? a : '';
        const printed = body
          .replace(/\{\{#if.*\{\{\/if\}\}/, isA ? `${a}고]` : '')
          .replaceAll('{{User.UserAttributes.A}}', printedA)
          .replaceAll('{{User.UserAttributes.B}}', b.trim() === '' ? '고)' : b);
        const isRefused = rendered?.ok === false && rendered.error.code === 'AD_LABEL';
        seen[isRefused ? 'refused' : 'lawful'] += 1;
        expect(isRefused).toBe(judgeBroughtSpelling({ channel: 'SMS', body: printed }) !== null);
      }),
      { numRuns: 3_000 },
    );
    expect(Math.min(seen.refused, seen.lawful)).toBeGreaterThan(50);
  });
});
