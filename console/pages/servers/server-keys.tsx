import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import type { Answer } from '../../../src/client/index.ts';
import { KEY_ALGORITHMS, type KeyAlgorithm } from '../../../src/domain/api-client/api-client.ts';
import { useNotices } from '../../app/notices.tsx';
import { askFor } from '../../ask/ask.ts';
import { useOrder } from '../../ask/use-order.ts';
import { dayTime } from '../../format/times.ts';
import { ConfirmOrder } from '../../parts/confirm-order.tsx';
import { useLanguage } from '../../words/language.ts';
import { useSay } from '../../words/say.ts';

type Client = Answer<'apiClients'>[number];

/** The domain allows as many at one time, so that one can replace the other without a gap. */
const MOST_KEYS = 2;

/** The keys of a server; a secret is shown once, when its key is made. */
export function ServerKeys({ client }: { readonly client: Client }): JSX.Element {
  const say = useSay();
  const language = useLanguage();
  const notices = useNotices();
  const queries = useQueryClient();
  const [secret, setSecret] = useState<{ readonly keyId: string; readonly secret: string } | null>(null);
  const [removed, setRemoved] = useState<string | null>(null);
  const { clientId, keys } = client;
  const remove = useOrder(
    (keyId: string) => askFor('removeApiKey', { clientId, keyId }),
    async () => {
      notices.done(say('servers.keyRemoved'));
      setRemoved(null);
      await queries.invalidateQueries({ queryKey: ['apiClients'] });
    },
  );
  return (
    <SpaceBetween size="m">
      {secret !== null && (
        <Alert
          type="success"
          header={say('servers.secret', { key: secret.keyId })}
          action={<Button onClick={() => setSecret(null)}>{say('servers.secretKept')}</Button>}
        >
          <SpaceBetween size="xs">
            <span>{say('servers.secretHow')}</span>
            <Box variant="code">
              <span data-secret>{secret.secret}</span>
            </Box>
          </SpaceBetween>
        </Alert>
      )}
      <ul className="plain-list">
        {keys.map(({ keyId, algorithm, createdAt }) => (
          <li key={keyId}>
            {say('servers.key', { key: keyId, algorithm, day: dayTime(createdAt, language) })}{' '}
            <Button
              variant="inline-link"
              onClick={() => setRemoved(keyId)}
              ariaLabel={say('servers.removeKey', { key: keyId })}
            >
              {say('costs.remove')}
            </Button>
          </li>
        ))}
      </ul>
      {keys.length < MOST_KEYS ? (
        <NewKey
          client={client}
          made={(keyId, made) => {
            if (made !== null) setSecret({ keyId, secret: made });
          }}
        />
      ) : (
        <Box color="text-body-secondary">{say('servers.enoughKeys')}</Box>
      )}
      {removed !== null && (
        <ConfirmOrder
          title={say('servers.removeKey.title', { key: removed })}
          text={say('servers.removeKey.text', { name: client.name })}
          button={say('servers.removeKey', { key: removed })}
          isGiven={remove.isGiven}
          give={() => remove.give(removed)}
          leave={() => setRemoved(null)}
        />
      )}
    </SpaceBetween>
  );
}

function NewKey({
  client: { clientId, keys },
  made,
}: {
  readonly client: Client;
  readonly made: (keyId: string, secret: string | null) => void;
}): JSX.Element {
  const say = useSay();
  const notices = useNotices();
  const queries = useQueryClient();
  const [keyId, setKeyId] = useState('');
  const [algorithm, setAlgorithm] = useState<KeyAlgorithm>('EdDSA');
  const [publicKey, setPublicKey] = useState('');
  const add = useOrder(
    () =>
      askFor('addApiKey', {
        clientId,
        keyId: keyId.trim(),
        algorithm,
        ...(algorithm === 'EdDSA' ? { publicKey: publicKey.trim() } : {}),
      }),
    async ({ secret }) => {
      made(keyId.trim(), secret ?? null);
      notices.done(say('servers.keyAdded', { key: keyId.trim() }));
      setKeyId('');
      setPublicKey('');
      await queries.invalidateQueries({ queryKey: ['apiClients'] });
    },
  );
  const algorithms = KEY_ALGORITHMS.map((value) => ({ value, label: say(`algorithm.${value}`) }));
  return (
    <SpaceBetween size="s">
      <div className="form-columns">
        <FormField
          label={say('servers.keyId')}
          description={say(keys.length === 0 ? 'servers.keyIdHow' : 'servers.rotateHow')}
        >
          <Input value={keyId} onChange={({ detail }) => setKeyId(detail.value)} spellcheck={false} />
        </FormField>
        <FormField label={say('servers.algorithm')}>
          <Select
            options={algorithms}
            selectedOption={algorithms.find(({ value }) => value === algorithm) ?? null}
            onChange={({ detail }) =>
              setAlgorithm(KEY_ALGORITHMS.find((one) => one === detail.selectedOption.value) ?? 'EdDSA')
            }
          />
        </FormField>
        {algorithm === 'EdDSA' && (
          <FormField label={say('servers.publicKey')} description={say('servers.publicKeyHow')}>
            <Input value={publicKey} onChange={({ detail }) => setPublicKey(detail.value)} spellcheck={false} />
          </FormField>
        )}
      </div>
      <Button loading={add.isGiven} disabled={keyId.trim() === ''} onClick={() => add.give(undefined)}>
        {say('servers.addKey')}
      </Button>
    </SpaceBetween>
  );
}
