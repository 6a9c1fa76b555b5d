import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareJob, type PreparedJob } from '../../prepare-job.ts';
import { openConsole, type OpenConsole } from './open-console.ts';
import { findings, LOOKS, walkPages } from './walk-pages.ts';

let console_: OpenConsole;
let prepared: PreparedJob;
beforeAll(async () => {
  console_ = await openConsole();
  prepared = await prepareJob(console_.backend, 40);
}, 240_000);
afterAll(async () => {
  await prepared?.session.close();
  await console_?.stop();
});

describe('every page', () => {
  it.each(LOOKS)(
    'in $language and $theme has nothing serious or critical for axe-core, and fits 1280 and 820 pixels',
    async (look) => {
      const signInPage = await console_.openPage(look);
      await signInPage.waitForSelector('input[name=password]');
      expect(await findings(signInPage)).toEqual([]);
      await signInPage.context().close();
      await walkPages(console_, look, [
        ['#/', 'h1'],
        ['#/runs', 'table'],
        [`#/runs/${prepared.jobId}`, 'table'],
        [`#/runs/${prepared.jobId}?tab=excluded`, '[role=tab][aria-selected=true]'],
        [`#/runs/${prepared.jobId}?tab=find&who=m-1`, '[role=tabpanel] form'],
        // Nothing was sent yet, of which there could be a report.
        [`#/runs/${prepared.jobId}/report`, '[class*=alert]'],
        ['#/nowhere', '[class*=alert]'],
      ]);
    },
    400_000,
  );
});
