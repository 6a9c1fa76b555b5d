/** What goes wrong in the demo. Seeded: the same addresses fail at every run. */
export const FAULTS = {
  seed: 20261124,
  rules: [
    // One provider call in nine is refused outright: the whole chunk is throttled and tried again.
    { kind: 'call', calls: { from: 3, every: 9 }, effect: { type: 'status', status: 429 } },
    { kind: 'call', effect: { type: 'latency', ms: 40, jitterMs: 80 } },
    // Single recipients: throttled or failing once (retried), dead for good, or opted out at the provider.
    { kind: 'recipient', ratio: 0.03, attempts: 1, outcome: 'THROTTLED' },
    { kind: 'recipient', ratio: 0.02, attempts: 1, outcome: 'TEMPORARY_FAILURE' },
    { kind: 'recipient', channel: 'PUSH', ratio: 0.02, outcome: 'UNREGISTERED' },
    { kind: 'recipient', ratio: 0.01, outcome: 'PERMANENT_FAILURE' },
    { kind: 'recipient', ratio: 0.008, outcome: 'OPT_OUT' },
  ],
} as const;
