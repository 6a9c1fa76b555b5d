import { Kind, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { collectFieldNodes } from '../../../../src/offline/graphql/collect-field-nodes.ts';
import { selectionSetGraphql, selectionSetList } from '../../../../src/offline/graphql/selection-set.ts';

function rootFields(query: string) {
  const document = parse(query);
  const fragments = Object.fromEntries(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
    ),
  );
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new Error('The query has no operation.');
  const nodes = [...collectFieldNodes([operation.selectionSet], fragments, {})][0]?.[1] ?? [];
  return { nodes, fragments };
}

describe('the selection set in ctx.info', () => {
  it('lists paths by alias, parents before children', () => {
    const { nodes, fragments } = rootFields(`{
      getPost(id: 1) { id title secondTitle: title author(id: 2) { authorId name } comments { id text } }
    }`);
    expect(selectionSetList(nodes, fragments, {})).toEqual([
      'id',
      'title',
      'secondTitle',
      'author',
      'author/authorId',
      'author/name',
      'comments',
      'comments/id',
      'comments/text',
    ]);
  });

  it('dissolves fragments and lists a path once', () => {
    const { nodes, fragments } = rootFields(`
      { post { id ... on Post { id title } ...More } }
      fragment More on Post { title author { name } }
    `);
    expect(selectionSetList(nodes, fragments, {})).toEqual(['id', 'title', 'author', 'author/name']);
  });

  it('evaluates skip and include', () => {
    const { nodes, fragments } = rootFields(
      '{ post { a @include(if: $yes) b @skip(if: $yes) c @include(if: false) d @skip(if: false) } }',
    );
    expect(selectionSetList(nodes, fragments, { yes: true })).toEqual(['a', 'd']);
    expect(selectionSetList(nodes, fragments, { yes: false })).toEqual(['b', 'd']);
  });

  it('is GraphQL text as well, and empty for a leaf', () => {
    expect(selectionSetGraphql(rootFields('{ post { id second: title } }').nodes)).toBe('{\n  id\n  second: title\n}');
    expect(selectionSetGraphql(rootFields('{ post }').nodes)).toBe('');
  });

  it('joins the selections of a field that is selected twice', () => {
    expect(selectionSetGraphql(rootFields('{ post { id } post { title } }').nodes)).toBe('{\n  id\n  title\n}');
  });
});
