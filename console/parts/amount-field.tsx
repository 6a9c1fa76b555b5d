import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useState, type JSX } from 'react';
import { count } from '../format/numbers.ts';
import { readAmount } from '../format/read-amount.ts';
import { useSay } from '../words/say.ts';

/** A whole number that may be left out. What is no number is said to be none, and is not taken. */
export function AmountField({
  label,
  description,
  value,
  isFixed = false,
  change,
}: {
  readonly label: string;
  readonly description?: string;
  readonly value: number | null;
  /** It can be seen and not changed. */
  readonly isFixed?: boolean;
  readonly change: (value: number | null) => void;
}): JSX.Element {
  const say = useSay();
  const [typed, setTyped] = useState(value === null ? '' : count(value));
  const amount = readAmount(typed);
  const isWrong = typed.trim() !== '' && amount === null;
  return (
    <FormField
      label={label}
      description={description}
      constraintText={amount === null ? undefined : count(amount)}
      errorText={isWrong ? say('amount.wrong') : undefined}
    >
      <Input
        value={typed}
        inputMode="numeric"
        disabled={isFixed}
        placeholder={say('amount.none')}
        onChange={({ detail }) => {
          setTyped(detail.value);
          change(readAmount(detail.value));
        }}
      />
    </FormField>
  );
}
