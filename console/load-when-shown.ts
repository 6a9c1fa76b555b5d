import type { Plugin } from 'vite';

/** The module of Cloudscape that chooses one of three layouts by the theme and a flag of AWS's own console. */
const CHOOSER = /@cloudscape-design\/components\/app-layout\/internal\.js$/;
/** The layouts that the console's theme never chooses: they are a tenth of the first page, with drag and drop. */
const NOT_CHOSEN = new Set(['./classic', './visual-refresh-toolbar']);
const SUFFIX = '?when-shown';

/** Loads what Cloudscape's layout imports but does not show here when it is shown, which it would be by another theme. */
export function loadWhenShown(): Plugin {
  return {
    name: 'load-when-shown',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (importer === undefined || !CHOOSER.test(importer) || !NOT_CHOSEN.has(source)) return null;
      const resolved = await this.resolve(source, importer, { skipSelf: true });
      return resolved === null ? null : `${resolved.id}${SUFFIX}`;
    },
    load(id) {
      if (!id.endsWith(SUFFIX)) return null;
      const layout = JSON.stringify(id.slice(0, -SUFFIX.length));
      return `import { lazy } from 'react';\nexport default lazy(() => import(${layout}));\n`;
    },
  };
}
