// AppSync's WebSocket protocol, as much as the explorer needs.
// https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html

function base64Url(value) {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

/**
 * Subscribes; answers a function that ends the subscription. `authorize(path, body)` answers headers for the connection,
 * and for the subscription: each is allowed by itself.
 */
export async function subscribe({ path, authorize, query, variables, onData, onError, onState }) {
  const host = { host: location.host };
  const headers = { ...(await authorize(`${path}/connect`, '{}')), ...host };
  const data = JSON.stringify({ query, variables });
  const authorization = { ...(await authorize(path, data)), ...host };
  const socket = new WebSocket(`ws://${location.host}${path}/realtime`, ['graphql-ws', `header-${base64Url(headers)}`]);
  const id = crypto.randomUUID();
  const send = (message) => socket.send(JSON.stringify(message));
  let isEnded = false;
  socket.addEventListener('open', () => send({ type: 'connection_init' }));
  socket.addEventListener('message', (event) => {
    const message = JSON.parse(event.data);
    switch (message.type) {
      case 'connection_ack':
        send({
          id,
          type: 'start',
          payload: { data, extensions: { authorization } },
        });
        break;
      case 'start_ack':
        onState('listening');
        break;
      case 'data':
        onData(message.payload);
        break;
      case 'complete':
        onState('complete');
        break;
      case 'error':
      case 'connection_error':
        onError(message.payload);
        break;
    }
  });
  socket.addEventListener('close', () => {
    if (!isEnded) onState('closed');
  });
  return () => {
    isEnded = true;
    if (socket.readyState === WebSocket.OPEN) send({ id, type: 'stop' });
    socket.close();
  };
}
