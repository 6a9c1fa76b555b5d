import type { MessageClass } from '../consent/consent.ts';
import { isBlank } from '../trim-text.ts';

/** The names of `TemplateChannel`. */
export const TEMPLATE_CHANNELS = ['PUSH', 'EMAIL', 'SMS', 'CUSTOM'] as const;

/** The channels that words can be written for. */
export type TemplateChannel = (typeof TEMPLATE_CHANNELS)[number];

/**
 * A push message. `url` or `deepLink` is opened by a tap; a later message with the same `collapseId` replaces this one
 * on the device; after `timeToLiveSeconds` it is not delivered any more.
 */
export type PushContent = {
  readonly channel: 'PUSH';
  readonly title: string;
  readonly body: string;
  readonly url?: string;
  readonly deepLink?: string;
  readonly imageUrl?: string;
  readonly collapseId?: string;
  readonly timeToLiveSeconds?: number;
  readonly data?: Readonly<Record<string, string>>;
};

/**
 * An e-mail. `text` is for readers without HTML, and all there is when `html` is blank; `from` replaces the deployment's sender and must be verified in SES.
 */
export type EmailContent = {
  readonly channel: 'EMAIL';
  readonly subject: string;
  readonly html: string;
  readonly text?: string;
  readonly from?: string;
};

/** Whether a mail has no HTML part: what is written there, or what it became for somebody, is blank. */
export function isTextAlone({ html }: Pick<EmailContent, 'html'>): boolean {
  return isBlank(html);
}

/** An SMS, billed by its parts (`smsParts`). */
export type SmsContent = { readonly channel: 'SMS'; readonly body: string };

/**
 * What a company's own channel is handed, in whatever form its receiver understands: plain text, or JSON. `subject` is
 * for destinations whose messages have one, such as LMS.
 */
export type CustomContent = { readonly channel: 'CUSTOM'; readonly body: string; readonly subject?: string };

/** The words of a template version, with Handlebars in every text. */
export type TemplateContent = PushContent | EmailContent | SmsContent | CustomContent;

/** The same shape after rendering: what one recipient reads. */
export type RenderedMessage = TemplateContent;

/** Path (`User.UserAttributes.City`) to the text printed when the recipient has no value there. */
export type DefaultSubstitutions = Readonly<Record<string, string>>;

/** A named message for one channel; its words live in immutable versions, one of them active. */
export type Template = {
  readonly id: string;
  readonly name: string;
  readonly channel: TemplateChannel;
  readonly messageClass: MessageClass;
  readonly activeVersion: number;
  readonly latestVersion: number;
};

/** Words as they were saved once; they never change, so that a job sends what was looked at. */
export type TemplateVersion = {
  readonly templateId: string;
  readonly version: number;
  readonly messageClass: MessageClass;
  readonly content: TemplateContent;
  readonly defaultSubstitutions: DefaultSubstitutions;
  /** What kind of goods it advertises, as purchases name them; absent: no purchase takes the place of a consent. */
  readonly goods?: string;
};
