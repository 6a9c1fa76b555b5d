const REFRESH_MS = 1000;
const byId = (id) => document.getElementById(id);
const state = { before: undefined, isPaging: false };

function query(before) {
  const parameters = new URLSearchParams(new FormData(byId('filters')));
  if (before !== undefined) parameters.set('before', String(before));
  return parameters;
}

async function load(before) {
  const response = await fetch(`/_sandbox/outbox?${query(before)}`);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error?.message ?? `HTTP ${response.status}`);
  return answer;
}

function cell(text, className = '') {
  const node = document.createElement('td');
  node.textContent = text;
  if (className !== '') node.className = className;
  return node;
}

function row(message) {
  const line = document.createElement('tr');
  const status = cell(`${message.status} (${message.statusCode})`, message.accepted ? 'good' : 'error');
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Open';
  button.addEventListener('click', () => {
    byId('detail-text').textContent = JSON.stringify(message, null, 2);
    byId('detail').showModal();
  });
  const action = document.createElement('td');
  action.append(button);
  const time = cell(new Date(message.at).toLocaleTimeString());
  time.title = new Date(message.at).toISOString();
  const address = cell(message.address, 'address');
  address.title = message.address;
  line.append(
    time,
    cell(message.channelType),
    status,
    address,
    cell([message.title, message.body].filter(Boolean).join(' · '), 'text'),
    action,
  );
  return line;
}

function drawCounts(counts) {
  const entries = [
    ['Total', counts.total],
    ['Accepted', counts.accepted],
    ...Object.entries(counts.byStatus),
    ...Object.entries(counts.byChannel),
  ];
  byId('counts').replaceChildren(
    ...entries.map(([name, count]) => {
      const item = document.createElement('span');
      const strong = document.createElement('strong');
      strong.textContent = count.toLocaleString();
      item.append(`${name} `, strong);
      return item;
    }),
  );
  const select = byId('status');
  const known = new Set([...select.options].map((option) => option.value));
  for (const name of Object.keys(counts.byStatus)) if (!known.has(name)) select.add(new Option(name, name));
}

async function refresh() {
  try {
    const answer = await load();
    byId('problem').textContent = '';
    drawCounts(answer.counts);
    byId('messages').replaceChildren(...answer.messages.map(row));
    if (answer.messages.length === 0) {
      const empty = document.createElement('tr');
      const text = cell('No messages yet. They appear here when a job or a test message is sent.');
      text.colSpan = 6;
      empty.append(text);
      byId('messages').append(empty);
    }
    state.before = answer.nextBefore;
    byId('older').hidden = state.before === undefined;
  } catch (error) {
    byId('problem').textContent = `The outbox could not be read: ${error.message}`;
  }
}

byId('filters').addEventListener('input', () => {
  state.isPaging = false;
  void refresh();
});
byId('filters').addEventListener('submit', (event) => event.preventDefault());
byId('older').addEventListener('click', async () => {
  state.isPaging = true;
  byId('live').checked = false;
  const answer = await load(state.before);
  byId('messages').append(...answer.messages.map(row));
  state.before = answer.nextBefore;
  byId('older').hidden = state.before === undefined;
});
setInterval(() => {
  if (byId('live').checked && !document.hidden && !byId('detail').open) void refresh();
}, REFRESH_MS);
await refresh();
