import { confirmSignIn, signIn, signOut, type SignInOutput } from 'aws-amplify/auth';
import { useState, type FormEvent, type JSX } from 'react';
import { LANGUAGES, language, useLanguage } from '../words/language.ts';
import type { WordKey } from '../words/ko.ts';
import { useSay } from '../words/say.ts';

/** What is asked for now; the server says what comes next. */
type Asked = 'PASSWORD' | 'NEW_PASSWORD' | 'CODE';

const FAILURES: Readonly<Record<string, WordKey>> = {
  NotAuthorizedException: 'signIn.wrong',
  UserNotFoundException: 'signIn.wrong',
  EmptySignInUsername: 'signIn.empty',
  EmptySignInPassword: 'signIn.empty',
  InvalidPasswordException: 'signIn.weak',
  CodeMismatchException: 'signIn.wrongCode',
  LimitExceededException: 'signIn.tooOften',
  TooManyRequestsException: 'signIn.tooOften',
  NetworkError: 'offline.title',
};

/** Asks who somebody is, by Amplify Auth. */
export function SignIn({ onSignedIn }: { readonly onSignedIn: () => Promise<void> }): JSX.Element {
  const say = useSay();
  const spoken = useLanguage();
  const [asked, setAsked] = useState<Asked>('PASSWORD');
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<{ readonly word: WordKey; readonly code: string } | null>(null);

  async function follow(answer: SignInOutput): Promise<void> {
    if (answer.isSignedIn) return onSignedIn();
    const step = answer.nextStep.signInStep;
    if (step === 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED') return setAsked('NEW_PASSWORD');
    if (step.endsWith('_CODE')) return setAsked('CODE');
    setFailure({ word: 'signIn.unknownStep', code: step });
  }

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (isBusy) return;
    const given = new FormData(event.currentTarget);
    const text = (name: string): string => {
      const value = given.get(name);
      return typeof value === 'string' ? value : '';
    };
    setIsBusy(true);
    setFailure(null);
    try {
      if (asked === 'PASSWORD') {
        // A sign-in that ended halfway, or in another tab, would refuse this one.
        await signOut().catch(() => undefined);
        await follow(await signIn({ username: text('email').trim(), password: text('password') }));
      } else {
        await follow(await confirmSignIn({ challengeResponse: text('answer') }));
      }
    } catch (error) {
      const code = error instanceof Error ? error.name : 'UNKNOWN';
      setFailure({ word: FAILURES[code] ?? 'signIn.failed', code });
    } finally {
      setIsBusy(false);
    }
  }

  return (
    <main className="start">
      <form onSubmit={(event) => void submit(event)}>
        <h1>{say('product')}</h1>
        <p>{say('signIn.what')}</p>
        {asked === 'PASSWORD' ? (
          <>
            <label>
              {say('signIn.email')}
              <input name="email" type="email" autoComplete="username" required />
            </label>
            <label>
              {say('signIn.password')}
              <input name="password" type="password" autoComplete="current-password" required />
            </label>
          </>
        ) : (
          <label>
            {say(asked === 'CODE' ? 'signIn.code' : 'signIn.newPassword')}
            <input
              key={asked}
              name="answer"
              type={asked === 'CODE' ? 'text' : 'password'}
              inputMode={asked === 'CODE' ? 'numeric' : 'text'}
              autoComplete={asked === 'CODE' ? 'one-time-code' : 'new-password'}
              required
            />
          </label>
        )}
        <div role="alert">
          {failure !== null && (
            <p className="start-failure">
              {say(failure.word)} <span className="start-code">{failure.code}</span>
            </p>
          )}
        </div>
        <button type="submit" disabled={isBusy}>
          {say(isBusy ? 'signIn.busy' : 'signIn.submit')}
        </button>
      </form>
      <p className="start-languages">
        {LANGUAGES.map((one) => (
          <button key={one} type="button" lang={one} aria-pressed={one === spoken} onClick={() => language.choose(one)}>
            {one === 'ko' ? '한국어' : 'English'}
          </button>
        ))}
      </p>
    </main>
  );
}
