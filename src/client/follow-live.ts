import type { LiveFeed, WatchFailure } from './live-feed.ts';
import { retryDelayMs, type Timers } from './timers.ts';

/** After an acknowledgement, until a subscription surely has effect. */
const SETTLED_MS = 2_000;

/** How what is heard of a thing is put together. */
export interface LiveRules<State> {
  /** The state after something was heard; null when nothing new was. */
  readonly merge: (known: State | null, heard: State) => State | null;
  readonly isOver: (state: State) => boolean;
  /** What it means that nothing is stored; null: it is waited for. */
  readonly whenMissing: () => WatchFailure | null;
  /** News may be lost on their way: after this silence what is stored is asked for, the `asked`th time. */
  readonly quietMs: (asked: number) => number;
}

/** Who hears what becomes of a followed thing; neither function is called after it is no longer followed. */
export interface LiveListener<State> {
  readonly onNews: (state: State) => void;
  /** Called once, last: it is over, or it cannot be watched any further. */
  readonly onEnd: (failure: WatchFailure | null) => void;
}

/**
 * Follows one thing to its end: subscribes, then queries, then merges; queries again after every reconnect and after a
 * silence; tries again, ever later, whatever may pass. Returns a function that stops following (without `onEnd`).
 */
export function followLive<State>(
  feed: LiveFeed<State>,
  rules: LiveRules<State>,
  timers: Timers,
  listener: LiveListener<State>,
): () => void {
  let known: State | null = null;
  let isStopped = false;
  let failures = 0;
  let asked = 0;
  let unsubscribe = (): void => undefined;
  let cancelQuiet = (): void => undefined;
  let cancelAskAgain = (): void => undefined;
  let cancelSubscribeAgain = (): void => undefined;
  let cancelSettled = (): void => undefined;

  function stop(): void {
    isStopped = true;
    cancelQuiet();
    cancelAskAgain();
    cancelSubscribeAgain();
    cancelSettled();
    unsubscribe();
  }

  function end(failure: WatchFailure | null): void {
    if (isStopped) return;
    stop();
    listener.onEnd(failure);
  }

  function hear(heard: State): void {
    if (isStopped) return;
    failures = 0;
    waitForSilence();
    const news = rules.merge(known, heard);
    if (news === null) return;
    known = news;
    listener.onNews(news);
    if (rules.isOver(news)) end(null);
  }

  function waitForSilence(): void {
    cancelQuiet();
    cancelQuiet = timers.after(rules.quietMs(asked), ask);
  }

  function ask(): void {
    if (isStopped) return;
    asked += 1;
    waitForSilence();
    void feed.query().then((answer) => {
      if (!answer.ok) return fail(answer.error, askLater);
      if (answer.state !== null) return hear(answer.state);
      const failure = rules.whenMissing();
      if (failure !== null) end(failure);
    });
  }

  function fail(failure: WatchFailure, tryLater: (delayMs: number) => void): void {
    if (isStopped) return;
    if (failure.isFinal) return end(failure);
    failures += 1;
    tryLater(retryDelayMs(failures));
  }

  // Each has a timer of its own: a question that fails while a subscription is still to be made anew must not undo that.
  function askLater(delayMs: number): void {
    cancelAskAgain();
    cancelAskAgain = timers.after(delayMs, ask);
  }

  function subscribeLater(delayMs: number): void {
    cancelSubscribeAgain();
    cancelSubscribeAgain = timers.after(delayMs, subscribe);
  }

  function subscribe(): void {
    if (isStopped) return;
    unsubscribe();
    const onReady = (): void => {
      ask();
      // AppSync acknowledges a subscription a moment before it has effect: what happened in between is read once more.
      // https://github.com/aws/aws-appsync-community/issues/405
      cancelSettled();
      cancelSettled = timers.after(SETTLED_MS, ask);
    };
    unsubscribe = feed.subscribe({ onReady, onNews: hear, onError: (failure) => fail(failure, subscribeLater) });
    // A feed may end everything while it subscribes, before its unsubscriber was known here.
    if (isStopped) unsubscribe();
  }

  waitForSilence();
  subscribe();
  return stop;
}
