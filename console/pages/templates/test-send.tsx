import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState, type FormEvent, type JSX } from 'react';
import type { Answer, ChannelType, TemplateChannel } from '../../../src/client/index.ts';
import { useNotices } from '../../app/notices.tsx';
import { askFor } from '../../ask/ask.ts';
import { useOrder } from '../../ask/use-order.ts';
import { useSay } from '../../words/say.ts';

const TYPE_OF: Readonly<Record<TemplateChannel, ChannelType>> = {
  PUSH: 'GCM',
  EMAIL: 'EMAIL',
  SMS: 'SMS',
  CUSTOM: 'CUSTOM',
};

/** Sends the saved version, and no other, to one address. */
export function TestSend({
  template,
  version,
  channel,
  isChanged,
}: {
  readonly template: Answer<'getTemplate'>;
  readonly version: number;
  readonly channel: TemplateChannel;
  readonly isChanged: boolean;
}): JSX.Element {
  const say = useSay();
  const notices = useNotices();
  const [address, setAddress] = useState('');
  const send = useOrder(
    (to: string) =>
      askFor('sendTestMessage', {
        templateId: template.id,
        version,
        recipients: [{ address: to, channelType: TYPE_OF[channel] }],
      }),
    () => notices.done(say('test.sent', { version, address })),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (address.trim() !== '') send.give(address.trim());
  };
  return (
    <Container header={<Header variant="h2">{say('test.title')}</Header>}>
      <form onSubmit={submit}>
        <SpaceBetween size="s">
          <FormField label={say(`test.address.${channel}`)} description={say('test.how', { version })}>
            <Input value={address} spellcheck={false} onChange={({ detail }) => setAddress(detail.value)} />
          </FormField>
          {isChanged && <Box color="text-status-warning">{say('test.unsaved', { version })}</Box>}
          <Button formAction="submit" loading={send.isGiven}>
            {say('test.button', { version })}
          </Button>
        </SpaceBetween>
      </form>
    </Container>
  );
}
