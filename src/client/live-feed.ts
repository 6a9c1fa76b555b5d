/** Why a feed gave no answer; `isFinal` says that asking again cannot help. */
export interface WatchFailure {
  readonly code: string;
  readonly message: string;
  readonly isFinal: boolean;
}

/** What is stored now, null when there is nothing; or why nobody knows. */
export type LiveAnswer<State> =
  { readonly ok: true; readonly state: State | null } | { readonly ok: false; readonly error: WatchFailure };

/** Where news of one thing come from; the ways to fail are told, never thrown. */
export interface LiveFeed<State> {
  /**
   * Subscribes. `onReady` is called each time the subscription has become live, after a reconnect too: what happened
   * before that moment was not heard. Returns a function that unsubscribes.
   */
  subscribe(listener: {
    readonly onReady: () => void;
    readonly onNews: (news: State) => void;
    readonly onError: (error: WatchFailure) => void;
  }): () => void;
  /** Asks for the thing as stored now. */
  query(): Promise<LiveAnswer<State>>;
}
