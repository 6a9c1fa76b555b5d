import type { PageResponse } from '../http/create-endpoint.ts';
import type { EmbedUrls } from '../services/quicksight/embed-urls.ts';
import { escapeXml } from '../services/xml-error.ts';

/** Who has the console open by either name of this machine. */
const THIS_MACHINE = ["'self'", 'http://localhost:*', 'http://127.0.0.1:*'] as const;

/** The page behind an address of QuickSight: it says what would be there. Whoever opens it a second time is told so. */
export function showDashboard(urls: EmbedUrls, code: string): PageResponse {
  const embedded = urls.open(code);
  if (embedded === undefined) {
    const told = 'An address of a dashboard opens once, and within five minutes. Ask for another.';
    return { status: 403, ...page('Not authorized', told), framedBy: THIS_MACHINE };
  }
  const { dashboardId, userName, sessionMinutes, allowedDomains } = embedded;
  const told = `QuickSight would show the dashboard ${dashboardId} here to ${userName}, for ${sessionMinutes} minutes. The sandbox has none: this page stands in for it. The built-in reports show the same numbers.`;
  return {
    ...page('This page stands in for the dashboard', told),
    framedBy: allowedDomains.length === 0 ? THIS_MACHINE : allowedDomains,
  };
}

function page(title: string, told: string): Pick<PageResponse, 'contentType' | 'body'> {
  return {
    contentType: 'text/html; charset=utf-8',
    body: `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>${escapeXml(title)}</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/_bonghwa/static/style.css" />
  </head>
  <body>
    <main class="wide">
      <h1>${escapeXml(title)}</h1>
      <p>${escapeXml(told)}</p>
    </main>
  </body>
</html>
`,
  };
}
