#!/usr/bin/env node
// TypeScript runs as it is written: no build step between an edit and a run.
import { register } from 'tsx/esm/api';

register();
await import('../src/cli/main.ts');
