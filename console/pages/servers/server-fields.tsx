import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Multiselect from '@cloudscape-design/components/multiselect';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type JSX } from 'react';
import type { Answer } from '../../../src/client/index.ts';
import { ANY_TEMPLATE, API_OPERATIONS } from '../../../src/domain/api-client/api-client.ts';
import { useNotices } from '../../app/notices.tsx';
import { paths } from '../../app/paths.ts';
import { askFor } from '../../ask/ask.ts';
import { useOrder } from '../../ask/use-order.ts';
import { AmountField } from '../../parts/amount-field.tsx';
import { stopsAtWrongAmount, WrongAmountsContext, type WrongAmounts } from '../../parts/wrong-amounts.ts';
import { useSay } from '../../words/say.ts';
import { templatesQuery } from '../templates/templates-query.ts';

type Client = Answer<'apiClients'>[number];

const NEW: Omit<Client, 'keys'> = {
  __typename: 'ApiClient',
  clientId: '',
  name: '',
  isActive: true,
  cidrs: [],
  operations: ['SEND_MESSAGES'],
  templateIds: [],
  mayInline: false,
  messagesPerDay: 10_000,
  recipientsPerMinute: 1_000,
  roleNames: [],
};

/** One of each line or between commas. */
function listOf(text: string): string[] {
  return text
    .split(/[\s,]+/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** What a server may do, from where, and how much; null: a new one. */
export function ServerFields({ client }: { readonly client: Client | null }): JSX.Element {
  const say = useSay();
  const notices = useNotices();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const templates = useQuery(templatesQuery);
  const [form, setForm] = useState<Omit<Client, 'keys'>>(client ?? NEW);
  const [cidrs, setCidrs] = useState(form.cidrs.join('\n'));
  const [roles, setRoles] = useState(form.roleNames.join('\n'));
  const [perDay, setPerDay] = useState<number | null>(form.messagesPerDay);
  const [perMinute, setPerMinute] = useState<number | null>(form.recipientsPerMinute);
  const [wrong] = useState<WrongAmounts>(() => new Map());
  const change = (changed: Partial<typeof form>): void => setForm((before) => ({ ...before, ...changed }));
  const save = useOrder(
    () =>
      askFor('saveApiClient', {
        clientId: form.clientId.trim(),
        name: form.name.trim(),
        isActive: form.isActive,
        cidrs: listOf(cidrs),
        operations: form.operations,
        templateIds: form.templateIds,
        mayInline: form.mayInline,
        // None is no number that a server may have: the API says which it takes.
        messagesPerDay: perDay ?? 0,
        recipientsPerMinute: perMinute ?? 0,
        roleNames: listOf(roles),
      }),
    async (saved) => {
      notices.done(say('saved', { name: saved.name }), paths.server(saved.clientId));
      await queries.invalidateQueries({ queryKey: ['apiClients'] });
      if (client === null) await navigate({ to: '/servers/$clientId', params: { clientId: saved.clientId } });
    },
  );
  const operations = API_OPERATIONS.map((value) => ({ value, label: say(`operation.${value}`) }));
  const any = { value: ANY_TEMPLATE, label: say('servers.anyTemplate') };
  const options = [any, ...(templates.data?.rows ?? []).map(({ id, name }) => ({ value: id, label: name }))];
  return (
    <SpaceBetween size="m">
      <div className="form-columns">
        <FormField label={say('name')}>
          <Input value={form.name} onChange={({ detail }) => change({ name: detail.value })} />
        </FormField>
        {client === null && (
          <FormField label={say('servers.clientId')} description={say('servers.clientIdHow')}>
            <Input
              value={form.clientId}
              spellcheck={false}
              onChange={({ detail }) => change({ clientId: detail.value })}
            />
          </FormField>
        )}
        <FormField label={say('servers.operations')}>
          <Multiselect
            options={operations}
            selectedOptions={operations.filter(({ value }) => form.operations.includes(value))}
            placeholder={say('choose')}
            onChange={({ detail }) =>
              change({
                operations: API_OPERATIONS.filter((one) => detail.selectedOptions.some(({ value }) => value === one)),
              })
            }
          />
        </FormField>
        <FormField label={say('servers.templates')}>
          <Multiselect
            options={options}
            selectedOptions={form.templateIds.map(
              (id) => options.find(({ value }) => value === id) ?? { value: id, label: id },
            )}
            placeholder={say('choose')}
            onChange={({ detail }) =>
              change({
                templateIds: detail.selectedOptions.flatMap(({ value }) => (value === undefined ? [] : [value])),
              })
            }
          />
        </FormField>
        <FormField label={say('servers.cidrs')} description={say('servers.cidrsHow')}>
          <Textarea value={cidrs} rows={3} spellcheck={false} onChange={({ detail }) => setCidrs(detail.value)} />
        </FormField>
        <FormField label={say('servers.roles')} description={say('servers.rolesHow')}>
          <Textarea value={roles} rows={3} spellcheck={false} onChange={({ detail }) => setRoles(detail.value)} />
        </FormField>
        <WrongAmountsContext value={wrong}>
          <AmountField label={say('servers.messagesPerDay')} value={perDay} change={setPerDay} />
          <AmountField label={say('servers.recipientsPerMinute')} value={perMinute} change={setPerMinute} />
        </WrongAmountsContext>
      </div>
      <Checkbox checked={form.isActive} onChange={({ detail }) => change({ isActive: detail.checked })}>
        {say('servers.mayCall')}
      </Checkbox>
      <Checkbox checked={form.mayInline} onChange={({ detail }) => change({ mayInline: detail.checked })}>
        {say('servers.mayInline')}
      </Checkbox>
      <Button
        variant="primary"
        loading={save.isGiven}
        onClick={() => {
          if (!stopsAtWrongAmount(wrong)) save.give(undefined);
        }}
      >
        {say('save')}
      </Button>
    </SpaceBetween>
  );
}
