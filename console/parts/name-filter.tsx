import Input from '@cloudscape-design/components/input';
import { useEffect, useRef, useState, type JSX } from 'react';

/**
 * Looks for a part of a name; nothing typed: for any. What is typed stands in the field at once and in the address a moment
 * later: a field that waited for its address would tear apart the syllable that is being composed.
 */
export function NameFilter({
  label,
  name,
  look,
}: {
  readonly label: string;
  readonly name: string | undefined;
  /** Takes the place of what was looked for before: whoever goes back does not go back letter by letter. */
  readonly look: (name: string | undefined) => void;
}): JSX.Element {
  const asked = name ?? '';
  const [typed, setTyped] = useState(asked);
  /** What was typed and has not come back in the address yet. */
  const onTheWay = useRef<readonly string[]>([]);
  useEffect(() => {
    const at = onTheWay.current.indexOf(asked);
    onTheWay.current = at === -1 ? [] : onTheWay.current.slice(at + 1);
    // Somebody went back, or followed a link.
    if (at === -1) setTyped(asked);
  }, [asked]);
  return (
    <Input
      type="search"
      value={typed}
      placeholder={label}
      ariaLabel={label}
      onChange={({ detail: { value } }) => {
        setTyped(value);
        onTheWay.current = [...onTheWay.current, value];
        look(value === '' ? undefined : value);
      }}
    />
  );
}
