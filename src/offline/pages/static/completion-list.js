import { complete } from './complete.js';

const MOST_ITEMS = 200;

/**
 * Completes names in a text area as they are written, or when Ctrl+Space asks for it. The text area keeps the focus: the
 * list is a listbox that it points at (`aria-activedescendant`). Tab leaves the text area unless the list is open.
 */
export function completeIn(area, list, help, { readIndex, mayCall }) {
  let shown = { from: 0, items: [] };
  let active = 0;
  const isOpen = () => !list.hidden;

  const close = () => {
    list.hidden = true;
    help.textContent = '';
    area.removeAttribute('aria-activedescendant');
  };

  const point = (at) => {
    active = (at + shown.items.length) % shown.items.length;
    for (const [index, option] of [...list.children].entries()) {
      option.setAttribute('aria-selected', String(index === active));
    }
    area.setAttribute('aria-activedescendant', `completion-${active}`);
    list.children[active].scrollIntoView({ block: 'nearest' });
    const { label, detail, description } = shown.items[active];
    help.textContent = [`${label}${detail === '' ? '' : `: ${detail}`}`, description].filter(Boolean).join(' – ');
  };

  const open = () => {
    const index = readIndex();
    if (index === undefined || area.selectionStart !== area.selectionEnd) return close();
    const found = complete(index, area.value, area.selectionStart, mayCall);
    shown = { from: found.from, items: found.items.slice(0, MOST_ITEMS) };
    if (shown.items.length === 0) return close();
    list.replaceChildren(...shown.items.map(drawItem));
    list.hidden = false;
    const { left, top } = placeOf(area, shown.from);
    list.style.left = `${left}px`;
    list.style.top = `${top}px`;
    point(0);
  };

  const accept = (at) => {
    area.setRangeText(shown.items[at].label, shown.from, area.selectionStart, 'end');
    close();
    area.focus();
  };

  const KEYS = {
    ArrowDown: () => point(active + 1),
    ArrowUp: () => point(active - 1),
    Enter: () => accept(active),
    Tab: () => accept(active),
    Escape: close,
  };
  area.addEventListener('keydown', (event) => {
    if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault();
      open();
    } else if (isOpen() && Object.hasOwn(KEYS, event.key) && !event.ctrlKey && !event.metaKey && !event.isComposing) {
      event.preventDefault();
      KEYS[event.key]();
    } else if (isOpen() && /^(Arrow(Left|Right)|Home|End|Page(Up|Down))$/.test(event.key)) close();
  });
  area.addEventListener('input', (event) => {
    const isWord = /[\w@.($:{]$/.test(area.value.slice(0, area.selectionStart));
    if (!event.isComposing && (event.inputType.startsWith('insertText') ? isWord : isOpen())) open();
    else close();
  });
  area.addEventListener('blur', close);
  list.addEventListener('mousedown', (event) => {
    event.preventDefault();
    const at = [...list.children].indexOf(event.target.closest('[role=option]'));
    if (at >= 0) accept(at);
  });
}

function drawItem({ label, detail }, index) {
  const option = document.createElement('li');
  option.id = `completion-${index}`;
  option.setAttribute('role', 'option');
  const type = document.createElement('span');
  type.className = 'type';
  type.textContent = detail;
  option.append(label, ' ', type);
  return option;
}

const MIRRORED = ['font', 'padding', 'border', 'lineHeight', 'tabSize', 'letterSpacing', 'boxSizing'];

/** Where a letter of a text area stands, below its line: told by a copy of the text, as text areas do not tell. */
function placeOf(area, position) {
  const copy = document.createElement('div');
  const style = getComputedStyle(area);
  for (const name of MIRRORED) copy.style[name] = style[name];
  Object.assign(copy.style, {
    position: 'absolute',
    visibility: 'hidden',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'break-word',
    width: `${area.clientWidth}px`,
  });
  copy.textContent = area.value.slice(0, position);
  const mark = document.createElement('span');
  mark.textContent = '\u200b';
  copy.append(mark);
  area.parentElement.append(copy);
  const left = mark.offsetLeft - area.scrollLeft;
  const top = mark.offsetTop + mark.offsetHeight - area.scrollTop;
  copy.remove();
  return {
    left: area.offsetLeft + Math.max(0, Math.min(left, area.clientWidth - 200)),
    top: area.offsetTop + Math.max(0, Math.min(top, area.clientHeight)),
  };
}
