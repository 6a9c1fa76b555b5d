import { generateKeyPair, exportJWK, exportPKCS8, type CryptoKey } from 'jose';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { inParallel } from '../../src/app/in-parallel.ts';
import { openSession } from '../../src/cli/graphql-session.ts';
import { LOCAL_ADMIN, LOCAL_PASSWORD } from '../../src/cli/local-users.ts';
import { daysAfter } from '../../src/domain/insight/index.ts';
import { post, signAs, type SigningClient } from '../api-world.ts';
import { killHard, launchSandbox, untilReady, type SandboxProcess } from '../crash/sandbox-process.ts';
import type { FaultPlanInput } from '../../src/offline/services/fault-plan/document.ts';
import { probePort } from '../../src/offline/sandbox/find-port.ts';
import { runCommand, type RunningCommand } from '../running-command.ts';
import { kst } from '../insight/told-event.ts';
import { compareReports, countBySql } from './compare-reports.ts';
import { tellEvents, type Telling, type TellingDay } from './tell-events.ts';

export type ExactnessOptions = {
  readonly folder: string;
  readonly events: number;
  readonly days: number;
  readonly firstDay: string;
  readonly seed: number;
  /** How often the sandbox is killed, each time in the middle of another day. */
  readonly kills: number;
  /** How long Firehose takes nothing at least. */
  readonly firehoseDownMs: number;
  readonly say: (line: string) => void;
};

export type Exactness = {
  readonly events: number;
  readonly duplicates: number;
  readonly late: number;
  readonly wrongClocks: number;
  readonly byApps: number;
  readonly byFiles: number;
  readonly kills: number;
  readonly refused: number;
  readonly lost: number;
  readonly double: number;
  readonly rolledUpDays: number;
  readonly reports: number;
  readonly differing: readonly string[];
  readonly seconds: number;
};

const BATCH = 100;
const LANES = 6;
/** So many people of each day speak for themselves, by the tokens of their apps; a server speaks of the others. */
const APPS = 10;
/** Of so many people of a server, what one did comes by a file. */
const FILE_OF_EACH = 4;
const CUSTOMERS_AT_ONCE = 100;
const PATIENCE_MS = 240_000;

const SAVE_CLIENT = `mutation { saveApiClient(clientId: "shop", name: "shop", isActive: true, cidrs: ["127.0.0.0/8"], operations: [RECORD_EVENTS, ISSUE_APP_TOKENS], templateIds: [], messagesPerDay: 1000, recipientsPerMinute: 1000) { clientId } }`;
const ADD_KEY =
  'mutation ($publicKey: String) { addApiKey(clientId: "shop", keyId: "k1", algorithm: EdDSA, publicKey: $publicKey) { secret } }';
const UPSERT = 'mutation ($customers: [AWSJSON!]!) { upsertCustomers(customers: $customers) { outcome } }';
const RECORD = 'mutation ($events: [AWSJSON!]!) { recordEvents(events: $events) { outcome code message } }';
const ISSUE = 'mutation ($customerId: ID!) { issueAppToken(customerId: $customerId) { token } }';
const OF_LAKE =
  "SELECT count(DISTINCT customer_key || ' ' || event_id) AS events, count(DISTINCT customer_key) AS people FROM events";

const outcomes = z.object({ recordEvents: z.array(z.object({ outcome: z.string(), code: z.string().nullable() })) });
const importOutput = z.object({ files: z.tuple([z.object({ rejected: z.number() })]) });
const issued = z.object({ issueAppToken: z.object({ token: z.string() }) });

/** A sandbox that is killed now and then; whoever calls it waits until it is there again. */
class KilledSandbox {
  #running: RunningCommand | undefined;
  #ready: Promise<SandboxProcess>;
  readonly url: string;
  /** How far the sandbox's clock is ahead of this process's. */
  #aheadMs = 0;

  constructor(
    readonly folder: string,
    readonly port: number,
    at: string,
  ) {
    this.url = `http://127.0.0.1:${port}`;
    this.#ready = this.#launch(at);
  }

  async #launch(at?: string): Promise<SandboxProcess> {
    this.#running = launchSandbox(this.folder, { port: this.port, ...(at === undefined ? {} : { at }) });
    const ready = await untilReady(this.#running, this.folder);
    await this.readClock();
    return ready;
  }

  get ready(): Promise<SandboxProcess> {
    return this.#ready;
  }

  now(): number {
    return Date.now() + this.#aheadMs;
  }

  async readClock(): Promise<void> {
    const answer = await fetch(`${this.url}/_sandbox/clock`, { headers: { 'x-sandbox': '1' } });
    const { now } = z.object({ now: z.string() }).parse(await answer.json());
    this.#aheadMs = Date.parse(now) - Date.now();
  }

  async moveTo(moment: number): Promise<void> {
    const ready = await this.#ready;
    await this.readClock();
    await ready.moveClock(Math.max(0, moment - this.now()));
    await this.readClock();
  }

  async kill(): Promise<void> {
    await this.#ready;
    const running = this.#running;
    if (running === undefined) return;
    this.#ready = killHard(running).then(() => this.#launch());
    await this.#ready;
  }

  async stop(): Promise<void> {
    await this.#ready.catch(() => undefined);
    if (this.#running !== undefined) await killHard(this.#running);
  }
}

/**
 * A shop's events on their way into the reports, day by day, while the sandbox is killed and Firehose takes nothing: what
 * every report of events shows is compared with what counting by hand counts.
 */
export async function runExactness(options: ExactnessOptions): Promise<Exactness> {
  const { days, firstDay, kills, say } = options;
  const began = performance.now();
  const told = tellEvents(options);
  const customers = [...new Set(told.events.map(({ customer }) => customer))];
  say(`${told.events.length} events of ${customers.length} people, ${told.duplicates} of them told twice`);
  const sandbox = new KilledSandbox(options.folder, (await probePort(0)) ?? 0, `${firstDay}T09:00:00+09:00`);
  try {
    const shop = await addShop(sandbox, customers);
    const teller = new Teller(sandbox, shop);
    const killDays = daysToKill(days, kills);
    const downDay = Math.max(0, days - 2);
    for (const [index, day] of told.days.entries()) {
      await sandbox.moveTo(kst(`${daysAfter(day.day, 1)} 00:05`));
      const ready = await sandbox.ready;
      const isDown = index === downDay;
      const until = performance.now() + options.firehoseDownMs;
      if (isDown) await ready.loadFaultPlan(DOWN);
      await teller.tell(day, killDays.has(index));
      if (isDown) {
        await sleep(Math.max(0, until - performance.now()));
        await ready.loadFaultPlan({ rules: [] });
      }
      say(
        `${day.day}: ${day.tellings.length} told${killDays.has(index) ? ', killed in between' : ''}${isDown ? ', without Firehose' : ''}`,
      );
    }
    const today = daysAfter(firstDay, days);
    const at = { from: firstDay, to: today, today };
    const session = await openSession((await sandbox.ready).outputs, LOCAL_ADMIN, LOCAL_PASSWORD);
    const [events = 0, people = 0] = await countBySql(session, OF_LAKE);
    const before = await compareReports(session, told.events, at);
    await session.close();
    // An hour later the days that events came late for are built anew.
    await sandbox.moveTo(kst(`${today} 02:10`));
    const later = await openSession((await sandbox.ready).outputs, LOCAL_ADMIN, LOCAL_PASSWORD);
    const rolled = 'SELECT count(DISTINCT day_kst) AS days FROM user_day';
    let rolledUpDays = 0;
    const patience = performance.now() + PATIENCE_MS;
    while (rolledUpDays < days && performance.now() < patience) {
      [rolledUpDays = 0] = await countBySql(later, rolled);
      if (rolledUpDays < days) await sleep(300);
    }
    const after = await compareReports(later, told.events, at);
    await later.close();
    return {
      events: told.events.length,
      duplicates: told.duplicates,
      late: told.late,
      wrongClocks: told.wrongClocks,
      byApps: teller.byApps,
      byFiles: teller.byFiles,
      kills: killDays.size,
      refused: teller.refused,
      lost: told.events.length - events + (customers.length - people),
      double: Math.max(0, events - told.events.length),
      rolledUpDays,
      reports: before.asked + after.asked,
      differing: [...before.differing, ...after.differing],
      seconds: Math.round((performance.now() - began) / 1_000),
    };
  } finally {
    await sandbox.stop();
  }
}

const DOWN: FaultPlanInput = {
  rules: [{ kind: 'call', channel: 'FIREHOSE', effect: { type: 'status', status: 503 } }],
};

/** Days in the middle, each another one, and none without Firehose. */
function daysToKill(days: number, kills: number): ReadonlySet<number> {
  return new Set(Array.from({ length: kills }, (_, kill) => Math.floor(((kill + 1) * (days - 2)) / (kills + 1))));
}

/** A registered server, and everybody whom it will speak of. */
async function addShop(sandbox: KilledSandbox, customers: readonly string[]): Promise<SigningClient> {
  const { outputs } = await sandbox.ready;
  const session = await openSession(outputs, LOCAL_ADMIN, LOCAL_PASSWORD);
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  await session.call(SAVE_CLIENT, {}, z.unknown());
  await session.call(ADD_KEY, { publicKey: (await exportJWK(publicKey)).x }, z.unknown());
  const starts = Array.from(
    { length: Math.ceil(customers.length / CUSTOMERS_AT_ONCE) },
    (_, n) => n * CUSTOMERS_AT_ONCE,
  );
  await inParallel(starts, LANES, async (start) => {
    const some = customers.slice(start, start + CUSTOMERS_AT_ONCE).map((id) => JSON.stringify({ id }));
    await session.call(UPSERT, { customers: some }, z.unknown());
  });
  await session.close();
  return { clientId: 'shop', keyId: 'k1', alg: 'EdDSA', key: privateKey, material: await materialOf(privateKey) };
}

function materialOf(key: CryptoKey): Promise<string> {
  return exportPKCS8(key);
}

type Batch = { readonly tellings: readonly Telling[]; readonly customerId?: string };

/** Tells events until each was answered, whatever happens to the sandbox meanwhile. */
class Teller {
  refused = 0;
  byApps = 0;
  byFiles = 0;

  constructor(
    readonly sandbox: KilledSandbox,
    readonly shop: SigningClient,
  ) {}

  async tell({ tellings }: TellingDay, isKilled: boolean): Promise<void> {
    const { batches, written } = batchesOf(tellings);
    let done = 0;
    let killing: Promise<void> | undefined;
    const imported = this.#untilImported(written);
    await inParallel(batches, LANES, async (batch) => {
      await this.#untilTold(batch);
      done += 1;
      if (isKilled && done >= batches.length / 2) killing ??= this.sandbox.kill();
    });
    await killing;
    await imported;
  }

  /** Runs the importer until it has come to its end. */
  async #untilImported(tellings: readonly Telling[]): Promise<void> {
    if (tellings.length === 0) return;
    const { folder, url } = this.sandbox;
    const at = (name: string): string => join(folder, name);
    const { file, keyFile, outputs } = { file: at('events.ndjson'), keyFile: at('key.pem'), outputs: at('api.json') };
    const lines = tellings.map((telling) => `${JSON.stringify(asSaid(telling))}\n`);
    await writeFile(file, lines.join(''));
    await writeFile(keyFile, this.shop.material);
    await writeFile(outputs, JSON.stringify({ data: { url: `${url}/graphql` } }));
    const words = ['--client', this.shop.clientId, '--key', this.shop.keyId, '--key-file', keyFile];
    const patience = performance.now() + PATIENCE_MS;
    for (;;) {
      await this.sandbox.ready;
      const command = runCommand(['import-events', file, ...words, '--outputs', outputs, '--json'], folder);
      const code = await command.exited;
      if (code === 0 || code === 2) {
        const [{ rejected }] = importOutput.parse(JSON.parse(command.output().trim().split('\n').at(-1) ?? '')).files;
        this.refused += rejected;
        this.byFiles += tellings.length;
        return;
      }
      if (performance.now() > patience) throw new Error(`The importer gave up: ${command.output()}`);
      await sleep(50);
    }
  }

  async #untilTold(batch: Batch): Promise<void> {
    const patience = performance.now() + PATIENCE_MS;
    for (;;) {
      await this.sandbox.ready;
      try {
        const answers = await this.#record(batch);
        this.refused += answers.filter(({ outcome }) => outcome === 'REJECTED').length;
        if (batch.customerId !== undefined) this.byApps += batch.tellings.length;
        return;
      } catch (error) {
        // The answer may be lost and the events recorded: they are told again with the same ids.
        if (performance.now() > patience) throw error;
        await sleep(50);
      }
    }
  }

  async #record({ tellings, customerId }: Batch): Promise<z.infer<typeof outcomes>['recordEvents']> {
    const url = `${this.sandbox.url}/graphql`;
    const now = this.sandbox.now();
    const events = tellings.map(({ event, clockAheadMs = 0 }) =>
      JSON.stringify({
        ...asSaid({ event, clockAheadMs }),
        ...(clockAheadMs === 0 ? {} : { sentAt: Math.round(now + clockAheadMs) }),
      }),
    );
    const request = { query: RECORD, variables: { events } };
    const authorization =
      customerId === undefined
        ? await signAs(this.shop, request, {}, now)
        : `BonghwaApp ${await this.#tokenOf(customerId, now)}`;
    const answer = await post(url, request, { authorization });
    if (answer.message !== '') throw new Error(answer.message);
    return outcomes.parse(answer.data).recordEvents;
  }

  async #tokenOf(customerId: string, now: number): Promise<string> {
    const request = { query: ISSUE, variables: { customerId } };
    const answer = await post(`${this.sandbox.url}/graphql`, request, {
      authorization: await signAs(this.shop, request, {}, now),
    });
    if (answer.message !== '') throw new Error(answer.message);
    return issued.parse(answer.data).issueAppToken.token;
  }
}

function asSaid({ event, clockAheadMs = 0 }: Telling): object {
  return {
    eventId: event.eventId,
    customerId: event.customer,
    name: event.name,
    occurredAt: event.at + clockAheadMs,
    attributes: Object.fromEntries(event.attributes ?? []),
    metrics: Object.fromEntries(event.metrics ?? []),
  };
}

/**
 * Of one customer together: a batch of a server holds those of several, one of an app those of one. A file has no time of
 * sending, so that whose clock was wrong speaks through the API.
 */
function batchesOf(tellings: readonly Telling[]): {
  readonly batches: readonly Batch[];
  readonly written: readonly Telling[];
} {
  const byCustomer = new Map<string, Telling[]>();
  for (const telling of tellings) {
    const own = byCustomer.get(telling.event.customer);
    if (own === undefined) byCustomer.set(telling.event.customer, [telling]);
    else own.push(telling);
  }
  const all = [...byCustomer];
  const apps = all.slice(0, APPS).filter(([, own]) => own.length <= BATCH);
  const ofApps = new Set(apps);
  const others = all.filter((one) => !ofApps.has(one)).map(([, own]) => own);
  const isWritten = (own: readonly Telling[], index: number): boolean =>
    index % FILE_OF_EACH === 0 && own.every(({ clockAheadMs = 0 }) => clockAheadMs === 0);
  const ofServer = others.filter((own, index) => !isWritten(own, index)).flat();
  const starts = Array.from({ length: Math.ceil(ofServer.length / BATCH) }, (_, n) => n * BATCH);
  return {
    batches: [
      ...starts.map((start) => ({ tellings: ofServer.slice(start, start + BATCH) })),
      ...apps.map(([customerId, own]) => ({ tellings: own, customerId })),
    ],
    written: others.filter(isWritten).flat(),
  };
}
