import { describe, expect, it } from 'vitest';
import { createTemplateVersion } from '../../../src/domain/template/index.ts';

function refusalOf(body: string): string {
  const created = createTemplateVersion({
    templateId: 't',
    version: 1,
    messageClass: 'TRANSACTIONAL',
    content: { channel: 'SMS', body },
    defaultSubstitutions: {},
  });
  return created.ok ? 'saved' : created.error.message;
}

describe('what a template is refused for', () => {
  it.each([
    ['{{User.UserAttributes.Fav Act}}', '{{User.UserAttributes.[Fav Act]}}'],
    ['{{Attributes.first name here}}', '{{Attributes.[first name here]}}'],
    ['{{User.UserAttributes.FirstName "x"}}', 'It is a variable: leave out what stands behind it.'],
    ['{{Upper "a"}}', 'Did you mean upper?'],
    ['{{capitalise "a"}}', 'Did you mean capitalize?'],
    ['{{truncate "abc" 2}}', 'abbreviate'],
    ['{{lookup User.UserAttributes "a"}}', 'User.UserAttributes.Colors.[0]'],
  ])('M13 names the form that works: %s', (body, words) => {
    expect(refusalOf(body)).toContain(words);
  });
});
