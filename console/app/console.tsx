import { I18nProvider, type I18nProviderProps } from '@cloudscape-design/components/i18n';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useState, type JSX } from 'react';
import { createQueryClient } from '../ask/query-client.ts';
import type { Person } from '../session/person.ts';
import { serverNow } from '../session/server-clock.ts';
import { useLanguage, type Language } from '../words/language.ts';
import { NoticesProvider } from './notices.tsx';
import { PersonProvider } from './person.tsx';
import { router } from './router.tsx';
import './console.css';

type Messages = readonly I18nProviderProps.Messages[];

/** The console of somebody who is signed in. */
export function Console({
  person,
  onSignedOut,
}: {
  readonly person: Person;
  readonly onSignedOut: () => void;
}): JSX.Element | null {
  const language = useLanguage();
  const [queries] = useState(createQueryClient);
  const [messages, setMessages] = useState<Messages | null>(null);
  useEffect(() => {
    // Times are told by the backend's clock from the first page on.
    void Promise.all([messagesOf(language), serverNow()]).then(([loaded]) => setMessages(loaded));
  }, [language]);
  if (messages === null) return null;
  return (
    <I18nProvider locale={language} messages={messages}>
      <QueryClientProvider client={queries}>
        <PersonProvider person={person} onSignedOut={onSignedOut}>
          <NoticesProvider>
            <RouterProvider router={router} />
          </NoticesProvider>
        </PersonProvider>
      </QueryClientProvider>
    </I18nProvider>
  );
}

/** What Cloudscape's components say by themselves. */
async function messagesOf(language: Language): Promise<Messages> {
  const { default: messages } =
    language === 'ko'
      ? await import('@cloudscape-design/components/i18n/messages/all.ko')
      : await import('@cloudscape-design/components/i18n/messages/all.en');
  return [messages];
}
