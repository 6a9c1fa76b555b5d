import { lazy, Suspense, useCallback, useEffect, useState, type JSX } from 'react';
import { connect } from '../session/outputs.ts';
import { whoIsSignedIn, type Person } from '../session/person.ts';
import { useSay } from '../words/say.ts';
import { SignIn } from './sign-in.tsx';

/** All of the console behind the sign-in, which is small by itself. */
const Console = lazy(() => import('../app/console.tsx').then(({ Console: component }) => ({ default: component })));

type State =
  | { readonly kind: 'STARTING' }
  | { readonly kind: 'UNREACHABLE'; readonly message: string }
  | { readonly kind: 'SIGNED_OUT' }
  | { readonly kind: 'SIGNED_IN'; readonly person: Person };

/** Looks who is there, and shows them the sign-in or the console. */
export function Start(): JSX.Element {
  const say = useSay();
  const [state, setState] = useState<State>({ kind: 'STARTING' });
  const look = useCallback(async () => setState(await whereWeStand()), []);
  useEffect(() => {
    void connect().then((connected) => (connected.ok ? look() : setState({ kind: 'UNREACHABLE', ...connected })));
  }, [look]);
  switch (state.kind) {
    case 'STARTING':
      return <Waiting />;
    case 'UNREACHABLE':
      return (
        <main className="start" role="alert">
          <h1>{say('start.unreachable')}</h1>
          <p>{say('start.unreachableHow')}</p>
          <p className="start-code">{state.message}</p>
          <button type="button" onClick={() => location.reload()}>
            {say('again')}
          </button>
        </main>
      );
    case 'SIGNED_OUT':
      return <SignIn onSignedIn={look} />;
    case 'SIGNED_IN':
      return (
        <Suspense fallback={<Waiting />}>
          <Console person={state.person} onSignedOut={() => setState({ kind: 'SIGNED_OUT' })} />
        </Suspense>
      );
  }
}

async function whereWeStand(): Promise<State> {
  try {
    const person = await whoIsSignedIn();
    return person === null ? { kind: 'SIGNED_OUT' } : { kind: 'SIGNED_IN', person };
  } catch (error) {
    return { kind: 'UNREACHABLE', message: error instanceof Error ? error.message : String(error) };
  }
}

function Waiting(): JSX.Element {
  const say = useSay();
  return (
    <main className="start" aria-busy="true">
      <p>{say('loading')}</p>
    </main>
  );
}
