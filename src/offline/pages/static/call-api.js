/** Calls the API as an actor; `authorize(path, body)` answers the headers of one request. */
export function createCaller(graphqlPath) {
  let actor;
  let token = '';
  let known;

  const authorize = async (path, body) => {
    if (actor === undefined) return {};
    if (actor.id === 'token') return { authorization: token };
    // A role signs each request; a token or a key is good for all of them.
    if (known !== undefined) return known;
    const response = await fetch('/_sandbox/authorization', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-sandbox': '1' },
      body: JSON.stringify({ actor: actor.id, path, body }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error?.message ?? `HTTP ${response.status}`);
    if (actor.mode !== 'AWS_IAM') known = answer.headers;
    return answer.headers;
  };

  const send = async (body) => {
    const headers = await authorize(graphqlPath, body);
    return fetch(graphqlPath, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body });
  };

  return {
    authorize,
    become(next, ownToken = '') {
      actor = next;
      token = ownToken;
      known = undefined;
    },
    async post(query, variables) {
      const body = JSON.stringify({ query, variables });
      const response = await send(body);
      if (response.status !== 401 || known === undefined) return response.json();
      // The sandbox's clock may have been moved past the end of the token.
      known = undefined;
      return (await send(body)).json();
    },
  };
}
