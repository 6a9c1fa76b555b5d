import type { ReceiptStatus } from '../send-job/receipt.ts';

/** The event by which an app says that a message was opened, and that nothing more is known of it. */
export const MESSAGE_OPENED = 'message_opened';

/**
 * What an event says of the message whose reference it carries: that it was opened, or, by whatever else somebody does in
 * answer to it, that they followed it.
 */
export function answerOf({ name }: { readonly name: string }): Extract<ReceiptStatus, 'OPENED' | 'CLICKED'> {
  return name === MESSAGE_OPENED ? 'OPENED' : 'CLICKED';
}
