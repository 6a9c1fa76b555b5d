const GROUPS = {
  AMAZON_COGNITO_USER_POOLS: 'Users',
  API_KEY: 'API keys',
  AWS_IAM: 'IAM roles',
  AWS_LAMBDA: 'Token',
  OPENID_CONNECT: 'Token',
};

/** Whether somebody may call a field of a root type: by its rules, and a role by its policy. */
export function mayCall(access, actor, type, field) {
  const name = `${type}.${field}`;
  return (access[name] ?? []).some(({ mode, groups }) => {
    if (actor?.id === 'token') return actor.modes.includes(mode);
    if (mode !== actor?.mode) return false;
    if (mode === 'AWS_IAM') return actor.fields.includes(name);
    return groups.length === 0 || groups.some((group) => actor.groups.includes(group));
  });
}

/** Those who can be chosen: a token that is brought along is one of them where the API takes such tokens. */
export async function readActors(tokenModes) {
  const { actors } = await (await fetch('/_sandbox/actors')).json();
  if (tokenModes.length === 0) return actors;
  return [
    ...actors,
    { id: 'token', mode: tokenModes[0], modes: tokenModes, label: 'Authorization header …', groups: [] },
  ];
}

/** Fills a select with actors, in groups; who cannot sign in is shown, and says why. */
export function drawActors(select, actors) {
  const chosen = select.value;
  const groups = new Map();
  for (const actor of actors) {
    const title = GROUPS[actor.mode];
    const group = groups.get(title) ?? document.createElement('optgroup');
    group.label = title;
    groups.set(title, group);
    const option = document.createElement('option');
    option.value = actor.id;
    option.textContent = actor.problem === undefined ? actor.label : `${actor.label}: ${actor.problem}`;
    option.disabled = actor.problem !== undefined;
    group.append(option);
  }
  select.replaceChildren(...groups.values());
  if (actors.some(({ id, problem }) => id === chosen && problem === undefined)) select.value = chosen;
}
