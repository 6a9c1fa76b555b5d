import Input from '@cloudscape-design/components/input';
import type { JSX } from 'react';

/** Looks for a part of a name; nothing typed: for any. */
export function NameFilter({
  label,
  name,
  look,
}: {
  readonly label: string;
  readonly name: string | undefined;
  readonly look: (name: string | undefined) => void;
}): JSX.Element {
  return (
    <Input
      type="search"
      value={name ?? ''}
      placeholder={label}
      ariaLabel={label}
      onChange={({ detail }) => look(detail.value === '' ? undefined : detail.value)}
    />
  );
}
