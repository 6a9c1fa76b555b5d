import Box from '@cloudscape-design/components/box';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { JSX } from 'react';
import { dayTime } from '../../format/times.ts';
import { useLanguage } from '../../words/language.ts';
import { useSay } from '../../words/say.ts';
import type { SentMessage } from './sandbox-control.ts';

/** One message on the device of whom it was sent to: a notice on a phone, a text, a mail. */
export function SentCard({ message }: { readonly message: SentMessage }): JSX.Element {
  const say = useSay();
  const language = useLanguage();
  const { channelType, address, title, body, html, status, accepted, at, channel } = message;
  return (
    <article className={`sent-card sent-${channel.toLowerCase()}`} aria-label={address}>
      <Box variant="small" color="text-body-secondary">
        {channelType} · {address}
      </Box>
      <div className="sent-screen">
        {title !== undefined && <Box variant="strong">{title}</Box>}
        {html === undefined ? (
          <p className="sent-text">{body}</p>
        ) : (
          <iframe className="sent-mail" sandbox="" title={say('preview.mail')} srcDoc={html} />
        )}
      </div>
      <StatusIndicator type={accepted ? 'success' : 'error'}>
        {accepted ? say('outcome.accepted') : say('outcome.failed')}
      </StatusIndicator>{' '}
      <Box variant="small" display="inline" color="text-body-secondary">
        {status} · {dayTime(at, language)}
      </Box>
    </article>
  );
}
