import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { signIn, signOut } from 'aws-amplify/auth';
import { useRef, useState, type FormEvent, type JSX } from 'react';
import { usePerson } from '../../app/person.tsx';
import { useSay } from '../../words/say.ts';

/** Asks whoever sits here for their password once more. Who gives up after a wrong one is signed out. */
export function SignInAgain({
  signedIn,
  leave,
}: {
  readonly signedIn: () => void;
  readonly leave: () => void;
}): JSX.Element {
  const say = useSay();
  const { email, leave: signOutOf } = usePerson();
  const [password, setPassword] = useState('');
  const [isWrong, setIsWrong] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const isLocked = useRef(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (isLocked.current) return;
    isLocked.current = true;
    setIsBusy(true);
    try {
      // Amplify refuses a sign-in of somebody who is signed in.
      await signOut().catch(() => undefined);
      const { isSignedIn } = await signIn({ username: email, password });
      if (isSignedIn) signedIn();
      // A second factor is asked for on the page of the sign-in.
      else signOutOf();
    } catch {
      setIsWrong(true);
    } finally {
      isLocked.current = false;
      setIsBusy(false);
    }
  };
  return (
    <Modal
      visible
      header={say('again.title')}
      closeAriaLabel={say('close')}
      onDismiss={isWrong ? signOutOf : leave}
      footer={
        <Box float="right">
          <SpaceBetween size="xs" direction="horizontal">
            <Button variant="link" onClick={isWrong ? signOutOf : leave}>
              {say('leave')}
            </Button>
            <Button variant="primary" loading={isBusy} formAction="submit" form="sign-in-again">
              {say('signIn.submit')}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form id="sign-in-again" onSubmit={(event) => void submit(event)}>
        <SpaceBetween size="m">
          <span>{say('again.how')}</span>
          <FormField label={say('again.password', { email })} errorText={isWrong ? say('signIn.wrong') : undefined}>
            <Input
              type="password"
              autoComplete="current-password"
              value={password}
              onChange={({ detail }) => setPassword(detail.value)}
            />
          </FormField>
        </SpaceBetween>
      </form>
    </Modal>
  );
}
