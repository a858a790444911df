import { beforeAll, describe, expect, test } from "vitest";
import type { Block } from "../../src/input/library/block.ts";
import type { Signal } from "../../src/input/library/signals.ts";
import { chooseActions, chooseBlock, chooseBlocks } from "../../src/report/choose.ts";
import type { Voice } from "../../src/report/material.ts";
import { measured, voice } from "./campaign.ts";

let speaking: Voice;
beforeAll(async () => {
  const plain = voice(await measured(), "ZX12");
  const block = (id: string, when?: Block["when"]): [string, Block] => [
    id,
    { block: id, role: "message", version: 2, when, bct: ["2.2"], text: "Words.", cites: [] },
  ];
  const blocks = new Map([
    block("worsening", { all: ["measured", "worsening"] }),
    block("any-turn", { any: ["improving", "steady"] }),
    block("not-small", { all: ["measured"], none: ["small-numbers"] }),
    block("always"),
  ]);
  const signals = new Set<Signal>(["measured", "small-numbers", "steady"]);
  speaking = { ...plain, material: { ...plain.material, blocks }, signals };
});

const at = { section: "trend-2", kind: "trend", slot: "message" } as const;

describe("of several blocks", () => {
  test("the first that holds is shown, with its reason and why those before it do not", () => {
    const { block, choice } = chooseBlock({ ...at, ids: ["worsening", "not-small", "any-turn", "always"] }, speaking);
    expect(block?.block).toBe("any-turn");
    expect(choice).toEqual({
      ...at,
      indicator: "reliever-items",
      chosen: "any-turn",
      version: 2,
      because: ["steady"],
      bct: ["2.2"],
      considered: [
        { id: "worsening", not: "needs worsening" },
        { id: "not-small", not: "ruled out by small-numbers" },
      ],
    });
  });

  test("order decides, not how well one fits", () => {
    expect(chooseBlock({ ...at, ids: ["always", "any-turn"] }, speaking).choice).toMatchObject({
      chosen: "always",
      because: [],
      considered: [],
    });
  });

  test("none may hold", () => {
    expect(chooseBlock({ ...at, ids: ["worsening"] }, speaking)).toEqual({
      block: undefined,
      choice: {
        ...at,
        indicator: "reliever-items",
        because: [],
        bct: [],
        considered: [{ id: "worsening", not: "needs worsening" }],
      },
    });
  });

  test("all that hold are shown where there is room, in order, and the others have a reason", () => {
    const { blocks, choices } = chooseBlocks(
      { section: "why", kind: "why", slot: "points", ids: ["worsening", "always", "any-turn"] },
      speaking,
      1,
    );
    expect(blocks.map(({ block }) => block)).toEqual(["always"]);
    expect(choices.map(({ slot, chosen, considered }) => [slot, chosen, considered])).toEqual([
      ["points", undefined, [{ id: "worsening", not: "needs worsening" }]],
      ["points.1", "always", []],
      ["points", undefined, [{ id: "any-turn", not: "at most 1 are shown" }]],
    ]);
  });

  test("a block that is not in the library is a bug, with its name", () => {
    expect(() => chooseBlock({ ...at, ids: ["gone"] }, speaking)).toThrow("no block gone");
  });
});

test("actions are offered in order of preference, up to a number", () => {
  const ids = ["review-ten", "share-what-helped"];
  expect(chooseActions({ section: "actions", ids, most: 4 }, speaking).actions.map(({ action }) => action)).toEqual([
    "share-what-helped",
  ]);
  const worse = { ...speaking, signals: new Set<Signal>(["worse-than-median"]) };
  const { actions, choices } = chooseActions({ section: "actions", ids, most: 1 }, worse);
  expect(actions.map(({ action }) => action)).toEqual(["review-ten"]);
  expect(choices.at(-1)?.considered).toEqual([{ id: "share-what-helped", not: "at most 1 are offered" }]);
});
