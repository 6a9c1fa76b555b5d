import FormField from '@cloudscape-design/components/form-field';
import Input, { type InputProps } from '@cloudscape-design/components/input';
import { useRef, type JSX } from 'react';
import { count } from '../format/numbers.ts';
import { readAmount } from '../format/read-amount.ts';
import { useSay } from '../words/say.ts';
import { useTyped } from './use-typed.ts';
import { useWrongAmount } from './wrong-amounts.ts';

/**
 * A whole number that may be left out. What is no number is said to be none, is not taken, and holds up the form around it:
 * a limit that was mistyped is not no limit.
 */
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
  const [typed, setTyped] = useTyped(value === null ? '' : count(value), (text) => readAmount(text) === value);
  const amount = readAmount(typed);
  const field = useRef<InputProps.Ref>(null);
  const isWrong = typed.trim() !== '' && amount === null;
  useWrongAmount(isWrong, field);
  return (
    <FormField
      label={label}
      description={description}
      constraintText={amount === null ? undefined : count(amount)}
      errorText={isWrong ? say('amount.wrong') : undefined}
    >
      <Input
        ref={field}
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
