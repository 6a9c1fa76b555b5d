import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import type { Answer } from '../../../src/client/index.ts';
import { useNotices } from '../../app/notices.tsx';
import { usePerson } from '../../app/person.tsx';
import { askFor, RefusedError } from '../../ask/ask.ts';
import { useOrder } from '../../ask/use-order.ts';
import { AsOf } from '../../parts/as-of.tsx';
import { Asked } from '../../parts/asked.tsx';
import { Overtaken, type Differing } from '../../parts/overtaken.tsx';
import { stopsAtWrongAmount, WrongAmountsContext, type WrongAmounts } from '../../parts/wrong-amounts.ts';
import { useSay, type Say } from '../../words/say.ts';
import { KillSwitch } from './kill-switch.tsx';
import { toCommand, toForm, type SettingsForm } from './settings-form.ts';
import { SettingsFields } from './settings-fields.tsx';

type Settings = Answer<'deliverySettings'>;

/** What holds for all sending at once; administrators change it, everybody sees it. */
export function SettingsPage(): JSX.Element {
  const say = useSay();
  const { isAdmin } = usePerson();
  const settings = useQuery({ queryKey: ['deliverySettings'], queryFn: () => askFor('deliverySettings', {}) });
  return (
    <ContentLayout
      header={
        <Header variant="h1" description={isAdmin ? undefined : say('settings.onlyAdmins')}>
          {say('nav.settings')}
        </Header>
      }
    >
      <Asked query={settings}>
        {(saved) => (
          <SpaceBetween size="l">
            <Container header={<Header variant="h2">{say('kill.title')}</Header>}>
              <SpaceBetween size="s">
                <KillSwitch settings={saved} isAdmin={isAdmin} />
                <AsOf at={settings.dataUpdatedAt} />
              </SpaceBetween>
            </Container>
            <Form saved={saved} isAdmin={isAdmin} />
          </SpaceBetween>
        )}
      </Asked>
    </ContentLayout>
  );
}

function Form({ saved, isAdmin }: { readonly saved: Settings; readonly isAdmin: boolean }): JSX.Element {
  const say = useSay();
  const notices = useNotices();
  const queries = useQueryClient();
  const [form, setForm] = useState(() => toForm(saved));
  // What was on the screen when somebody began to write: what others save since is not written over.
  const [base, setBase] = useState(saved);
  const [started, setStarted] = useState(0);
  const [isOvertaken, setIsOvertaken] = useState(false);
  const [isUnreadable, setIsUnreadable] = useState(false);
  const [wrong] = useState<WrongAmounts>(() => new Map());
  const takeUp = (settings: Settings): void => {
    setBase(settings);
    setForm(toForm(settings));
    setIsOvertaken(false);
    // Fields keep what is typed in them: they begin anew with what is saved.
    setStarted((times) => times + 1);
  };
  // Whoever has used the kill switch since has changed nothing of what is written here.
  const { revision } = isSameForm(base, saved) ? saved : base;
  const order = useOrder(
    async (written: SettingsForm) => {
      const command = toCommand(written, revision);
      setIsUnreadable(command === null);
      if (command === null) return null;
      try {
        return await askFor('saveDeliverySettings', command);
      } catch (error) {
        if (!(error instanceof RefusedError) || error.code !== 'CONFLICT') throw error;
        setIsOvertaken(true);
        await queries.invalidateQueries({ queryKey: ['deliverySettings'] });
        return null;
      }
    },
    async (settings) => {
      if (settings === null) return;
      takeUp(settings);
      notices.done(say('settings.saved'));
      await queries.invalidateQueries({ queryKey: ['deliverySettings'] });
    },
  );
  return (
    <SpaceBetween size="l">
      {isOvertaken && (
        <Overtaken differing={differingIn(form, saved, say)} keep={() => keepMine(saved)} take={() => takeUp(saved)} />
      )}
      <WrongAmountsContext value={wrong}>
        <SettingsFields
          key={started}
          form={form}
          change={(changed) => setForm((before) => ({ ...before, ...changed }))}
          isAdmin={isAdmin}
          isUnreadable={isUnreadable}
        />
      </WrongAmountsContext>
      {isAdmin && (
        <Button
          variant="primary"
          loading={order.isGiven}
          onClick={() => {
            if (!stopsAtWrongAmount(wrong)) order.give(form);
          }}
        >
          {say('save')}
        </Button>
      )}
    </SpaceBetween>
  );

  function keepMine(settings: Settings): void {
    setBase(settings);
    setIsOvertaken(false);
  }
}

function isSameForm(a: Settings, b: Settings): boolean {
  return JSON.stringify(toForm(a)) === JSON.stringify(toForm(b));
}

/** Where what is written differs from what somebody else has saved. */
function differingIn(mine: SettingsForm, settings: Settings, say: Say): readonly Differing[] {
  const theirs = toForm(settings);
  return FIELDS.filter((field) => JSON.stringify(mine[field]) !== JSON.stringify(theirs[field])).map((field) => ({
    field: say(`settings.${field}`),
    mine: shown(mine[field]),
    theirs: shown(theirs[field]),
  }));
}

const FIELDS = [
  'rates',
  'monthlyBudgetKrw',
  'approvalRecipients',
  'approvalKrw',
  'retentionDays',
  'caps',
  'notices',
  'destinations',
] as const;

function shown(value: SettingsForm[keyof SettingsForm]): string {
  if (value === null) return '–';
  if (typeof value !== 'object') return String(value);
  const set = Object.entries(value).filter(([, of]) => of !== null && of !== '');
  return set.length === 0 ? '–' : set.map(([name, of]) => `${name} ${of}`).join(', ');
}
