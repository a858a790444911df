import { beforeAll, describe, expect, test } from "vitest";
import type { Commitment } from "../../src/input/commitment.ts";
import { afterReturns } from "../../src/report/after-returns.ts";
import { chooseActions } from "../../src/report/choose.ts";
import { compose } from "../../src/report/compose.ts";
import type { Material } from "../../src/report/material.ts";
import { measured, voice } from "./campaign.ts";

/* The small campaign offers ZX12 review-ten, then share-what-helped; its cycle is 2026-08, issued on 12 October 2026. */

let small: Awaited<ReturnType<typeof measured>>;
beforeAll(async () => {
  small = await measured();
});

const list = ["review-ten", "share-what-helped"];

function said(status: Commitment["status"], of: Partial<Commitment> = {}): Commitment {
  const bare = { what: "", who: "", by: "", goal: "", goalBy: "" };
  return { code: "ZX12", cycle: "2026-06", action: "review-ten", status, returned: "2026-09-20", ...bare, ...of };
}

/** Material in which ZX12 has returned these, and some actions name their next. */
function materialWith(returned: readonly Commitment[], next: Readonly<Record<string, string>> = {}): Material {
  const actions = new Map(
    [...small.material.actions].map(([id, action]) => [id, next[id] ? { ...action, next: next[id] } : action]),
  );
  return { ...small.material, actions, commitments: new Map([["ZX12", returned]]) };
}

function after(
  returned: readonly Commitment[],
  next?: Readonly<Record<string, string>>,
  ids: readonly string[] = list,
) {
  return afterReturns(ids, voice({ ...small, material: materialWith(returned, next) }, "ZX12"));
}

const chain = { "review-ten": "share-what-helped" };

test.each([
  ["planned", [said("planned")], {}, list],
  ["under way, with no next", [said("under-way")], {}, list],
  ["under way, with a next", [said("under-way")], chain, ["share-what-helped"]],
  ["done", [said("done")], {}, ["share-what-helped"]],
  ["not for them, with a next", [said("not-for-us")], chain, ["share-what-helped"]],
  ["done, then planned again", [said("done"), said("planned", { returned: "2026-09-28" })], {}, list],
  [
    "planned, then done, in another order",
    [said("done"), said("planned", { returned: "2026-08-20" })],
    {},
    ["share-what-helped"],
  ],
  ["returned after this report", [said("done", { returned: "2026-10-13" })], {}, list],
  ["of this cycle", [said("done", { cycle: "2026-08" })], {}, list],
  ["a step of their own", [said("done", { action: "", what: "Ask at the desk" })], {}, list],
  ["all done", [said("done"), said("done", { action: "share-what-helped" })], {}, list],
  [
    "in a circle",
    [said("done"), said("done", { action: "share-what-helped" })],
    { ...chain, "share-what-helped": "review-ten" },
    list,
  ],
] as const)("after an answer: %s", (_, returned, next, left) => {
  expect(after(returned, next).ids).toEqual(left);
});

test("the next takes the place of what was done, and why is told", () => {
  const { ids, not } = after([said("done")], { "review-ten": "last" }, ["review-ten", "share-what-helped", "last"]);
  expect(ids).toEqual(["last", "share-what-helped"]);
  expect([...not]).toEqual([["review-ten", "reported done in June 2026; last comes next"]]);
});

describe("a report after a return", () => {
  const offered = (material: Material, messages: "tailored" | "fixed" = "tailored") => {
    const subject = small.subjects.get("ZX12")!;
    return compose(material, { ...subject, design: { ...subject.design, messages } }).choices.filter(
      ({ kind }) => kind === "actions",
    );
  };

  test("offers no longer what was done, and explains it", () => {
    expect(offered(materialWith([])).map(({ chosen }) => chosen)).toContain("review-ten");
    const choices = offered(materialWith([said("done")]));
    expect(choices.map(({ chosen }) => chosen)).not.toContain("review-ten");
    expect(choices.flatMap(({ considered }) => considered)).toContainEqual({
      id: "review-ten",
      not: "reported done in June 2026",
    });
  });

  test("is the same where messages are fixed, and for everybody else", () => {
    expect(offered(materialWith([said("done")]), "fixed")).toEqual(offered(materialWith([]), "fixed"));
    const other = small.subjects.get("ZX03")!;
    expect(compose(materialWith([said("done")]), other)).toEqual(compose(materialWith([]), other));
  });
});

test("where all that fits was done it is offered again, whatever else is in the list", () => {
  const actions = new Map(small.material.actions);
  actions.set("share-what-helped", {
    ...actions.get("share-what-helped")!,
    when: { all: ["zero"], any: [], none: [] },
  });
  const returned = new Map([["ZX12", [said("done")]]]);
  const speaking = voice({ ...small, material: { ...small.material, actions, commitments: returned } }, "ZX12");
  const { actions: offered } = chooseActions({ section: "actions", ids: list, most: 4 }, speaking);
  expect(offered.map(({ action }) => action)).toEqual(["review-ten"]);
});
