import { Fn, Stack } from 'aws-cdk-lib';
import { FunctionUrl, FunctionUrlAuthType, type IFunction } from 'aws-cdk-lib/aws-lambda';

type PageFunction = { readonly resources: { readonly lambda: IFunction } };
type MailingFunction = PageFunction & { readonly addEnvironment: (key: string, value: string) => void };

/** Whether unsubscribe links lead to our own page: BONGHWA_UNSUBSCRIBE_URL is `own`, and no address of somebody else's. */
export function isOwnPage(): boolean {
  return process.env['BONGHWA_UNSUBSCRIBE_URL'] === 'own';
}

/**
 * Opens the page to the world, if it is ours, and tells those who write mails where it is. Nobody signs in there: what may
 * be done is what the signed reference of a link says.
 */
export function openUnsubscribePage(page: PageFunction, mailing: readonly MailingFunction[]): void {
  if (!isOwnPage()) return;
  const { lambda } = page.resources;
  const { url } = new FunctionUrl(Stack.of(lambda), 'UnsubscribePage', {
    function: lambda,
    authType: FunctionUrlAuthType.NONE,
  });
  for (const fn of mailing) fn.addEnvironment('UNSUBSCRIBE_URL', Fn.join('', [url, '?ref={ref}']));
}
