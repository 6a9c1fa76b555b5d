import TopNavigation, { type TopNavigationProps } from '@cloudscape-design/components/top-navigation';
import { lazy, Suspense, useEffect, useState, type JSX } from 'react';
import { isSandbox } from '../session/outputs.ts';
import { theme, THEMES, useTheme } from '../theme/theme.ts';
import { language, LANGUAGES, useLanguage } from '../words/language.ts';
import { useSay } from '../words/say.ts';
import { paths } from './paths.ts';
import { usePerson } from './person.tsx';

const FindAnything = lazy(() => import('./find-anything.tsx').then(({ FindAnything: found }) => ({ default: found })));

/** Where this is (a sandbox or the real thing), and who: language, theme, sign-out. */
export function TopBar(): JSX.Element {
  const say = useSay();
  const { email, leave, isAdmin, mayWrite } = usePerson();
  const chosenTheme = useTheme();
  const spoken = useLanguage();
  const [isFinding, setIsFinding] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      setIsFinding(true);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  const utilities: TopNavigationProps.Utility[] = [
    {
      type: 'button',
      iconName: 'search',
      text: say('search.label'),
      ariaLabel: say('search.open'),
      onClick: () => setIsFinding(true),
    },
    {
      type: 'menu-dropdown',
      text: spoken === 'ko' ? '한국어' : 'English',
      ariaLabel: say('top.language', { chosen: spoken === 'ko' ? '한국어' : 'English' }),
      items: LANGUAGES.map((id) => ({ id, text: id === 'ko' ? '한국어' : 'English', disabled: id === spoken })),
      onItemClick: ({ detail }) => {
        const chosen = LANGUAGES.find((one) => one === detail.id);
        if (chosen !== undefined) language.choose(chosen);
      },
    },
    {
      type: 'menu-dropdown',
      text: say(`theme.${chosenTheme}`),
      ariaLabel: say('top.theme', { chosen: say(`theme.${chosenTheme}`) }),
      items: THEMES.map((id) => ({ id, text: say(`theme.${id}`), disabled: id === chosenTheme })),
      onItemClick: ({ detail }) => {
        const chosen = THEMES.find((one) => one === detail.id);
        if (chosen !== undefined) theme.choose(chosen);
      },
    },
    {
      type: 'menu-dropdown',
      iconName: 'user-profile',
      text: email,
      description: say(isAdmin ? 'group.admin' : mayWrite ? 'group.marketer' : 'group.viewer'),
      ariaLabel: say('top.person', { email }),
      items: [{ id: 'leave', text: say('top.leave') }],
      onItemClick: leave,
    },
  ];
  return (
    <div className={isSandbox() ? 'top-bar top-bar-sandbox' : 'top-bar'}>
      {isSandbox() && <p className="top-bar-where">{say('top.sandbox')}</p>}
      <TopNavigation identity={{ href: paths.home, title: say('product') }} utilities={utilities} />
      {isFinding && (
        <Suspense>
          <FindAnything leave={() => setIsFinding(false)} />
        </Suspense>
      )}
    </div>
  );
}
