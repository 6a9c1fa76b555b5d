import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { JSX } from 'react';
import { useSay } from '../words/say.ts';

/** Asks before what cannot be taken back; the button says what will happen, and to how many. */
export function ConfirmOrder({
  title,
  text,
  button,
  isGiven,
  give,
  leave,
}: {
  readonly title: string;
  readonly text: string;
  readonly button: string;
  readonly isGiven: boolean;
  readonly give: () => void;
  readonly leave: () => void;
}): JSX.Element {
  const say = useSay();
  return (
    <Modal
      visible
      header={title}
      closeAriaLabel={say('close')}
      onDismiss={leave}
      footer={
        <Box float="right">
          <SpaceBetween size="xs" direction="horizontal">
            <Button variant="link" onClick={leave}>
              {say('leave')}
            </Button>
            <Button variant="primary" loading={isGiven} onClick={give}>
              {button}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      {text}
    </Modal>
  );
}
