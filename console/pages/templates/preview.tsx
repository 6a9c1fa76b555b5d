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
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import type { TemplateChannel } from '../../../src/client/index.ts';
import { won } from '../../format/numbers.ts';
import { sayRule } from '../../parts/law-rule.ts';
import { Marked } from '../../parts/marked.tsx';
import { readPreview, type EditorPreview } from './read-preview.ts';
import { unitPriceQuery } from './unit-price.ts';
import { refusalOf } from '../../app/refusal.ts';
import { RefusalText } from '../../parts/refusal-text.tsx';
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
  version,
  isChanged,
}: {
  readonly draft: TemplateDraft;
  readonly change: (changed: Partial<TemplateDraft>) => void;
  readonly isReadOnly: boolean;
  /** The version that is saved; null: none is. */
  readonly version: number | null;
  /** Whether the words differ from it. */
  readonly isChanged: boolean;
}): JSX.Element {
  const say = useSay();
  const [customer, setCustomer] = useState('');
  const content = JSON.stringify(contentOf(draft));
  const asked = useSettled(`${draft.messageClass}\n${content}\n${defaultsOf(draft)}\n${customer.trim()}`, TYPING_MS);
  const isEmpty = TEXTS_OF[draft.channel].every((name) => draft[name] === '');
  const preview = useQuery({
    queryKey: ['preview', asked],
    queryFn: () => readPreview(draft, customer.trim()),
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
        {refusal !== null && (
          <Alert type="error" header={refusal.title}>
            <RefusalText refusal={refusal} />
          </Alert>
        )}
        <Box color="text-body-secondary">
          {version === null ? say('preview.new') : say(isChanged ? 'preview.unsaved' : 'preview.version', { version })}
        </Box>
        {!isEmpty && refusal === null && preview.data !== undefined && (
          <Rendered {...preview.data} isOld={preview.isPlaceholderData} />
        )}
        {preview.data !== undefined &&
          preview.data.preview.variables.map((name) => (
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

function Rendered({ preview, shown, blanks, isOld }: EditorPreview & { readonly isOld: boolean }): JSX.Element {
  const say = useSay();
  const { content, warnings, smsParts, fitted, reason } = preview;
  const devices = DEVICES[content.channel];
  const [chosen, setChosen] = useState<Device>(devices[0]);
  const device = devices.find((one) => one === chosen) ?? devices[0];
  const price = useQuery(unitPriceQuery(content.channel));
  return (
    <SpaceBetween size="s">
      <SegmentedControl
        label={say('device.label')}
        selectedId={device}
        options={devices.map((id) => ({ id, text: say(`device.${id}`) }))}
        onChange={({ detail }) => setChosen(devices.find((one) => one === detail.selectedId) ?? devices[0])}
      />
      <div className={`device device-${device}${isOld ? ' device-old' : ''}`} aria-live="polite">
        {content.channel === 'EMAIL' ? (
          <>
            <Box variant="strong" color="inherit">
              <Marked text={shown.subject ?? ''} />
            </Box>
            {content.html == null ? (
              <pre>
                <Marked text={shown.text ?? ''} />
              </pre>
            ) : (
              <iframe className="mail" sandbox="" title={say('preview.mail')} srcDoc={content.html} />
            )}
          </>
        ) : (
          <>
            {content.title != null && (
              <Box variant="strong" color="inherit">
                <Marked text={shown.title ?? ''} />
              </Box>
            )}
            <p className="device-text">
              <Marked text={shown.body ?? ''} />
            </p>
          </>
        )}
      </div>
      {blanks.length > 0 && (
        <StatusIndicator type="error">{say('member.blanks', { names: blanks.join(', ') })}</StatusIndicator>
      )}
      {smsParts != null && <Box>{say('preview.parts', { parts: smsParts })}</Box>}
      {fitted != null && <Box>{say('preview.length', { kind: fitted.kind, length: fitted.length })}</Box>}
      {price.data !== undefined && (
        <Box data-price>
          {price.data === null ? say('meter.noPrice') : say('meter.price', { won: won(price.data * (smsParts ?? 1)) })}
        </Box>
      )}
      {reason != null && <StatusIndicator type="warning">{say(`reason.${reason}`)}</StatusIndicator>}
      {warnings.length === 0 ? (
        <StatusIndicator type="success">{say('law.fine')}</StatusIndicator>
      ) : (
        <ul className="plain-list">
          {warnings.map(({ rule, message }) => (
            <li key={rule}>
              <StatusIndicator type="warning">{sayRule(rule, say)}</StatusIndicator>
              <Box color="text-body-secondary">{message}</Box>
            </li>
          ))}
        </ul>
      )}
    </SpaceBetween>
  );
}

type Device = 'lock' | 'expanded' | 'desktop' | 'mobile';

/** The screens that a channel's messages are seen on. */
const DEVICES: Readonly<Record<TemplateChannel, readonly [Device, ...Device[]]>> = {
  PUSH: ['lock', 'expanded'],
  SMS: ['expanded', 'lock'],
  CUSTOM: ['expanded', 'lock'],
  EMAIL: ['desktop', 'mobile'],
};
