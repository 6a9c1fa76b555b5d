import { LABEL, firstWords } from './label.ts';
import { DATA, type MessageView } from './message-view.ts';

const NUMBER = /(?:0\d{1,2}[-.\s)]{0,2}\d{3,4}|1\d{3})[-.\s]?\d{4}/gu;
const MAILBOX = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/u;

/** Whether a text shows a number, other than one for refusing, or a mailbox at which the sender is reached. */
function hasContact(text: string): boolean {
  if (text.includes(DATA) || MAILBOX.test(text)) return true;
  return [...text.matchAll(NUMBER)].some(([number]) => !number.startsWith('080'));
}

/**
 * What seems to be missing of who sends and how they are reached. A text may leave the number out that it is sent from, and
 * a push shows the name of its app: that is why nobody is refused for it.
 */
export function judgeSender(view: MessageView): string | null {
  const words = firstWords(view).replace(LABEL, '').trim();
  if (words === '') return `${view.firstField}: name the sender behind "${LABEL}".`;
  if (view.texts.some(([, text]) => hasContact(text))) return null;
  return `${view.endField}: no number or mailbox of the sender was found. Write one, unless it is the number that the text comes from.`;
}

/** Whether a mail says in English, too, how it is refused. */
export function judgeLanguages({ end }: MessageView): string | null {
  if (/unsubscribe|opt[\s-]?out|do not (?:want|wish) to receive/i.test(end) || end.trimEnd().endsWith(DATA))
    return null;
  return 'html: say in English, too, how the mail is refused, such as "To stop these mails, click unsubscribe".';
}
