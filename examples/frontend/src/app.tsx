import { getCurrentUser, signIn } from 'aws-amplify/auth';
import { useState, type FormEvent } from 'react';
import { LiveJob } from './live-job';
import { startSend } from './start-send';

/** Signs in, starts a send, and shows it live. */
export function App() {
  const [jobId, setJobId] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);

  async function send(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setIsBusy(true);
    setProblem(null);
    try {
      await beSignedIn(String(form.get('email')), String(form.get('password')));
      setJobId(await startSend());
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setIsBusy(false);
    }
  }

  return (
    <>
      <h1>A live send</h1>
      <form onSubmit={(event) => void send(event)}>
        <label>
          E-mail <input name="email" type="email" defaultValue="marketer@example.com" />
        </label>{' '}
        <label>
          Password <input name="password" type="password" />
        </label>{' '}
        <button disabled={isBusy}>Send</button>
      </form>
      {problem !== null && <p role="alert">{problem}</p>}
      {jobId !== null && <LiveJob jobId={jobId} />}
    </>
  );
}

/** Whoever has signed in once stays so, and would be refused a second time. */
async function beSignedIn(username: string, password: string): Promise<void> {
  const isSignedIn = await getCurrentUser().then(
    () => true,
    () => false,
  );
  if (!isSignedIn) await signIn({ username, password });
}
