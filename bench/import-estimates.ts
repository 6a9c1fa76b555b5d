import * as z from 'zod';
import {
  connectDatabase,
  createCustomerSource,
  createSegments,
  createSegmentVersions,
} from '../src/adapters/dynamodb/index.ts';
import { systemClock } from '../src/adapters/system/index.ts';
import { estimateSegment } from '../src/app/segment/index.ts';
import { openSession, type GraphqlSession } from '../src/cli/graphql-session.ts';
import { LOCAL_MARKETER, LOCAL_PASSWORD } from '../src/cli/local-users.ts';
import { OWN_BACKEND } from '../src/cli/own-backend.ts';
import { readOutputs } from '../src/cli/read-outputs.ts';
import { readAssembly } from '../src/offline/assembly/read-assembly.ts';
import { synthesize } from '../src/offline/assembly/synthesize.ts';
import { deployedNames } from './delivery/deployed-names.ts';
import { createRandom } from '../test/simulation/random.ts';

const TRIALS = 100;
const REPEATS = 3;

/** Shapes of the generated audience: some, many, few. The first is the one of the trials. */
const SEGMENTS: readonly { readonly name: string; readonly definition: object }[] = [
  {
    name: '서울, 20 purchases or more',
    definition: one({
      location: { city: { values: ['서울'] } },
      metrics: { Purchases: { comparison: 'GREATER_THAN_OR_EQUAL', value: 20 } },
    }),
  },
  { name: 'reached by push', definition: one({ demographic: { channel: { values: ['GCM'] } } }) },
  {
    name: 'version 3.4, 7 purchases',
    definition: one({
      demographic: { appVersion: { values: ['3.4'] } },
      metrics: { Purchases: { comparison: 'EQUAL', value: 7 } },
    }),
  },
];

function one(dimensions: object): object {
  return { groups: [{ dimensions: [dimensions] }] };
}

const ESTIMATE = /* GraphQL */ `
  query Estimate($definition: AWSJSON!, $isExact: Boolean, $cursor: String) {
    estimateSegment(definition: $definition, isExact: $isExact, cursor: $cursor) {
      estimate
      low
      high
      scanned
      isExact
      cursor
    }
  }
`;

const answerShape = z.object({
  estimate: z.number(),
  low: z.number(),
  high: z.number(),
  scanned: z.number(),
  isExact: z.boolean(),
  cursor: z.string().nullish(),
});

export interface SegmentTiming {
  readonly name: string;
  readonly exact: number;
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly scanned: number;
  /** The slowest answer after the first, through GraphQL. */
  readonly slowestMs: number;
  readonly exactSeconds: number;
}

export interface Estimates {
  readonly segments: readonly SegmentTiming[];
  readonly trials: number;
  /** Trials whose interval held the exact number. */
  readonly covered: number;
  readonly slowestTrialMs: number;
  /** Mean width of the intervals, as a share of the exact number. */
  readonly meanWidth: number;
}

/** Estimates segments of what a backend has imported: through GraphQL against the clock, and in seeded trials. */
export async function measureEstimates(
  outputsFile: string,
  backendUrl: string,
  say: (line: string) => void,
): Promise<Estimates> {
  const outputs = await readOutputs(outputsFile);
  if (!outputs.ok) throw new Error(outputs.message);
  const session = await openSession(outputs.value, LOCAL_MARKETER, LOCAL_PASSWORD);
  const segments: SegmentTiming[] = [];
  try {
    for (const segment of SEGMENTS) {
      const timing = await timeSegment(session, segment);
      const { name, exact, estimate, low, high, scanned, slowestMs, exactSeconds } = timing;
      say(
        `${name}: about ${estimate} (${low} to ${high}) from ${scanned}, exactly ${exact}; ` +
          `${slowestMs} ms at most, the exact count ${exactSeconds.toFixed(1)} s`,
      );
      segments.push(timing);
    }
  } finally {
    await session.close();
  }
  const [first] = segments;
  return { segments, ...(await runTrials(backendUrl, first?.exact ?? 0)) };
}

async function timeSegment(
  session: GraphqlSession,
  { name, definition }: (typeof SEGMENTS)[number],
): Promise<SegmentTiming> {
  const question = { definition: JSON.stringify(definition) };
  let answer = await session.call(ESTIMATE, question, answerShape);
  let slowestMs = 0;
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    const start = performance.now();
    answer = await session.call(ESTIMATE, question, answerShape);
    slowestMs = Math.max(slowestMs, Math.round(performance.now() - start));
  }
  const start = performance.now();
  let counted = await session.call(ESTIMATE, { ...question, isExact: true }, answerShape);
  while (typeof counted.cursor === 'string') {
    counted = await session.call(ESTIMATE, { ...question, isExact: true, cursor: counted.cursor }, answerShape);
  }
  const { estimate, low, high, scanned } = answer;
  const exactSeconds = (performance.now() - start) / 1000;
  return { name, exact: counted.estimate, estimate, low, high, scanned, slowestMs, exactSeconds };
}

/** The use case over the same store: GraphQL takes no seeds. */
async function runTrials(backendUrl: string, exact: number): Promise<Omit<Estimates, 'segments'>> {
  const built = await synthesize(OWN_BACKEND);
  if (!built.ok) throw new Error(built.error.message);
  const app = readAssembly(built.assemblyFolder, { endpointUrl: backendUrl });
  const { tables } = deployedNames(app);
  const role = app.functions.find(({ environment }) => 'SEGMENT_VERSION_TABLE' in environment)?.roleArn;
  const { region, ...credentials } = await issueCredentials(backendUrl, role?.split('/').at(-1) ?? '');
  const database = connectDatabase({ endpoint: backendUrl, region, credentials });
  const stores = {
    customers: createCustomerSource(database, tables.customer),
    segments: createSegments(database, tables.segment),
    segmentVersions: createSegmentVersions(database, tables.segmentVersion),
  };
  let [covered, slowestTrialMs, width] = [0, 0, 0];
  for (let seed = 1; seed <= TRIALS; seed += 1) {
    const deps = { ...stores, clock: systemClock, ids: { next: () => `id-${seed}`, random: createRandom(seed) } };
    const start = performance.now();
    const estimate = await estimateSegment(deps, { definition: { ...SEGMENTS[0]?.definition } });
    if (!estimate.ok) throw new Error(estimate.error.message);
    // The first one connects and warms up.
    if (seed > 1) slowestTrialMs = Math.max(slowestTrialMs, Math.round(performance.now() - start));
    covered += estimate.low <= exact && exact <= estimate.high ? 1 : 0;
    width += (estimate.high - estimate.low) / exact / TRIALS;
  }
  database.client.destroy();
  return { trials: TRIALS, covered, slowestTrialMs, meanWidth: width };
}

const credentialsShape = z.object({
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  sessionToken: z.string(),
  region: z.string(),
});

async function issueCredentials(backendUrl: string, role: string): Promise<z.infer<typeof credentialsShape>> {
  const answer = await fetch(`${backendUrl}/_sandbox/credentials`, {
    method: 'POST',
    headers: { 'x-sandbox': '1', 'content-type': 'application/json' },
    body: JSON.stringify({ role }),
  });
  return credentialsShape.parse(await answer.json());
}
