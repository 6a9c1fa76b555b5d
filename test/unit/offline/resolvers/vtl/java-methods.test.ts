import { describe, expect, it } from 'vitest';
import { writeExactJson } from '../../../../../src/offline/exact-json.ts';
import { vtl } from '../evaluation.ts';

function call(literal: string, method: string): unknown {
  return vtl(`#set($v = ${literal})#set($r = $v.${method})$util.toJson($r)`);
}

/** What a template renders, with all digits of its numbers. */
const vtlText = (text: string): string => writeExactJson(vtl(text));

function after(literal: string, method: string): unknown {
  return vtl(`#set($v = ${literal})$util.qr($v.${method})$util.toJson($v)`);
}

describe('maps', () => {
  it.each([
    ['get("a")', 1],
    ['get("z")', null],
    ['getOrDefault("z", 9)', 9],
    ['containsKey("a")', true],
    ['containsValue(2)', false],
    ['keySet()', ['a', 'b']],
    ['values()', [1, null]],
    ['size()', 2],
    ['isEmpty()', false],
    ['put("a", 5)', 1],
    ['remove("a")', 1],
  ])('answer %s', (method, expected) => {
    expect(call('{"a": 1, "b": null}', method)).toEqual(expected);
  });

  it.each([
    ['put("c", 3)', { a: 1, c: 3 }],
    ['putAll({"a": 2})', { a: 2 }],
    ['putIfAbsent("a", 2)', { a: 1 }],
    ['remove("a")', {}],
    ['clear()', {}],
  ])('change by %s', (method, expected) => {
    expect(after('{"a": 1}', method)).toEqual(expected);
  });

  it.each([
    ['keySet().removeAll(["a", "z"])', { b: 2, c: 3 }],
    ['keySet().retainAll(["a"])', { a: 1 }],
    ['keySet().remove("c")', { a: 1, b: 2 }],
    ['keySet().clear()', {}],
    ['entrySet().get(1).setValue("x")', { a: 1, b: 'x', c: 3 }],
  ])('change through a view of them, by %s', (method, expected) => {
    expect(after('{"a": 1, "b": 2, "c": 3}', method)).toEqual(expected);
  });

  it('change while their entries are iterated', () => {
    const template = `#set($m = {"a": 1, "b": ""})
#foreach($entry in $m.entrySet())#if($entry.value == "")$util.qr($entry.setValue($util.parseJson("null")))#end#end
$util.toJson($m)`;
    expect(vtl(template)).toEqual({ a: 1, b: null });
    expect(call('{"a": 1}', 'setValue(1)')).toBeNull();
  });
});

describe('lists', () => {
  it.each([
    ['get(1)', 'b'],
    ['size()', 3],
    ['isEmpty()', false],
    ['contains("c")', true],
    ['containsAll(["a", "z"])', false],
    ['indexOf("c")', 2],
    ['lastIndexOf("z")', -1],
    ['subList(1, 3)', ['b', 'c']],
    ['add("d")', true],
    ['remove(0)', 'a'],
    ['remove("b")', true],
    ['set(0, "z")', 'a'],
  ])('answer %s', (method, expected) => {
    expect(call('["a", "b", "c"]', method)).toEqual(expected);
  });

  it.each([
    ['add(1, "x")', ['a', 'x', 'b']],
    ['addAll(["c", "d"])', ['a', 'b', 'c', 'd']],
    ['removeAll(["a"])', ['b']],
    ['retainAll(["a"])', ['a']],
    ['remove("b")', ['a']],
    ['clear()', []],
  ])('change by %s', (method, expected) => {
    expect(after('["a", "b"]', method)).toEqual(expected);
  });

  it('refuse an index outside', () => {
    expect(() => call('[1]', 'get(1)')).toThrow('Index 1 is outside a list of 1');
    expect(() => call('[1]', 'subList(0, 2)')).toThrow('subList(0, 2) of a list of 1');
    expect(() => call('[1]', 'subList(1, 0)')).toThrow('subList(1, 0) of a list of 1');
  });
});

describe('strings', () => {
  it('compare by the first character that differs, else by their length, and say by how much', () => {
    const compared = (text: string, other: string) => call(`"${text}"`, `compareTo("${other}")`);
    expect([compared('a', 'd'), compared('abc', 'a'), compared('a', 'a'), compared('', 'ab')]).toEqual([-3, 2, 0, -2]);
  });

  it.each([
    ['a::b::', 'split("::")', ['a', 'b']],
    ['a,b,c', 'split(",", 2)', ['a', 'b,c']],
    ['Hello', 'toUpperCase()', 'HELLO'],
    ['Hello', 'substring(1, 3)', 'el'],
    ['Hello', 'length()', 5],
    ['a AND ', 'replaceAll("AND $", "")', 'a '],
    ['a.b', 'replace(".", "-")', 'a-b'],
    ['ab12', 'replaceAll("([a-z]+)([0-9]+)", "$2$1")', '12ab'],
    ['abc', 'matches("[a-c]+")', true],
    ['abc', 'matches("b")', false],
    ['abc', 'startsWith("ab")', true],
    ['abc', 'contains("bc")', true],
    ['abc', 'indexOf("c")', 2],
    ['abc', 'equalsIgnoreCase("ABC")', true],
    [' x ', 'trim()', 'x'],
    ['a', 'concat("b")', 'ab'],
  ])('"%s".%s', (text, method, expected) => {
    expect(call(`'${text}'`, method)).toEqual(expected);
  });

  it('refuse Java regular expressions that JavaScript reads differently', () => {
    expect(() => call("'a'", "matches('(?i)A')")).toThrow('uses syntax the sandbox cannot run');
  });
});

describe('numbers and booleans', () => {
  it.each([
    ['1.7', 'intValue()', 1],
    ['5', 'toString()', '5'],
    ['0', 'parseInt("42")', 42],
    ['true', 'equals(true)', true],
  ])('%s.%s', (literal, method, expected) => {
    expect(call(literal, method)).toEqual(expected);
  });
});

describe("Java's own ways", () => {
  it.each([
    ['"a,b"', 'split("(,)")', ['a', 'b']],
    ['"a1b22"', 'split("([0-9])+")', ['a', 'b']],
    ['"abc"', 'split("")', ['a', 'b', 'c']],
    ['"a,b,,"', 'split(",", -1)', ['a', 'b', '', '']],
    ['"abcabc"', 'lastIndexOf("c", 4)', 2],
    ['"abcabc"', 'lastIndexOf("c", -1)', -1],
    ['0', 'parseInt("ff", 16)', 255],
    ['0', 'parseLong("-101", 2)', -5],
    ['0', 'parseInt("12", 10)', 12],
  ])('S15 answer %s.%s', (literal, method, expected) => {
    expect(call(literal, method)).toEqual(expected);
  });

  it('S15 refuse a digit that the radix does not have', () => {
    expect(() => call('0', 'parseInt("12", 2)')).toThrow('is not a number of radix 2');
  });

  it('S15 divide doubles as doubles, and integers as integers', () => {
    expect(vtl('#set($x = 10.0 / 4)$util.toJson($x)')).toBe(2.5);
    expect(vtl('#set($n = 10)#set($x = $n * 1.0 / 4)$util.toJson($x)')).toBe(2.5);
    expect(vtl('#set($x = 10 / 4)$util.toJson($x)')).toBe(2);
  });

  it.each([
    ['9007199254740993', '9007199254740993'],
    ['9007199254740992 + 1', '9007199254740993'],
    ['9007199254740991 + 2', '9007199254740993'],
    ['3037000500 * 3037000500', '9223372037000250000'],
    ['9223372036854775807 + 1', '9223372036854775808'],
    ['0 - 9223372036854775807', '-9223372036854775807'],
    ['9007199254740993 / 2', '4503599627370496'],
    ['9007199254740993 % 10', '3'],
    ['9007199254740993 / 0', 'null'],
    ['9007199254740993 - 9007199254740990', '3'],
    ['9007199254740993 * 0.5', '4503599627370496'],
  ])('S15 count %s to %s', (expression, expected) => {
    expect(vtlText(`#set($x = ${expression})$util.toJson($x)`)).toBe(expected);
  });

  it('S15 keep each digit of a number that JavaScript would round, in texts, JSON, methods and comparisons', () => {
    const large = '#set($m = $util.parseJson(\'{"a":[9007199254740993],"b":"9007199254740993","c":1.5}\'))';
    expect(vtlText(`${large}$util.toJson($m)`)).toBe('{"a":[9007199254740993],"b":"9007199254740993","c":1.5}');
    expect(vtl(`${large}"$m.a[0] $m.a[0].toString() $m.a"`)).toBe(
      '9007199254740993 9007199254740993 [9007199254740993]',
    );
    expect(
      vtl(
        `${large}#if($m.a[0] > 9007199254740992 && $m.a[0] != 9007199254740992 && $m.a[0] == "9007199254740993")1#else 2#end`,
      ),
    ).toBe(1);
    expect(vtlText('$util.toJson($util.dynamodb.toDynamoDB(9007199254740993))')).toBe('{"N":9007199254740993}');
    expect(call('0', 'parseLong("9007199254740993")')).toBe(9_007_199_254_740_993n);
    expect(call('9007199254740993', 'compareTo(9007199254740992)')).toBe(1);
    expect(vtl('"$util.isNumber(9007199254740993) $util.typeOf(9007199254740993)"')).toBe('true Number');
  });

  it('S15 begin plain text at a brace right behind a call', () => {
    expect(vtl('#set($m = {})$util.qr($m.put("a", 1)){"a": $util.toJson($m)}')).toEqual({ a: { a: 1 } });
    expect(vtl('$util.qr($ctx.args.put("a", 1)){}')).toEqual({});
  });
});
