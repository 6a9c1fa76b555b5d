type Range =
  | { readonly kind: 'WHOLE' }
  | { readonly kind: 'PART'; readonly start: number; readonly end: number }
  | { readonly kind: 'NONE' };

/**
 * Which bytes of an object a `Range` asks for: from a place on, between two, or the last ones. What is none of these,
 * several ranges among it, is not looked at, and the whole object answered.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function rangeOf(header: string | undefined, size: number): Range {
  const [matched, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (matched === undefined || (from === '' && to === '')) return { kind: 'WHOLE' };
  if (from === '') {
    const length = Math.min(Number(to), size);
    return length === 0 ? { kind: 'NONE' } : { kind: 'PART', start: size - length, end: size - 1 };
  }
  const start = Number(from);
  if (to !== '' && Number(to) < start) return { kind: 'WHOLE' };
  return start >= size
    ? { kind: 'NONE' }
    : { kind: 'PART', start, end: to === '' ? size - 1 : Math.min(Number(to), size - 1) };
}
