import { describe, expect, it } from 'vitest';
import { findUnusedWords, insertedInto } from '../../../scripts/words/find-unused-words.ts';

describe('the check of words', () => {
  it('finds a sentence that nothing says, and takes one for said by its name or by its beginning', () => {
    const names = ['nav.home', 'phase.SENDING', 'phase.old.one', 'order.launch.title', 'order.launch'];
    const sources = ["say('nav.home')", 'say(`phase.${phase}`)', 'say(`order.${asked}.title`, { name })'];
    expect(findUnusedWords(names, sources)).toEqual(['phase.old.one', 'order.launch']);
  });

  it('knows what is put into a sentence, whatever its order', () => {
    expect(insertedInto('{all}명 중 {done}명')).toEqual(insertedInto('{done} of {all}'));
    expect(insertedInto('{count, number} people')).toEqual(['count']);
  });
});
