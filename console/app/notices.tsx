import Flashbar, { type FlashbarProps } from '@cloudscape-design/components/flashbar';
import { useLocation } from '@tanstack/react-router';
import { createContext, useContext, useEffect, useMemo, useState, type JSX, type ReactNode } from 'react';
import { RefusalText } from '../parts/refusal-text.tsx';
import { useSay, type Say } from '../words/say.ts';
import { pageOf } from './page-of.ts';
import { refusalOf } from './refusal.ts';

/** What is told to a person above the page: of a failure until they put it away, of what was done on the page that it is about. */
export interface Notices {
  /** Why something was refused or failed; `of`: which order, of which only the latest failure is told. */
  readonly tell: (error: unknown, of?: string) => void;
  /** That what failed of an order is over: it was given again, and done. */
  readonly over: (of: string) => void;
  /** That something was done; on the page where it was, or on the one that is gone to for it. */
  readonly done: (text: string, page?: string) => void;
}

type Notice = { readonly id: string } & (
  | { readonly kind: 'FAILURE'; readonly error: unknown; readonly of?: string | undefined }
  | { readonly kind: 'DONE'; readonly text: string; readonly page: string }
);

const MOST = 3;
const Telling = createContext<Notices>({ tell: () => undefined, over: () => undefined, done: () => undefined });
const Told = createContext<{
  readonly notices: readonly Notice[];
  readonly putAway: (id: string) => void;
  /** Puts away what was done on other pages. */
  readonly moveTo: (page: string) => void;
}>({ notices: [], putAway: () => undefined, moveTo: () => undefined });

/** Keeps what is told, for the pages below and the bar above them. */
export function NoticesProvider({ children }: { readonly children: ReactNode }): JSX.Element {
  const [notices, setNotices] = useState<readonly Notice[]>([]);
  const telling = useMemo<Notices>(() => {
    let count = 0;
    const add = (notice: (id: string) => Notice): void => {
      count += 1;
      const id = String(count);
      const told = notice(id);
      setNotices((before) => [told, ...before.filter((one) => !isSame(one, told))].slice(0, MOST));
    };
    return {
      tell: (error, of) => add((id) => ({ id, kind: 'FAILURE', error, of })),
      over: (of) => setNotices((all) => all.filter((one) => !isFailureOf(one, of))),
      done: (text, page = location.hash) => add((id) => ({ id, kind: 'DONE', text, page: pageOf(page) })),
    };
  }, []);
  const keeping = useMemo(
    () => ({
      putAway: (id: string) => setNotices((all) => all.filter((one) => one.id !== id)),
      moveTo: (page: string) => setNotices((all) => all.filter((one) => one.kind === 'FAILURE' || one.page === page)),
    }),
    [],
  );
  const told = useMemo(() => ({ notices, ...keeping }), [notices, keeping]);
  return (
    <Telling value={telling}>
      <Told value={told}>{children}</Told>
    </Telling>
  );
}

/** Done once more, or failed, it is told once. */
function isSame(a: Notice, b: Notice): boolean {
  if (b.kind === 'FAILURE' && b.of !== undefined) return isFailureOf(a, b.of);
  return a.kind === 'DONE' && b.kind === 'DONE' && a.text === b.text && a.page === b.page;
}

function isFailureOf(notice: Notice, of: string): boolean {
  return notice.kind === 'FAILURE' && notice.of === of;
}

/** Where pages tell what became of an order. */
export function useNotices(): Notices {
  return useContext(Telling);
}

/** The bar with what is told, and what stands above it whatever else is. */
export function NoticeBar({ first }: { readonly first: readonly FlashbarProps.MessageDefinition[] }): JSX.Element {
  const say = useSay();
  const { notices, putAway, moveTo } = useContext(Told);
  const { pathname } = useLocation();
  // By the router, not by the address: when the router goes somewhere, the address follows later.
  useEffect(() => moveTo(pageOf(pathname)), [pathname, moveTo]);
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
  const refusal = refusalOf(notice.error, say);
  return { type: 'error', header: refusal.title, content: <RefusalText refusal={refusal} /> };
}
