import Box from '@cloudscape-design/components/box';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { JSX } from 'react';
import type { Answer, MessageClass } from '../../../src/client/index.ts';
import { judgeEachRule } from '../../../src/domain/law/judge-each-rule.ts';
import type { RenderedMessage } from '../../../src/domain/template/template.ts';
import { sayRule } from '../../parts/law-rule.ts';
import { onServerClock } from '../../session/server-clock.ts';
import { useSay } from '../../words/say.ts';

/** Every rule of the law that a message is judged by, each with its verdict: right, or what to change. */
export function LawCheck({
  content,
  messageClass,
}: {
  readonly content: Answer<'previewTemplate'>['content'];
  readonly messageClass: MessageClass;
}): JSX.Element {
  const say = useSay();
  const message = messageOf(content);
  const verdicts = message === null ? [] : judgeEachRule(message, messageClass, onServerClock(Date.now()));
  return (
    <div>
      <Box variant="h4">{say('law.title')}</Box>
      {verdicts.length === 0 && <Box color="text-body-secondary">{say('law.none')}</Box>}
      <ul className="law-rules">
        {verdicts.map(({ rule, problem }) => (
          <li key={rule} data-rule={rule}>
            <StatusIndicator type={problem === null ? 'success' : 'error'}>{sayRule(rule, say)}</StatusIndicator>
            {problem !== null && <Box color="text-body-secondary">{problem}</Box>}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What was rendered, as the rules look at it. */
function messageOf({
  channel,
  title,
  body,
  subject,
  html,
  text,
}: Answer<'previewTemplate'>['content']): RenderedMessage | null {
  switch (channel) {
    case 'SMS':
      return { channel, body: body ?? '' };
    case 'PUSH':
      return { channel, title: title ?? '', body: body ?? '' };
    case 'EMAIL':
      return { channel, subject: subject ?? '', html: html ?? '', ...(text == null ? {} : { text }) };
    case 'CUSTOM':
      return {
        channel,
        body: body ?? '',
        ...(title == null ? {} : { title }),
        ...(subject == null ? {} : { subject }),
      };
  }
}
