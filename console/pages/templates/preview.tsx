import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import type { Answer } from '../../../src/client/index.ts';
import { refusalOf } from '../../app/refusal.ts';
import { askFor } from '../../ask/ask.ts';
import { useSettled } from '../../parts/use-settled.ts';
import { useSay } from '../../words/say.ts';
import { contentOf, defaultsOf, TEXTS_OF, type TemplateDraft } from './template-draft.ts';

const TYPING_MS = 400;

/**
 * What the words become, as the sender itself makes them of them: for a customer, with the law's verdict and the length.
 * The last typed text wins, whichever answer comes last.
 */
export function Preview({
  draft,
  change,
  isReadOnly,
}: {
  readonly draft: TemplateDraft;
  readonly change: (changed: Partial<TemplateDraft>) => void;
  readonly isReadOnly: boolean;
}): JSX.Element {
  const say = useSay();
  const [customer, setCustomer] = useState('');
  const content = JSON.stringify(contentOf(draft));
  const asked = useSettled(`${draft.messageClass}\n${content}\n${defaultsOf(draft)}\n${customer.trim()}`, TYPING_MS);
  const isEmpty = TEXTS_OF[draft.channel].every((name) => draft[name] === '');
  const preview = useQuery({
    queryKey: ['preview', asked],
    queryFn: () =>
      askFor('previewTemplate', {
        messageClass: draft.messageClass,
        content: contentOf(draft),
        defaultSubstitutions: defaultsOf(draft),
        ...(customer.trim() === '' ? {} : { customerId: customer.trim() }),
      }),
    enabled: !isEmpty,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const refusal = preview.error === null ? null : refusalOf(preview.error, say);
  return (
    <Container header={<Header variant="h2">{say('preview.title')}</Header>}>
      <SpaceBetween size="m">
        <FormField label={say('preview.customer')} description={say('preview.customerHow')}>
          <Input value={customer} spellcheck={false} onChange={({ detail }) => setCustomer(detail.value)} />
        </FormField>
        {isEmpty && <Box color="text-body-secondary">{say('preview.empty')}</Box>}
        {refusal !== null && <Alert type="error" header={refusal.title}>{`${refusal.how} (${refusal.code})`}</Alert>}
        {!isEmpty && refusal === null && preview.data !== undefined && (
          <Rendered preview={preview.data} isOld={preview.isPlaceholderData} />
        )}
        {preview.data !== undefined &&
          preview.data.variables.map((name) => (
            <FormField key={name} label={say('preview.default', { name })}>
              <Input
                value={draft.defaults[name] ?? ''}
                readOnly={isReadOnly}
                onChange={({ detail }) => change({ defaults: { ...draft.defaults, [name]: detail.value } })}
              />
            </FormField>
          ))}
      </SpaceBetween>
    </Container>
  );
}

function Rendered({
  preview,
  isOld,
}: {
  readonly preview: Answer<'previewTemplate'>;
  readonly isOld: boolean;
}): JSX.Element {
  const say = useSay();
  const { content, warnings, smsParts, fitted, reason } = preview;
  return (
    <SpaceBetween size="s">
      <div className={isOld ? 'device device-old' : 'device'} aria-live="polite">
        {content.channel === 'EMAIL' ? (
          <>
            <Box variant="strong">{content.subject}</Box>
            {content.html == null ? (
              <pre>{content.text}</pre>
            ) : (
              <iframe className="mail" sandbox="" title={say('preview.mail')} srcDoc={content.html} />
            )}
          </>
        ) : (
          <>
            {content.title != null && <Box variant="strong">{content.title}</Box>}
            <p className="device-text">{content.body}</p>
          </>
        )}
      </div>
      {smsParts != null && <Box>{say('preview.parts', { parts: smsParts })}</Box>}
      {fitted != null && <Box>{say('preview.length', { kind: fitted.kind, length: fitted.length })}</Box>}
      {reason != null && <StatusIndicator type="warning">{say(`reason.${reason}`)}</StatusIndicator>}
      {warnings.length === 0 ? (
        <StatusIndicator type="success">{say('law.fine')}</StatusIndicator>
      ) : (
        <ul className="plain-list">
          {warnings.map(({ rule, message }) => (
            <li key={rule}>
              <StatusIndicator type="warning">{message}</StatusIndicator>
            </li>
          ))}
        </ul>
      )}
    </SpaceBetween>
  );
}
