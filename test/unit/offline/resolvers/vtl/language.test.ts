import { describe, expect, it } from 'vitest';
import { contextOf, effectsOf, evaluateVtl, resolverError, vtl, vtlValue } from '../evaluation.ts';

describe('values and references', () => {
  it('renders literals of every kind', () => {
    expect(vtlValue(`{"a": [1, -2, 1.5, true, null, 'x'], "b": {}}`)).toEqual({
      a: [1, -2, 1.5, true, null, 'x'],
      b: {},
    });
  });

  it('counts a range up and down', () => {
    expect(vtlValue('[1..3]')).toEqual([1, 2, 3]);
    expect(vtl('#set($n = 2)#set($r = [$n..0])$util.toJson($r)')).toEqual([2, 1, 0]);
  });

  it('interpolates references in double-quoted strings only', () => {
    expect(vtl(`#set($a = "x")#set($b = {"d": "$a-$!missing#n", "s": '$a'})$util.toJson($b)`)).toEqual({
      d: '$a-#n',
      s: '$a',
    });
    expect(vtl(`#set($a = "x")$util.toJson("\${a}y")`)).toBe('xy');
  });

  it('prints a null reference as it is written, and nothing when it is quiet', () => {
    expect(vtl('"$ctx.args.missing $!ctx.args.missing|"')).toBe('$ctx.args.missing |');
  });

  it('prints lists and maps as Java does', () => {
    expect(vtl('#set($a = {"k": [1, "b"]})"$a"')).toBe('{k=[1, b]}');
  });

  it('reads the context under both names of the arguments', () => {
    const context = contextOf({ arguments: { id: 'a' }, prev: { result: { n: 1 } }, env: { STAGE: 'dev' } });
    expect(vtl('"$ctx.args.id$context.arguments.id$ctx.prev.result.n$ctx.env.STAGE"', context)).toBe('aa1dev');
    expect(vtl('$util.toJson($ctx)', context)).toMatchObject({
      args: { id: 'a' },
      prev: { result: { n: 1 } },
      stash: {},
    });
  });

  it('does not read inherited properties', () => {
    expect(vtl('$util.toJson($ctx.args.constructor)')).toBeNull();
    expect(vtl('#set($m = {})$util.qr($m.put("__proto__", 1))$util.toJson($m)')).toEqual(
      JSON.parse('{"__proto__": 1}'),
    );
  });
});

describe('conditions', () => {
  it('takes everything but null and false for true, as Velocity 1.7', () => {
    const taken = (condition: string): unknown =>
      vtl(`#if(${condition})true#{else}false#end`, contextOf({ arguments: { empty: '' } }));
    expect(['0', '""', '[]', '$ctx.args.empty', 'true'].map(taken)).toEqual([true, true, true, true, true]);
    expect(['false', '$missing', '!"x"'].map(taken)).toEqual([false, false, false]);
  });

  it('binds && tighter than ||', () => {
    expect(vtlValue('true || false && false')).toBe(true);
    expect(vtlValue('(true || false) && false')).toBe(false);
    expect(vtlValue('false && true || true')).toBe(true);
  });

  it('compares by value, across types by text', () => {
    expect(vtlValue('"1" == 1')).toBe(true);
    expect(vtlValue('$missing == $other')).toBe(true);
    expect(vtlValue('$missing == "null"')).toBe(false);
    expect(vtl('#set($a = {"x": [1]})#set($b = {"x": [1]})$util.toJson($a.equals($b))')).toBe(true);
  });

  it('reads operators in letters, and $null, as Velocity, and neither within a text', () => {
    const context = contextOf({ arguments: { n: 5, s: 'and or eq' } });
    const taken = (condition: string): unknown => vtl(`#if(${condition})"yes"#{else}"no"#end`, context);
    const yes = ['$ctx.args.n ge 5 and $ctx.args.s eq "and or eq"', '$ctx.args.n lt 5 or ($ctx.args.n gt 4 and true)'];
    const no = ['not ($ctx.args.n ne 4)', '$ctx.args.n le 4 or false', '$ctx.args.n == $null', '$ctx.args.x != $null'];
    expect(yes.map(taken)).toEqual(['yes', 'yes']);
    expect(no.map(taken)).toEqual(['no', 'no', 'no', 'no']);
    expect(vtl('#if($ctx.args.x == $null and true)"this and $ctx.args.n or that"#end', context)).toBe(
      'this and 5 or that',
    );
  });

  it('chooses one branch of #if, #elseif and #else', () => {
    const branch = (n: number): unknown =>
      vtl('#if($ctx.args.n == 1)"one"#elseif($ctx.args.n == 2)"two"#else"more"#end', contextOf({ arguments: { n } }));
    expect([1, 2, 3].map(branch)).toEqual(['one', 'two', 'more']);
  });

  it('divides integers to an integer and adds text to text', () => {
    expect(vtlValue('7 / 2')).toBe(3);
    expect(vtlValue('7 % 4 + 2 * 3')).toBe(9);
    expect(vtlValue('"a" + 1')).toBe('a1');
    expect(vtlValue('1 / 0')).toBeNull();
  });
});

describe('#set', () => {
  it('assigns keys of maps, elements of lists and parts of the arguments', () => {
    const context = contextOf({ arguments: { input: {} } });
    vtl('#set($ctx.args.input.a = 1)#set($ctx.args.filter = {"b": 2}){}', context);
    expect(context.arguments).toEqual({ input: { a: 1 }, filter: { b: 2 } });
    expect(vtl('#set($l = [1, 2])#set($l[1] = 3)$util.toJson($l)')).toEqual([1, 3]);
  });

  it('counts a negative index from the end', () => {
    const context = contextOf({ arguments: { list: ['a', 'b', 'c'] } });
    expect(vtl('$util.toJson([$ctx.args.list[-1], $ctx.args.list[-3]])', context)).toEqual(['c', 'a']);
    expect(vtl('$util.toJson($ctx.args.list[-4])', context)).toBeNull();
  });

  it('changes the stash in place, for the next function', () => {
    const context = contextOf();
    vtl('$util.qr($ctx.stash.put("a", {"b": 1}))#set($ctx.stash.a.c = 2){}', context);
    expect(context.stash).toEqual({ a: { b: 1, c: 2 } });
  });

  it('replaces the result but no other part of the context', () => {
    const context = contextOf({ result: 1 });
    vtl('#set($ctx.result = 2){}', context);
    expect(context.result).toBe(2);
    expect(() => vtl('#set($ctx.stash = {})', context)).toThrow('$ctx.stash cannot be replaced');
    expect(() => evaluateVtl('#set($util = 1)')).toThrow('#set cannot replace $util');
  });
});

describe('#foreach', () => {
  it('iterates lists, values of maps and entries', () => {
    expect(vtl('[#foreach($x in [3, 4])$x#if($foreach.hasNext),#end#end]')).toEqual([3, 4]);
    expect(vtl('#set($m = {"a": 1, "b": 2})[#foreach($x in $m)$x#if($foreach.hasNext()),#end#end]')).toEqual([1, 2]);
    expect(vtl('#set($m = {"a": 1})#foreach($e in $m.entrySet())"$e.key$e.value$e.getKey()"#end')).toBe('a1a');
  });

  it('counts, and gives back outer variables of the same name', () => {
    expect(
      vtl(
        '#set($x = "o")#set($t = "")#foreach($x in ["a", "b"])#set($t = "$t$x$foreach.index$foreach.count$velocityCount")#end"$t$x"',
      ),
    ).toBe('a011b122o');
  });

  it('stops at #break, only the inner loop', () => {
    expect(
      vtl(
        '#set($t = "")#foreach($a in [1, 2])#foreach($b in [1, 2, 3])#if($b == 2)#break#end#set($t = "$t$a$b ")#end#end"$t"',
      ),
    ).toBe('11 21 ');
  });

  it('does not run over null', () => {
    expect(vtl('#foreach($x in $ctx.args.none)"no"#end"none"')).toBe('none');
  });
});

describe('#return', () => {
  it('ends the template from inside blocks with its value', () => {
    expect(evaluateVtl('#foreach($x in [1, 2])#if($x == 2)#return({"x": $x})#end#end"late"')).toEqual({
      kind: 'early-return',
      value: { x: 2 },
    });
    expect(evaluateVtl('#if(true)#return#end"late"')).toEqual({ kind: 'early-return', value: null });
  });

  it('takes JSON text for the value it encodes', () => {
    expect(evaluateVtl('#return($util.toJson({}))').value).toEqual({});
    expect(evaluateVtl('#return($util.toJson(null))').value).toBeNull();
    expect(evaluateVtl('#return("plain")').value).toBe('plain');
  });
});

describe('output', () => {
  it('S12 must not be empty', () => {
    const { errorType, message } = resolverError(() => vtl('  \n ## nothing'));
    expect(errorType).toBe('MappingTemplate');
    expect(message).toBe('Template transformation yielded an empty response.');
    expect(vtl('null')).toBeNull();
  });

  it("fails with AppSync's words and the template's name when it is not JSON", () => {
    const { errorType, message } = resolverError(() => vtl('{"a": }'));
    expect(errorType).toBe('MappingTemplate');
    expect(message).toMatch(/^Unable to parse the JSON document: .*\(template test\.vtl\)$/);
    expect(resolverError(() => vtl('{} )')).message).toContain(
      'Trailing characters at the end of the JSON string are not allowed.',
    );
    expect(resolverError(() => vtl('hello $x')).message).toBe(
      'Unable to convert hello $x to class java.lang.Object. (template test.vtl)',
    );
  });
});

describe('what is not there', () => {
  it('refuses directives AppSync has not', () => {
    expect(() => evaluateVtl('#macro(x)a#end')).toThrow('test.vtl cannot be compiled: #macro is not a directive');
    expect(() => evaluateVtl('#parse("x")')).toThrow('#parse (line 1) is not a directive');
  });

  it('refuses a directive within a text, and keeps names such as those of DynamoDB in one', () => {
    expect(() => evaluateVtl('#set($t = "$t#if($foreach.hasNext), #end")')).toThrow('a directive within a text');
    expect(vtl('#set($t = "SET #name = :name, #iff = (:x)")$util.toJson($t)')).toBe('SET #name = :name, #iff = (:x)');
  });

  it('names the template and the place of a syntax error', () => {
    expect(() => evaluateVtl('#set($x = )')).toThrow(/The mapping template test\.vtl cannot be compiled: .*line 1/s);
    expect(() => evaluateVtl('#if(true)x')).toThrow('test.vtl cannot be compiled: a block has no #end.');
  });

  it('fails by name when an unknown utility or Java method is called', () => {
    expect(() => evaluateVtl('$util.nothing()')).toThrow(
      'The mapping template test.vtl failed: $util.nothing() is not supported',
    );
    expect(() => evaluateVtl('#set($a = [])$a.stream()')).toThrow('The method stream() of a list is not supported');
    expect(() => evaluateVtl('$util.transform.toElasticsearchQueryDSL({})')).toThrow(
      'util.transform.toElasticsearchQueryDSL is not supported',
    );
  });

  it('gives null for a method the type does not have in Java, as Velocity', () => {
    expect(vtl('#set($a = [])$util.toJson($a.put("x"))')).toBeNull();
  });
});

describe('evaluation', () => {
  it('keeps nothing between two renderings', () => {
    const effects = effectsOf();
    const text = '#if($seen)"again"#else#set($seen = true)"first"#end';
    expect([vtl(text, contextOf(), effects), vtl(text, contextOf(), effects)]).toEqual(['first', 'first']);
  });
});
