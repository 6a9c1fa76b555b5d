import { describe, expect, it } from 'vitest';
import { judgeMessage } from '../../../../src/domain/law/index.ts';
import { HIDDEN_BY_SHEET, HIDDEN_WORDS, SHOWN_BY_SHEET, SHOWN_WORDS } from './hidden-words.ts';

const NOW = Date.parse('2026-12-01T03:00:00Z');

/** The rule that a mail breaks, or null. */
function broken(html: string): string | null {
  const verdict = judgeMessage({ channel: 'EMAIL', subject: '(광고) 소식', html }, 'AD', NOW);
  return verdict.ok ? null : verdict.rule;
}

describe('an offer of refusal in a mail', () => {
  it.each(Object.entries(HIDDEN_WORDS))('is hidden %s', (_, html) => {
    expect(broken(`<p>겨울 소식</p>${html}`)).toBe('NOT_HIDDEN');
  });

  it.each(Object.entries(SHOWN_WORDS))('is shown %s', (_, html) => {
    expect(broken(html)).toBe(null);
  });

  it.each(Object.entries(HIDDEN_BY_SHEET))('is hidden by a style sheet %s', (_, html) => {
    expect(broken(`${html}`)).toBe('NOT_HIDDEN');
  });

  it.each(Object.entries(SHOWN_BY_SHEET))('is shown, whatever a style sheet hides, %s', (_, html) => {
    expect(broken(html)).toBe(null);
  });

  it.each([
    '.a.b',
    '.a ',
    'a>',
    '[',
    '[a="',
    '[a ',
    '(',
    ':is(',
    ':not(.a)',
    '"',
    '\\',
    '\\61',
    'a,',
    'a{',
    '&{',
    'a,b{',
    '@media ',
    '@media all{',
    '/*',
    ' ',
    '.a .b{display:none}',
    '.a.b,',
    'p *,',
  ])('is looked for in a time that grows with the length of its style sheets: of %j', (part) => {
    const started = performance.now();
    const sheet = part.repeat(Math.ceil(100_000 / part.length));
    const html = '<p class="a b"><i>'.repeat(3_000);
    broken(`<style>${sheet}</style>${html}`);
    broken(`<style>${sheet}{display:none}</style>${html}`);
    const all = Array.from({ length: 10_000 }, (_, at) => `${part.replaceAll(/[{}]/g, '')}.a${at % 7} .b`).join(',');
    broken(`<style>${all}{display:none}</style>${html}`);
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  it.each([
    '<?',
    '</ ',
    '<div hidden/>',
    '<div/>',
    '<p>',
    '<span><p>',
    '</span>',
    '<p><b hidden></p>',
    '<b hidden><i hidden><div></b>',
    '<table><tr><td></div>',
    '<td>',
    '<li>',
    '<a>',
    '<a><div>',
    '<h1></h2>',
    '<details><summary>',
    '<style>',
    '<title></',
    '<svg><style>',
    '<p a=',
    '<p a="',
    '<p a ',
    '<p = ',
    '<p a = b ',
    '<p " ',
    '<!-',
    '<!-->',
    '&#0',
    '&#00000000',
    '<p style="letter-spacing:-1.1',
    'transform:matrix(0.0 ',
    'height:0.00',
    'left:1111',
  ])('is looked for in a time that grows with the length of the mail: of %j', (part) => {
    const started = performance.now();
    broken(part.repeat(Math.ceil(300_000 / part.length)));
    // Begun once and gone on with: within one tag.
    broken(`<p ${part.replaceAll(/[<>]/g, '').repeat(Math.ceil(150_000 / part.length))}`);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
