import Button from '@cloudscape-design/components/button';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import type { JSX } from 'react';
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
        <Input
          readOnly={isReadOnly}
          ariaLabel={say('condition.values')}
          placeholder={say('condition.values')}
          value={values.join(', ')}
          onChange={({ detail }) => change({ ...condition, values: splitValues(detail.value) })}
        />
      )}
      {(kind === 'ACTIVE' || kind === 'EVENT') && (
        <Input
          readOnly={isReadOnly}
          type="number"
          disableBrowserAutocorrect
          ariaLabel={say('condition.days')}
          value={String(days)}
          onChange={({ detail }) => change({ ...condition, days: atLeastOne(detail.value) })}
        />
      )}
      {kind === 'EVENT' && (
        <Input
          readOnly={isReadOnly}
          type="number"
          ariaLabel={say('condition.times')}
          value={String(times)}
          onChange={({ detail }) => change({ ...condition, times: atLeastOne(detail.value) })}
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

/** A comma that was just typed stays, so that another value can follow it. */
function splitValues(text: string): readonly string[] {
  const values = text.split(',').map((value) => value.trimStart());
  return values.length === 1 && values[0] === '' ? [] : values;
}

function atLeastOne(text: string): number {
  const number = Math.trunc(Number(text));
  return Number.isFinite(number) && number >= 1 ? number : 1;
}
