import Button from '@cloudscape-design/components/button';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import type { JSX } from 'react';
import { CountInput } from '../../parts/count-input.tsx';
import { useTyped } from '../../parts/use-typed.ts';
import { useSay } from '../../words/say.ts';
import { CHANNELS } from '../templates/template-draft.ts';
import { emptyCondition, KINDS, type Condition } from './conditions.ts';

/** One sentence, its words as fields in the order in which it is read. */
export function ConditionRow({
  condition,
  change,
  isReadOnly,
}: {
  readonly condition: Condition;
  /** Null takes it away. */
  readonly change: (condition: Condition | null) => void;
  readonly isReadOnly: boolean;
}): JSX.Element {
  const say = useSay();
  const { kind, is, subject, values, days, times } = condition;
  const kinds = KINDS.map((value) => ({ value, label: say(`condition.${value}`) }));
  const verdicts = ['true', 'false'].map((value) => ({
    value,
    label: say(value === 'true' ? `condition.${kind}.is` : `condition.${kind}.isNot`),
  }));
  const channels = CHANNELS.map((value) => ({ value, label: say(`channel.${value}`) }));
  return (
    <div className="condition" role="group" aria-label={say(`condition.${kind}`)}>
      <Select
        disabled={isReadOnly}
        ariaLabel={say('condition.kind')}
        options={kinds}
        selectedOption={kinds.find(({ value }) => value === kind) ?? null}
        onChange={({ detail }) =>
          change(emptyCondition(KINDS.find((one) => one === detail.selectedOption.value) ?? kind))
        }
      />
      {(kind === 'ATTRIBUTE' || kind === 'EVENT') && (
        <Input
          readOnly={isReadOnly}
          ariaLabel={say(`condition.${kind}.subject`)}
          placeholder={say(`condition.${kind}.subject`)}
          value={subject}
          spellcheck={false}
          onChange={({ detail }) => change({ ...condition, subject: detail.value })}
        />
      )}
      {(kind === 'CONSENT' || kind === 'REACH') && (
        <Select
          disabled={isReadOnly}
          ariaLabel={say('channel')}
          options={channels}
          selectedOption={channels.find(({ value }) => value === subject) ?? null}
          onChange={({ detail }) => change({ ...condition, subject: detail.selectedOption.value ?? subject })}
        />
      )}
      {(kind === 'ATTRIBUTE' || kind === 'CITY') && (
        <ValuesInput
          values={values}
          isReadOnly={isReadOnly}
          change={(changed) => change({ ...condition, values: changed })}
        />
      )}
      {(kind === 'ACTIVE' || kind === 'EVENT') && (
        <CountInput
          label={say('condition.days')}
          value={days}
          isFixed={isReadOnly}
          change={(changed) => change({ ...condition, days: changed })}
        />
      )}
      {kind === 'EVENT' && (
        <CountInput
          label={say('condition.times')}
          value={times}
          isFixed={isReadOnly}
          change={(changed) => change({ ...condition, times: changed })}
        />
      )}
      <Select
        disabled={isReadOnly}
        ariaLabel={say('condition.verdict')}
        options={verdicts}
        selectedOption={verdicts.find(({ value }) => value === String(is)) ?? null}
        onChange={({ detail }) => change({ ...condition, is: detail.selectedOption.value === 'true' })}
      />
      {!isReadOnly && (
        <Button variant="icon" iconName="remove" ariaLabel={say('condition.remove')} onClick={() => change(null)} />
      )}
    </div>
  );
}

/** Values between commas. The field has them as they are typed: a comma that was taken away again does not come back. */
function ValuesInput({
  values,
  isReadOnly,
  change,
}: {
  readonly values: readonly string[];
  readonly isReadOnly: boolean;
  readonly change: (values: readonly string[]) => void;
}): JSX.Element {
  const say = useSay();
  const written = values.join(', ');
  const [typed, setTyped] = useTyped(written, (text) => splitValues(text).join(', ') === written);
  return (
    <Input
      readOnly={isReadOnly}
      ariaLabel={say('condition.values')}
      placeholder={say('condition.values')}
      value={typed}
      onChange={({ detail }) => {
        setTyped(detail.value);
        change(splitValues(detail.value));
      }}
    />
  );
}

function splitValues(text: string): readonly string[] {
  const values = text.split(',').map((value) => value.trimStart());
  return values.length === 1 && values[0] === '' ? [] : values;
}
