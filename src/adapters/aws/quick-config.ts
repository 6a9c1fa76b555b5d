/** V8 makes a prototype's properties fast once code that looks for them has been warm for so many looks. */
const LOOKS = 16;

/**
 * The client with a configuration that can be copied quickly. The SDK copies it three times for each request, and builds
 * it from so many parts that V8 keeps it as a dictionary, which is copied key by key: a fifth of a request's work. What is
 * a prototype that somebody looks through is kept as an object again.
 * https://v8.dev/blog/fast-properties
 */
export function withQuickConfig<Client extends { readonly config: object }>(client: Client): Client {
  const heir: { readonly region?: unknown } = {};
  Reflect.setPrototypeOf(heir, client.config);
  for (let look = 0; look < LOOKS; look += 1) regionOf(heir);
  return client;
}

function regionOf(config: { readonly region?: unknown }): unknown {
  return config.region;
}
