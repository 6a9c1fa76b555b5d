import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { CHANNELS } from '../../../src/domain/customer/channel.ts';
import { AmountField } from '../../parts/amount-field.tsx';
import { useSay } from '../../words/say.ts';
import { templatesQuery } from '../templates/templates-query.ts';
import { CAPS, NOTICE_WAYS, type SettingsForm } from './settings-form.ts';

/** The fields of the settings, by what they are about. */
export function SettingsFields({
  form,
  change,
  isAdmin,
  isUnreadable,
}: {
  readonly form: SettingsForm;
  readonly change: (changed: Partial<SettingsForm>) => void;
  readonly isAdmin: boolean;
  readonly isUnreadable: boolean;
}): JSX.Element {
  const say = useSay();
  const templates = useQuery(templatesQuery);
  const isFixed = !isAdmin;
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">{say('settings.money')}</Header>}>
        <div className="form-columns">
          <AmountField
            label={say('settings.monthlyBudgetKrw')}
            description={say('settings.monthlyBudgetKrw.how')}
            value={form.monthlyBudgetKrw}
            isFixed={isFixed}
            change={(monthlyBudgetKrw) => change({ monthlyBudgetKrw })}
          />
          <AmountField
            label={say('settings.approvalRecipients')}
            description={say('settings.approval.how')}
            value={form.approvalRecipients}
            isFixed={isFixed}
            change={(approvalRecipients) => change({ approvalRecipients })}
          />
          <AmountField
            label={say('settings.approvalKrw')}
            description={say('settings.approval.how')}
            value={form.approvalKrw}
            isFixed={isFixed}
            change={(approvalKrw) => change({ approvalKrw })}
          />
        </div>
      </Container>
      <Container
        header={
          <Header variant="h2" description={say('settings.rates.how')}>
            {say('settings.rates')}
          </Header>
        }
      >
        <div className="form-columns">
          {CHANNELS.map((channel) => (
            <AmountField
              key={channel}
              label={say('settings.rateOf', { channel: say(`channel.${channel}`) })}
              value={form.rates[channel]}
              isFixed={isFixed}
              change={(rate) => change({ rates: { ...form.rates, [channel]: rate } })}
            />
          ))}
        </div>
      </Container>
      <Container
        header={
          <Header variant="h2" description={say('settings.caps.how')}>
            {say('settings.caps')}
          </Header>
        }
      >
        <div className="form-columns">
          {CAPS.map(({ id, messageClass, period }) => (
            <AmountField
              key={id}
              label={say('settings.capOf', { class: say(`class.${messageClass}`), period: say(`period.${period}`) })}
              value={form.caps[id] ?? null}
              isFixed={isFixed}
              change={(most) => change({ caps: { ...form.caps, [id]: most } })}
            />
          ))}
        </div>
      </Container>
      <Container header={<Header variant="h2">{say('settings.records')}</Header>}>
        <div className="form-columns">
          <AmountField
            label={say('settings.retentionDays')}
            description={say('settings.retentionDays.how')}
            value={form.retentionDays}
            isFixed={isFixed}
            change={(retentionDays) => change({ retentionDays })}
          />
        </div>
      </Container>
      <Container
        header={
          <Header variant="h2" description={say('settings.notices.how')}>
            {say('settings.notices')}
          </Header>
        }
      >
        <div className="form-columns">
          {NOTICE_WAYS.map(({ id, notice, channel }) => {
            const fitting = (templates.data?.rows ?? [])
              .filter((one) => one.channel === channel && one.messageClass === 'TRANSACTIONAL')
              .map((one) => ({ value: one.id, label: one.name }));
            const nobody = { value: '', label: say('settings.nobodyTold') };
            const chosen = form.notices[id] ?? '';
            const label = say('settings.noticeOf', {
              notice: say(`notice.${notice}`),
              channel: say(`channel.${channel}`),
            });
            return (
              <FormField key={id} label={label}>
                <Select
                  disabled={isFixed}
                  options={[nobody, ...fitting]}
                  selectedOption={
                    [nobody, ...fitting].find(({ value }) => value === chosen) ?? { value: chosen, label: chosen }
                  }
                  onChange={({ detail }) =>
                    change({ notices: { ...form.notices, [id]: detail.selectedOption.value ?? '' } })
                  }
                />
              </FormField>
            );
          })}
        </div>
      </Container>
      <Container header={<Header variant="h2">{say('settings.destinations')}</Header>}>
        <FormField
          label={say('settings.destinations')}
          description={say('settings.destinations.how')}
          errorText={isUnreadable ? say('settings.destinations.wrong') : undefined}
          stretch
        >
          <Textarea
            value={form.destinations}
            rows={8}
            disabled={isFixed}
            spellcheck={false}
            onChange={({ detail }) => change({ destinations: detail.value })}
          />
        </FormField>
      </Container>
    </SpaceBetween>
  );
}
