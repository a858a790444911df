import { describe, expect, test, vi } from "vitest";
import { remembered, rememberedBy, rememberedOf } from "../src/remembered.ts";

describe("what is remembered", () => {
  test("is worked out once for its name", () => {
    const work = vi.fn((text: string) => text.length);
    const known = remembered(work, (text) => text);
    expect([known("one"), known("three"), known("one")]).toEqual([3, 5, 3]);
    expect(work).toHaveBeenCalledTimes(2);
  });

  test("may be nothing", () => {
    const work = vi.fn((_: string) => undefined);
    const known = remembered(work, (text) => text);
    known("one");
    known("one");
    expect(work).toHaveBeenCalledTimes(1);
  });

  test("is forgotten where there is too much of it, and a long text is not kept", () => {
    const work = vi.fn((text: string) => text.length);
    const known = remembered(work, (text) => text);
    const long = "a".repeat(2001);
    known("first");
    for (let i = 0; i < 20_000; i++) known(`${i}`);
    expect([known("first"), known(long), known(long)]).toEqual([5, 2001, 2001]);
    expect(work).toHaveBeenCalledTimes(20_004);
  });

  test("stays as long as it is asked for", () => {
    const work = vi.fn((text: string) => text.length);
    const known = remembered(work, (text) => text);
    for (let i = 0; i < 40_000; i++) known(i % 5000 === 0 ? "again" : `${i}`);
    expect(work.mock.calls.filter(([text]) => text === "again")).toHaveLength(1);
  });

  test("of things is so by what they are, for a few of them", () => {
    const work = vi.fn(({ of }: { of: number }) => of);
    const known = rememberedOf(work);
    const things = Array.from({ length: 9 }, (_, of) => ({ of }));
    expect(known(things[0]!)).toBe(0);
    expect(known(things[0]!)).toBe(0);
    expect(work).toHaveBeenCalledTimes(1);
    expect(things.map(known)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    known(things[0]!);
    expect(work).toHaveBeenCalledTimes(10);
  });

  test("by several things is so while all of them and the name are the same, for a few names", () => {
    const work = vi.fn(() => 1);
    const known = rememberedBy<number>();
    const [a, b] = [{}, {}];
    for (const things of [
      [a, b],
      [a, b],
      [b, a],
      [a, {}],
    ])
      known(things, "one", work);
    expect(work).toHaveBeenCalledTimes(3);
    known([a, b], "two", work);
    known([a, b], "one", work);
    expect(work).toHaveBeenCalledTimes(4);
    for (let i = 0; i < 8; i++) known([a, b], `other ${i}`, work);
    known([a, b], "one", work);
    expect(work).toHaveBeenCalledTimes(13);
  });

  test("throws each time what the work throws", () => {
    const known = remembered(
      (_: string): string => {
        throw new Error("no such words");
      },
      (text) => text,
    );
    expect(() => known("a")).toThrow("no such words");
    expect(() => known("a")).toThrow("no such words");
  });
});
