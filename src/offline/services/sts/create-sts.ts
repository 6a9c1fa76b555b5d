import { randomUUID } from 'node:crypto';
import type { CredentialStore } from '../../auth/credential-store.ts';
import { notSupportedMessage } from '../aws-response.ts';
import type { AwsService } from '../contract.ts';
import { escapeXml, xmlError } from '../xml-error.ts';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** STS: who am I. No permission is needed for it, as in AWS. */
export function createSts({ credentials }: { readonly credentials: CredentialStore }): AwsService {
  return {
    authorizationOf: () => undefined,
    handle(request) {
      const action =
        new URLSearchParams(request.body.toString('utf8')).get('Action') ?? request.query.get('Action') ?? '(none)';
      if (action !== 'GetCallerIdentity' || request.principal === null)
        return Promise.resolve(xmlError(501, 'NotSupportedOffline', notSupportedMessage('STS', action), 'sts'));
      const issued = credentials.find(request.principal.accessKeyId);
      const name = request.principal.roleArn.slice(request.principal.roleArn.lastIndexOf('/') + 1);
      const session = issued?.sessionName ?? 'sandbox';
      const arn = `arn:aws:sts::${request.principal.accountId}:assumed-role/${name}/${session}`;
      const fields = `<Arn>${escapeXml(arn)}</Arn><UserId>${escapeXml(`${issued?.roleId ?? ''}:${session}`)}</UserId><Account>${escapeXml(request.principal.accountId)}</Account>`;
      const body = `<GetCallerIdentityResponse xmlns="${NAMESPACE}"><GetCallerIdentityResult>${fields}</GetCallerIdentityResult><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;
      return Promise.resolve({ status: 200, headers: { 'content-type': 'text/xml' }, body });
    },
  };
}
