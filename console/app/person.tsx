import { signOut } from 'aws-amplify/auth';
import { createContext, useContext, useMemo, type JSX, type ReactNode } from 'react';
import type { Person } from '../session/person.ts';

type Signed = Person & { readonly leave: () => void };

const Nobody: Signed = { id: '', email: '', mayWrite: false, isAdmin: false, leave: () => undefined };
const SignedIn = createContext<Signed>(Nobody);

/** Tells the pages who looks at them. */
export function PersonProvider({
  person,
  onSignedOut,
  children,
}: {
  readonly person: Person;
  readonly onSignedOut: () => void;
  readonly children: ReactNode;
}): JSX.Element {
  const signed = useMemo<Signed>(
    () => ({ ...person, leave: () => void signOut().finally(onSignedOut) }),
    [person, onSignedOut],
  );
  return <SignedIn value={signed}>{children}</SignedIn>;
}

/** Who is signed in; `leave` signs them out. What they may not do is not offered to them. */
export function usePerson(): Signed {
  return useContext(SignedIn);
}
