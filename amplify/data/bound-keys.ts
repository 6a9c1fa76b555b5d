import type { CfnResolver } from 'aws-cdk-lib/aws-appsync';

/** As commands read ids (src/domain/id.ts). */
const MAX_KEY = 500;

const REFUSE_IMPOSSIBLE_KEYS = `#foreach( $given in $context.args.entrySet() )
  #if( $given.key != "nextToken" && $given.key != "filter" )
    #if( $util.isString($given.value) && ($util.isNullOrBlank($given.value) || $given.value.length() > ${MAX_KEY}) )
      $util.error("$given.key: it has to have 1 to ${MAX_KEY} characters.", "INVALID_INPUT")
    #end
    #if( $util.isMap($given.value) )
      #foreach( $asked in $given.value.values() )
        #if( $util.isString($asked) && $util.isNullOrBlank($asked) )
          $util.error("$given.key: it has to have 1 to ${MAX_KEY} characters.", "INVALID_INPUT")
        #end
      #end
    #end
  #end
#end
`;

/**
 * Refuses keys that no row can have, by the argument's name: DynamoDB takes no empty or longer ones, and its own refusal
 * says nothing that a caller could act on.
 */
export function boundKeys(resolvers: Readonly<Record<string, CfnResolver>>): void {
  for (const resolver of Object.values(resolvers)) {
    // Our own resolvers are JavaScript, and their functions check what they are asked for.
    if (resolver.typeName !== 'Query' || resolver.requestMappingTemplate === undefined) continue;
    resolver.requestMappingTemplate = REFUSE_IMPOSSIBLE_KEYS + resolver.requestMappingTemplate;
  }
}
