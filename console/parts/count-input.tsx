import Input, { type InputProps } from '@cloudscape-design/components/input';
import { useRef, type JSX } from 'react';
import { count } from '../format/numbers.ts';
import { readAmount } from '../format/read-amount.ts';
import { useTyped } from './use-typed.ts';
import { useWrongAmount } from './wrong-amounts.ts';

/** A number from one on that has to be there, within a sentence; while it is none, the one before counts. */
export function CountInput({
  label,
  value,
  isFixed,
  change,
}: {
  readonly label: string;
  readonly value: number;
  readonly isFixed: boolean;
  readonly change: (value: number) => void;
}): JSX.Element {
  const [typed, setTyped] = useTyped(count(value), (text) => readAmount(text) === value);
  const amount = readAmount(typed);
  const isWrong = amount === null || amount < 1;
  const field = useRef<InputProps.Ref>(null);
  useWrongAmount(isWrong, field);
  return (
    <Input
      ref={field}
      readOnly={isFixed}
      inputMode="numeric"
      invalid={isWrong}
      ariaLabel={label}
      value={typed}
      onChange={({ detail }) => {
        setTyped(detail.value);
        const written = readAmount(detail.value);
        if (written !== null && written >= 1) change(written);
      }}
    />
  );
}
