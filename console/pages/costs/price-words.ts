import type { Say } from '../../words/say.ts';
import type { BookRow } from './price-rows.ts';

/** An item of the price list in the reader's words, with the name that is saved: `문자 한 건 +82 (sms-part:+82)`. */
export function itemWords(item: string, say: Say): string {
  const [kind = '', country = ''] = item.split(':');
  switch (kind) {
    case 'push':
      return `${say('channel.PUSH')} (${item})`;
    case 'email':
      return `${say('channel.EMAIL')} (${item})`;
    case 'custom':
      return `${say('channel.CUSTOM')} (${item})`;
    case 'sms-part':
      return `${say('costs.smsPart', { country }).trim()} (${item})`;
    default:
      return item;
  }
}

/** Where a price comes from: a published one in the reader's words, one's own as it was written. */
export function sourceWords({ saved, name, source }: Pick<BookRow, 'saved' | 'name' | 'source'>, say: Say): string {
  if (saved !== null) return source;
  switch (name) {
    case 'push':
      return say('costs.source.push');
    case 'email':
      return say('costs.source.email');
    case 'USD → KRW':
      return say('costs.source.dollar');
    default:
      return source;
  }
}
