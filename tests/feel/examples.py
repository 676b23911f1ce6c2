"""What do expressions give? Each line an expression, what it gives as another one, and after it why that is so."""

from __future__ import annotations

EXAMPLES = r"""
# arithmetic
1 + 2 * 3                                                   -> 7
2 - 3 - 4                                                   -> -5
2 ** 3 ** 2                                                 -> 64
-2 ** 2                                                     -> 4
10 / 4                                                      -> 2.5
0.1 + 0.2                                                   -> 0.3
1 / 3 * 3                                                   -> 0.9999999999999999999999999999999999
1 / 0                                                       -> null
"a" + "b"                                                   -> "ab"
"a" + 1                                                     -> null
1 + null                                                    -> null
10 ** 7000                                                  -> null
1.5e3                                                       -> 1500
.5 + 0.5                                                    -> 1
# comparison
1 < 2 and 2 <= 2 and 3 > 2 and 3 >= 3                       -> true
"b" > "a"                                                   -> true
1 = "1"                                                     -> null
1 != null                                                   -> true
null = null                                                 -> true
null < 1                                                    -> null
1.0 = 1                                                     -> true
[1, [2]] = [1, [2]]                                         -> true
{a: 1, b: 2} = {b: 2, a: 1}                                 -> true
5 between 1 and 10                                          -> true
0 between 1 and null                                        -> false
5 between null and 10                                       -> null
# three-valued logic
true and null                                               -> null
false and null                                              -> false
true or null                                                -> true
false or null                                               -> null
not(null)                                                   -> null
true and 5                                                  -> null
# tests with in
1 in (2, 1)                                                 -> true
1 in [1..3]                                                 -> true
1 in (1..3]                                                 -> false
1 in ]1..3]                                                 -> false
3 in [1..3[                                                 -> false
5 in (< 3, > 4)                                             -> true
5 in < 3                                                    -> false
1 in [[2..4], [1..3]]                                       -> true
"a" in ("b", "c")                                           -> false
null in [1..3]                                              -> null
# strings and escapes
"\"quoted\" \\ \u00e6 \U01F600"                             -> "\"quoted\" \\ æ 😀"
"a
b"                                                          -> "a\nb"
string length("\uD83D\uDCA9")                               -> 1
# names
{first name: "A", greeting: "Hi " + first name}.greeting    -> "Hi A"
{a-b: 5, c: a-b}.c                                          -> 5
{`odd name+`: 5, c: `odd name+` + 1}.c                      -> 6
{"if": 1}.if                                                -> 1
# lists and filters
[1, 2, 3][2]                                                -> 2
[1, 2, 3][-1]                                               -> 3
[1, 2, 3][4]                                                -> null
[1, 2, 3][item > 1]                                         -> [2, 3]
[{a: 1, b: "x"}, {a: 2, b: "y"}][a = 2].b                   -> ["y"]
[{a: 1}, {a: 2}].a                                          -> [1, 2]
[{item: 1}, {item: 2}][item > 1]                            -> [{item: 2}]
5[1]                                                        -> 5
{x: 2, l: [10, 20, 30][x]}.l                                -> 20
[][1]                                                       -> null
[][item > 1]                                                -> []
# loops
for i in 1..3 return i * i                                  -> [1, 4, 9]
for i in 3..1 return i                                      -> [3, 2, 1]
for i in [1..3) return i                                    -> [1, 2]
for a in [1, 2], b in [a, 10] return a * b                  -> [1, 10, 4, 20]
for i in 0..4 return if i = 0 then 1 else i * partial[-1]   -> [1, 1, 2, 6, 24]
for d in @"2024-02-28"..@"2024-03-01" return d.day          -> [28, 29, 1]
for each item in [1, 2] return each item + 1                -> [2, 3]
some x in [1, 2] satisfies x > 1                            -> true
every x in [1, 2] satisfies x > 1                           -> false
every x in [] satisfies false                               -> true
some x in [null, 1] satisfies x > 1                         -> null
# conditions
if 1 > 0 then "yes" else "no"                               -> "yes"
if null then 1 else 2                                       -> 2
if false then 1 else if true then 2 else 3                  -> 2
# functions
(function(x, y) x - y)(5, 3)                                -> 2
(function(x, y) x - y)(y: 5, x: 3)                          -> -2
{f: function(n: number) n + 1, r: f("x")}.r                 -> null
{f: function(n) if n < 2 then 1 else n * f(n - 1), r: f(5)}.r -> 120
{f: function(x) x, r: f(1, 2)}.r                            -> null
sort([3, 1, 2], function(a, b) a > b)                       -> [3, 2, 1]
# types
1 instance of number                                        -> true
null instance of Any                                        -> false
[1, 2] instance of list<number>                             -> true
[1, "a"] instance of list<number>                           -> false
{a: 1} instance of context<a: number>                       -> true
[1..2] instance of range<number>                            -> true
count instance of function                                  -> true
@"P1D" instance of days and time duration                   -> true
# dates and times
@"2024-02-29" + @"P1Y"                                      -> @"2025-02-28"
@"2024-01-31" + @"P1M"                                      -> @"2024-02-29"
date("2024-03-01") - date("2024-02-01")                     -> @"P29D"
@"2024-01-01T10:00:00" + @"PT36H"                           -> @"2024-01-02T22:00:00"
@"2024-03-31T01:30:00@Europe/Copenhagen" + @"PT1H"          -> @"2024-03-31T03:30:00@Europe/Copenhagen"
@"10:00:00" - @"PT11H"                                      -> @"23:00:00"
@"2024-01-01T12:00:00+01:00" = @"2024-01-01T11:00:00Z"      -> true
@"2024-01-01T12:00:00" < @"2024-01-01T12:00:00Z"            -> null
@"2024-13-01"                                               -> null
@"P1Y" > @"P11M"                                            -> true
@"P1Y" > @"P1D"                                             -> null
@"P4DT1H" * 1.5                                             -> @"P6DT1H30M"
@"P10D" / @"P5D"                                            -> 2
@"2024-06-15".weekday                                       -> 6
date and time("2024-06-15T10:20:30Z").time offset           -> @"PT0S"
@"2024-06-15T10:20:30@Europe/Paris".timezone                -> "Europe/Paris"
[1..10].start included                                      -> true
(< 10).end                                                  -> 10
string(time("10:20:30.123456789"))                          -> "10:20:30.123456789"
string(date("-0044-03-15"))                                 -> "-0044-03-15"
# conversion
number("1.000,5", ".", ",")                                 -> 1000.5
number("1,5")                                               -> null
string([1, "a", {b: @"P1D"}])                               -> "[1, \"a\", {b: P1D}]"
date(2024, 2, 30)                                           -> null
date and time(date("2024-01-01"), time("10:00:00Z"))        -> @"2024-01-01T10:00:00Z"
years and months duration(@"2011-12-22", @"2013-08-24")     -> @"P1Y8M"
range("[1..3]")                                             -> [1..3]
# strings
substring("foobar", -3, 2)                                  -> "ba"
substring after("foobar", "ob")                             -> "ar"
substring before("foobar", "x")                             -> ""
upper case("æøå")                                           -> "ÆØÅ"
replace("abcd", "(ab)|(c)", "[$1$2]")                       -> "[ab][c]d"
matches("foobar", "^Fo*b", "i")                             -> true
matches("x", "[")                                           -> null
split("a;b;;c", ";")                                        -> ["a", "b", "", "c"]
string join(["a", null, "b"], "-")                          -> "a-b"
string join(["a", "b"], ",", "<", ">")                      -> "<a,b>"
extract("a1b22", "[0-9]+")                                  -> ["1", "22"]
# lists
min(3, 1, 2)                                                -> 1
max(["a", "c", "b"])                                        -> "c"
sum([1, 2, 3])                                              -> 6
sum([])                                                     -> null
mean(1, 2, 3, 4)                                            -> 2.5
median([8, 2, 5, 3])                                        -> 4
mode([6, 1, 9, 6, 1])                                       -> [1, 6]
product(2, 3, 4)                                            -> 24
count([1, null])                                            -> 2
all([true, null, false])                                    -> false
any([null, false])                                          -> null
append([1], 2, 3)                                           -> [1, 2, 3]
concatenate([1], 2, [3, 4])                                 -> [1, 2, 3, 4]
union([1, 2], [2, 3])                                       -> [1, 2, 3]
distinct values([1, 1.0, "1", null, null])                  -> [1, "1", null]
duplicate values([1, 2, 1])                                 -> [1]
flatten([1, [2, [3, []]]])                                  -> [1, 2, 3]
sublist([1, 2, 3, 4], -2)                                   -> [3, 4]
insert before([1, 3], 2, 2)                                 -> [1, 2, 3]
remove([1, 2, 3], 2)                                        -> [1, 3]
reverse([1, 2, 3])                                          -> [3, 2, 1]
index of([1, 2, 1], 1)                                      -> [1, 3]
list contains([1, null], null)                              -> true
list replace([2, 4, 7], function(item, newItem) item < newItem, 5) -> [5, 5, 7]
partition([1, 2, 3], 2)                                     -> [[1, 2], [3]]
# numbers
decimal(2.5, 0)                                             -> 2
decimal(3.5, 0)                                             -> 4
round half up(-2.5, 0)                                      -> -3
round half down(2.5, 0)                                     -> 2
round up(1.121, 2)                                          -> 1.13
floor(-1.5)                                                 -> -2
ceiling(-1.5)                                               -> -1
modulo(-12, 5)                                              -> 3
sqrt(2)                                                     -> 1.414213562373095048801688724209698
sqrt(-1)                                                    -> null
abs(@"-P1Y")                                                -> @"P1Y"
odd(5) and even(4)                                          -> true
# contexts and others
get value({a: 1}, "a")                                      -> 1
get entries({a: 1})                                         -> [{key: "a", value: 1}]
context([{key: "a", value: 1}])                             -> {a: 1}
context put({x: {y: 1}}, ["x", "y"], 2)                     -> {x: {y: 2}}
context merge([{a: 1}, {b: 2}])                             -> {a: 1, b: 2}
is(@"10:00:00", @"10:00:00Z")                               -> false
append(list: [1], item: 2)                                  -> [1, 2]
concatenate(list: [[1], [2]])                               -> [1, 2]
cycle(3, @"PT1H")                                           -> "R3/PT1H"
(function(a: string) 1) instance of function<string>->number -> true
(function(a: string) 1) instance of function<number>->number -> false
is defined(missing)                                         -> false
get or else(null, 1)                                        -> 1
day of week(@"2024-06-15")                                  -> "Saturday"
week of year(@"2005-01-01")                                 -> 53
overlaps([1..5], [5..8])                                    -> true
to base64("FEEL")                                           -> "RkVFTA=="
string length(uuid())                                       -> 36
random number() in [0..1)                                   -> true
to json({a: [1.50, null], b: @"2026-01-31"})                 -> "{\"a\":[1.50,null],\"b\":\"2026-01-31\"}"
to json([1..2])                                             -> null
from json("{\"a\": [1.5, {\"b\": null}]}")                   -> {a: [1.5, {b: null}]}
from json("{a: 1}")                                         -> null
meets([1..5], [5..8])                                       -> true
before([1..5), 5)                                           -> true
during([4..6], [1..10])                                     -> true
{a: 1, /* nothing */ b: 2} // the end                       -> {a: 1, b: 2}
"""


def examples() -> list[tuple[str, str]]:
    """The pairs of an expression and what it gives."""
    pairs: list[tuple[str, str]] = []
    waiting = ""
    for line in EXAMPLES.splitlines():
        if line.startswith("#") or not (line.strip() or waiting):
            continue
        waiting += ("\n" if waiting else "") + line
        if " -> " in line:
            given, _, gives = waiting.rpartition(" -> ")
            pairs.append((given.strip(), gives.strip()))
            waiting = ""
    return pairs
