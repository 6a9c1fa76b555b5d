/// <reference lib="dom" />
/** Runs in the browser: the recorder of events, bundled as a front end would. */
import { createEventRecorder, type EventRecorder } from '../../src/client/events/create-event-recorder.ts';

declare global {
  interface Window {
    recorderOf: (options: { url: string; token: string; sendEveryMs: number }) => void;
    recorder: EventRecorder;
  }
}

window.recorderOf = ({ url, token, sendEveryMs }) => {
  const authorize = async () => ({ appToken: token });
  window.recorder = createEventRecorder({ url, authorize, sendEveryMs, sessions: false });
};
