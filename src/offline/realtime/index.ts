/** @module AppSync's realtime protocol, offline. */
export { createRealtime, type Realtime, type RealtimeOptions } from './create-realtime.ts';
