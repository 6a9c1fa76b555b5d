import Flashbar, { type FlashbarProps } from '@cloudscape-design/components/flashbar';
import { createContext, useContext, useMemo, useState, type JSX, type ReactNode } from 'react';
import { useSay, type Say } from '../words/say.ts';
import { refusalOf } from './refusal.ts';

/** What is told to a person above the page until they put it away. */
export interface Notices {
  /** Why something was refused or failed. */
  readonly tell: (error: unknown) => void;
  /** That something was done. */
  readonly done: (text: string) => void;
}

type Notice = { readonly id: string } & (
  { readonly kind: 'FAILURE'; readonly error: unknown } | { readonly kind: 'DONE'; readonly text: string }
);

const MOST = 3;
const Telling = createContext<Notices>({ tell: () => undefined, done: () => undefined });
const Told = createContext<{ readonly notices: readonly Notice[]; readonly putAway: (id: string) => void }>({
  notices: [],
  putAway: () => undefined,
});

/** Keeps what is told, for the pages below and the bar above them. */
export function NoticesProvider({ children }: { readonly children: ReactNode }): JSX.Element {
  const [notices, setNotices] = useState<readonly Notice[]>([]);
  const telling = useMemo<Notices>(() => {
    let count = 0;
    const add = (notice: (id: string) => Notice): void => {
      count += 1;
      const id = String(count);
      setNotices((before) => [notice(id), ...before].slice(0, MOST));
    };
    return {
      tell: (error) => add((id) => ({ id, kind: 'FAILURE', error })),
      done: (text) => add((id) => ({ id, kind: 'DONE', text })),
    };
  }, []);
  const told = useMemo(
    () => ({ notices, putAway: (id: string) => setNotices((all) => all.filter((one) => one.id !== id)) }),
    [notices],
  );
  return (
    <Telling value={telling}>
      <Told value={told}>{children}</Told>
    </Telling>
  );
}

/** Where pages tell what became of an order. */
export function useNotices(): Notices {
  return useContext(Telling);
}

/** The bar with what is told, and what stands above it whatever else is. */
export function NoticeBar({ first }: { readonly first: readonly FlashbarProps.MessageDefinition[] }): JSX.Element {
  const say = useSay();
  const { notices, putAway } = useContext(Told);
  const items = notices.map((notice) => ({
    id: notice.id,
    dismissible: true,
    dismissLabel: say('close'),
    onDismiss: () => putAway(notice.id),
    ...contentOf(notice, say),
  }));
  return <Flashbar items={[...first, ...items]} />;
}

function contentOf(notice: Notice, say: Say): FlashbarProps.MessageDefinition {
  if (notice.kind === 'DONE') return { type: 'success', header: notice.text };
  const { title, how, code } = refusalOf(notice.error, say);
  return { type: 'error', header: title, content: `${how} (${code})` };
}
