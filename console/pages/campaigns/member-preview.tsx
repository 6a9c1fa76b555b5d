import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import type { Answer } from '../../../src/client/index.ts';
import { askFor } from '../../ask/ask.ts';
import { count } from '../../format/numbers.ts';
import { Asked, Nothing } from '../../parts/asked.tsx';
import { useSay } from '../../words/say.ts';
import { LawCheck } from './law-check.tsx';
import { Marked } from '../../parts/marked.tsx';
import { readMessageOf } from './read-message-of.ts';

/** Every wave's message as one real member of the audience gets it: who lacks a value is seen by its blank. */
export function MemberPreview({ campaign }: { readonly campaign: Answer<'getCampaign'> }): JSX.Element {
  const say = useSay();
  const [index, setIndex] = useState(0);
  const people = useQuery({
    queryKey: ['members', campaign.segmentId],
    queryFn: () => askFor('estimateSegment', { segmentId: campaign.segmentId }),
  });
  return (
    <Container header={<Header variant="h2">{say('member.title')}</Header>}>
      <Asked query={people}>
        {({ sample }) => {
          const who = sample[index % Math.max(1, sample.length)];
          if (who === undefined) return <Nothing title={say('member.none')} how={say('member.noneHow')} />;
          const step = (by: number) => () => setIndex((index + by + sample.length) % sample.length);
          return (
            <SpaceBetween size="m">
              <SpaceBetween size="xs" direction="horizontal" alignItems="center">
                <Button iconName="angle-left" ariaLabel={say('member.before')} onClick={step(-1)} />
                <span data-member={who}>
                  {say('member.who', { number: count(index + 1), all: count(sample.length), who })}
                </span>
                <Button iconName="angle-right" ariaLabel={say('member.after')} onClick={step(1)} />
              </SpaceBetween>
              <ol className="member-waves">
                {campaign.steps.map((one, wave) => (
                  <li key={wave}>
                    <Message step={one} wave={wave} who={who} />
                  </li>
                ))}
              </ol>
            </SpaceBetween>
          );
        }}
      </Asked>
    </Container>
  );
}

function Message({
  step,
  wave,
  who,
}: {
  readonly step: Answer<'getCampaign'>['steps'][number];
  readonly wave: number;
  readonly who: string;
}): JSX.Element {
  const say = useSay();
  const message = useQuery({
    queryKey: ['message', step.templateId, step.templateVersion, who],
    queryFn: () => readMessageOf(step, who),
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <Asked query={message}>
      {({ name, version, messageClass, shown, preview, blanks }) => (
        <SpaceBetween size="xs">
          <Box variant="h3">
            {say('wave', { number: wave + 1 })} · {say(`channel.${step.channel}`)}
          </Box>
          <Box color="text-body-secondary">{say('member.version', { name, version })}</Box>
          <div className="device">
            {[shown.subject, shown.title].map(
              (line, at) =>
                line != null && (
                  <Box key={at} variant="strong">
                    <Marked text={line} />
                  </Box>
                ),
            )}
            {[shown.body, shown.html === null || shown.html === undefined ? shown.text : textOf(shown.html)].map(
              (text, at) =>
                text != null && (
                  <p key={at} className="device-text">
                    <Marked text={text} />
                  </p>
                ),
            )}
          </div>
          {blanks.length === 0 ? (
            <StatusIndicator type="success">{say('member.whole')}</StatusIndicator>
          ) : (
            <StatusIndicator type="error">{say('member.blanks', { names: blanks.join(', ') })}</StatusIndicator>
          )}
          {preview.smsParts != null && <Box>{say('preview.parts', { parts: preview.smsParts })}</Box>}
          {preview.reason != null && (
            <StatusIndicator type="warning">{say(`reason.${preview.reason}`)}</StatusIndicator>
          )}
          <LawCheck content={preview.content} messageClass={messageClass} />
        </SpaceBetween>
      )}
    </Asked>
  );
}

/** The words of a mail without its marks, as a phone's list of mails shows them. */
function textOf(html: string): string {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  for (const unseen of parsed.querySelectorAll('style, script')) unseen.remove();
  return (parsed.body.textContent ?? '').replaceAll(/\s*\n\s*/g, '\n').trim();
}
