import type { RenderedMessage } from '../template/template.ts';
import type { MessageView } from './message-view.ts';
import type { LawRule } from './rule.ts';

/** Why words are not kept, or a message is not sent. */
export type LawCode = 'AD_LABEL' | 'AD_REFUSAL' | 'AD_CLASS';

/** A rule that is judged on a message as its recipient reads it. */
export type MessageRule = LawRule & {
  readonly judges: 'MESSAGE';
  readonly effect: 'REFUSED' | 'WARNED';
  readonly code: LawCode;
  /** What is wrong, and what to do; null: nothing. Gaps in the words (`DATA`) are taken for what puts things right. */
  readonly judge: (view: MessageView) => string | null;
  /** Whether words that pass are lawful whatever data fill their gaps. Absent: only each message tells. */
  readonly isSettled?: (view: MessageView) => boolean;
  readonly examples: { readonly right: readonly RenderedMessage[]; readonly wrong: readonly RenderedMessage[] };
};
