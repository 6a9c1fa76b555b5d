/**
 * Keeps a function's requests from the real AWS. The AWS SDK v3 is told by AWS_ENDPOINT_URL where the sandbox is; version 2,
 * and addresses that a function writes out itself, know nothing of it and would leave with made-up credentials. Other hosts
 * are the function's own business. Plain JavaScript, as function-process.mjs.
 */
import { Socket } from 'node:net';

const AWS_HOST = /(^|\.)(amazonaws\.com(\.cn)?|api\.aws|on\.aws|amazonwebservices\.com)\.?$/i;
/** Where instances, containers and functions of AWS ask for credentials. */
const METADATA_HOSTS = new Set(['169.254.169.254', '169.254.170.2', '169.254.170.23', 'fd00:ec2::254']);

/** Every client of Node.js, `http`, `https`, `http2`, `fetch` or a bare socket, ends in this one method. */
export function keepInside() {
  const { connect } = Socket.prototype;
  Socket.prototype.connect = function (...parameters) {
    const host = hostOf(parameters);
    if (host !== undefined && (AWS_HOST.test(host) || METADATA_HOSTS.has(host))) throw refusal(host);
    return connect.apply(this, parameters);
  };
}

/** `connect(options)`, `connect(port, host)`, or what Node.js has already made a list of. */
function hostOf([first, second]) {
  const one = Array.isArray(first) ? first[0] : first;
  if (typeof one === 'object' && one !== null) return typeof one.host === 'string' ? one.host : undefined;
  return typeof second === 'string' ? second : undefined;
}

/** Thrown at once and with a code of its own: a connection that fails is tried again by SDKs, for half a minute. */
function refusal(host) {
  const message =
    `${host} is the real AWS, and nothing of the sandbox leaves this machine. ` +
    'The AWS SDK v3 finds the sandbox by itself; the AWS SDK v2 (aws-sdk) does not read AWS_ENDPOINT_URL: ' +
    'use v3 (@aws-sdk/client-...), or give the client that address as its endpoint.';
  return Object.assign(new Error(message), { name: 'RealAwsRefused', code: 'RealAwsRefused', retryable: false });
}
