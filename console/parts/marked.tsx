import type { JSX } from 'react';

/** Stands before and behind the name of a value that is missing: letters of private use, which no text has. */
export const BLANK = { from: '\ue000', to: '\ue001' } as const;

/** A text with its blanks in red, each by its name. */
export function Marked({ text }: { readonly text: string }): JSX.Element {
  return (
    <>
      {text.split(BLANK.from).map((piece, index) => {
        const [name = '', rest] = piece.split(BLANK.to);
        if (index === 0 || rest === undefined) return piece;
        return (
          <span key={index}>
            <mark className="blank">{name}</mark>
            {rest}
          </span>
        );
      })}
    </>
  );
}
