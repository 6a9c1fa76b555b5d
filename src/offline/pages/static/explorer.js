import { subscribe } from './realtime.js';
import { draftOperation, drawSchema, INTROSPECTION } from './schema-tree.js';

const HISTORY_LIMIT = 30;
const byId = (id) => document.getElementById(id);
const config = await (await fetch('/_bonghwa/config.json')).json();
const state = { accessToken: undefined, schema: undefined, stop: undefined };
const history = JSON.parse(localStorage.getItem('history') ?? '[]');

byId('query').value = history[0]?.query ?? 'query Hello {\n  __typename\n}\n';
byId('variables').value = history[0]?.variables ?? '{}';

function authorization() {
  if (state.accessToken !== undefined) return { authorization: state.accessToken };
  return config.apiKeys[0] === undefined ? {} : { 'x-api-key': config.apiKeys[0] };
}

function show(value, isError = false) {
  byId('result').className = isError ? 'error' : '';
  byId('result').textContent = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

async function post(query, variables) {
  const response = await fetch(config.graphqlPath, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization() },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}

async function loadSchema() {
  const answer = await post(INTROSPECTION);
  state.schema = answer.data?.__schema;
  redraw();
}

function redraw() {
  if (state.schema === undefined) return;
  drawSchema(byId('schema'), state.schema, byId('filter').value, (kind, field) => {
    const draft = draftOperation(state.schema, kind, field);
    byId('query').value = draft.query;
    byId('variables').value = draft.variables;
    byId('query').focus();
  });
}

function remember(query, variables) {
  const rest = history.filter((entry) => entry.query !== query);
  history.splice(0, history.length, { query, variables }, ...rest.slice(0, HISTORY_LIMIT - 1));
  localStorage.setItem('history', JSON.stringify(history));
  drawHistory();
}

function drawHistory() {
  const options = history.map((entry, index) => {
    const option = document.createElement('option');
    option.value = String(index);
    option.textContent = entry.query.trim().split('\n')[0].slice(0, 60);
    return option;
  });
  byId('history').replaceChildren(byId('history').firstElementChild, ...options);
}

async function run() {
  state.stop?.();
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
    const answer = await post(query, variables);
    byId('timing').textContent = `${Math.round(performance.now() - started)} ms`;
    show(answer, answer.data === undefined || answer.data === null);
  } catch (error) {
    byId('timing').textContent = '';
    show(`The sandbox did not answer: ${error.message}`, true);
  }
}

function listen(query, variables) {
  const events = [];
  show('Connecting…');
  byId('stop').hidden = false;
  state.stop = subscribe({
    path: config.graphqlPath,
    authorization: authorization(),
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
}

async function signIn(event) {
  event.preventDefault();
  byId('sign-in-error').textContent = '';
  const client = config.userPoolClients[0];
  if (client === undefined) {
    byId('sign-in-error').textContent = 'This backend has no user pool.';
    return;
  }
  const response = await fetch('/', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
    },
    body: JSON.stringify({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: client.clientId,
      AuthParameters: { USERNAME: byId('email').value, PASSWORD: byId('password').value },
    }),
  });
  const answer = await response.json();
  const token = answer.AuthenticationResult?.AccessToken;
  if (token === undefined) {
    byId('sign-in-error').textContent =
      answer.message ?? `Sign-in needs a further step: ${answer.ChallengeName ?? 'unknown'}.`;
    return;
  }
  byId('password').value = '';
  signedIn(token, byId('email').value);
}

function signedIn(token, who) {
  state.accessToken = token;
  byId('sign-in').hidden = true;
  byId('signed-in').hidden = false;
  byId('who').textContent = who;
  return loadSchema();
}

byId('sign-in').addEventListener('submit', (event) => void signIn(event));
byId('sign-out').addEventListener('click', () => {
  state.accessToken = undefined;
  byId('sign-in').hidden = false;
  byId('signed-in').hidden = true;
});
byId('run').addEventListener('click', () => void run());
byId('stop').addEventListener('click', () => {
  state.stop?.();
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
drawHistory();
if (config.apiKeys.length > 0) await loadSchema();
