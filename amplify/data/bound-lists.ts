import type { CfnResolver } from 'aws-cdk-lib/aws-appsync';

/** Rows in one page. AppSync itself passes any number on to DynamoDB, which stops at 1 MB of what it reads. */
const MAX_PAGE = 1_000;

const REFUSE_LARGER_PAGES = `#if( $util.defaultIfNull($context.args.limit, 0) > ${MAX_PAGE} )
  $util.error("limit: at most ${MAX_PAGE} in a page. Ask for the rest with nextToken.", "LIMIT_TOO_LARGE")
#end
`;

/** Bounds the page that a caller may ask the generated queries for, of models and of what belongs to them. */
export function boundLists(resolvers: Readonly<Record<string, CfnResolver>>): void {
  for (const resolver of Object.values(resolvers)) {
    // Our own resolvers are JavaScript, and their functions check what they are asked for.
    if (resolver.requestMappingTemplate === undefined) continue;
    resolver.requestMappingTemplate = REFUSE_LARGER_PAGES + resolver.requestMappingTemplate;
  }
}
