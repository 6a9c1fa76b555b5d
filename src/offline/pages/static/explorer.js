import { createCaller } from './call-api.js';
import { drawActors, mayCall, readActors } from './choose-actor.js';
import { completeIn } from './completion-list.js';
import { indexSchema } from './read-position.js';
import { subscribe } from './realtime.js';
import { draftOperation, drawSchema } from './schema-tree.js';

const HISTORY_LIMIT = 30;
const byId = (id) => document.getElementById(id);
const config = await (await fetch('/_bonghwa/config.json')).json();
const { schema, access } = config.described;
const index = indexSchema(schema);
const caller = createCaller(config.graphqlPath);
const history = JSON.parse(localStorage.getItem('history') ?? '[]');
let actors = [];
let actor;
let stop;

byId('query').value = history[0]?.query ?? 'query Hello {\n  __typename\n}\n';
byId('variables').value = history[0]?.variables ?? '{}';

/** Only what the actor may call is offered, so that what only the system calls is in nobody's way. */
const isOffered = (type, field) => byId('all').checked || mayCall(access, actor, type, field);

function show(value, isError = false) {
  byId('result').className = isError ? 'error' : '';
  byId('result').textContent = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

function redraw() {
  drawSchema(byId('schema'), schema, byId('filter').value, isOffered, (kind, field) => {
    const draft = draftOperation(schema, kind, field);
    byId('query').value = draft.query;
    byId('variables').value = draft.variables;
    byId('query').focus();
  });
}

function choose() {
  actor = actors.find(({ id, problem }) => id === byId('actor').value && problem === undefined);
  byId('token-row').hidden = actor?.id !== 'token';
  caller.become(actor, byId('token').value);
  if (actor !== undefined) localStorage.setItem('actor', actor.id);
  byId('nobody').hidden = actors.length > 0;
  redraw();
}

async function loadActors() {
  actors = await readActors(config.tokenModes);
  drawActors(byId('actor'), actors);
}

function remember(query, variables) {
  const rest = history.filter((entry) => entry.query !== query);
  history.splice(0, history.length, { query, variables }, ...rest.slice(0, HISTORY_LIMIT - 1));
  localStorage.setItem('history', JSON.stringify(history));
  drawHistory();
}

function drawHistory() {
  const options = history.map((entry, at) => {
    const option = document.createElement('option');
    option.value = String(at);
    option.textContent = entry.query.trim().split('\n')[0].slice(0, 60);
    return option;
  });
  byId('history').replaceChildren(byId('history').firstElementChild, ...options);
}

async function run() {
  stop?.();
  byId('stop').hidden = true;
  const query = byId('query').value;
  const text = byId('variables').value.trim();
  let variables = {};
  try {
    variables = text === '' ? {} : JSON.parse(text);
  } catch (error) {
    return show(`Variables are not valid JSON: ${error.message}`, true);
  }
  remember(query, text);
  if (/^\s*subscription\b/m.test(query)) return listen(query, variables);
  const started = performance.now();
  byId('timing').textContent = '…';
  try {
    const answer = await caller.post(query, variables);
    byId('timing').textContent = `${Math.round(performance.now() - started)} ms`;
    show(answer, answer.data === undefined || answer.data === null);
  } catch (error) {
    byId('timing').textContent = '';
    show(`The sandbox did not answer: ${error.message}`, true);
  }
}

async function listen(query, variables) {
  const events = [];
  show('Connecting…');
  byId('stop').hidden = false;
  try {
    stop = await subscribe({
      path: config.graphqlPath,
      authorize: caller.authorize,
      query,
      variables,
      onData(payload) {
        events.unshift({ at: new Date().toISOString(), ...payload });
        show(events);
      },
      onError: (payload) => show(payload, true),
      onState(name) {
        byId('timing').textContent = name;
        if (name === 'listening') show('Listening. Events appear here.');
      },
    });
  } catch (error) {
    show(error.message, true);
  }
}

byId('actor').addEventListener('change', choose);
// Users may have signed up meanwhile.
byId('actor').addEventListener('focus', () => void loadActors());
byId('token').addEventListener('input', choose);
byId('all').addEventListener('change', redraw);
byId('run').addEventListener('click', () => void run());
byId('stop').addEventListener('click', () => {
  stop?.();
  byId('stop').hidden = true;
  byId('timing').textContent = 'stopped';
});
byId('filter').addEventListener('input', redraw);
byId('history').addEventListener('change', (event) => {
  const entry = history[Number(event.target.value)];
  if (entry === undefined || event.target.value === '') return;
  byId('query').value = entry.query;
  byId('variables').value = entry.variables;
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    void run();
  }
});
completeIn(byId('query'), byId('completions'), byId('completion-help'), { readIndex: () => index, mayCall: isOffered });
drawHistory();
await loadActors();
const before = localStorage.getItem('actor');
if (actors.some(({ id, problem }) => id === before && problem === undefined)) byId('actor').value = before;
choose();
