import { beforeAll, describe, expect, test } from "vitest";
import type { Study, Trial } from "../../src/input/study.ts";
import type { KnownFigures } from "../../src/measure/measure-once.ts";
import { sideBySide } from "../../src/preview/comparison.ts";
import { outcomeOf } from "../../src/preview/edition.ts";
import { allocated, editionAt, levelsAsked, newShelf, sightOf } from "../../src/preview/sight.ts";
import { loadedStudy } from "../loaded.ts";

// What the studio shows of a trial, without the studio: cells opened one at a time, and what differs between two.

let study: Study;
let trial: Trial;

beforeAll(async () => {
  study = await loadedStudy("content/trials/six-modifications");
  if (!study.trial) throw new Error("no trial");
  trial = study.trial;
});

describe("what is asked for", () => {
  test("is an arm by its code, or a cell by its levels", () => {
    const [first] = trial.arms.values();
    const written = Object.entries(first?.levels ?? {}).map((pair) => pair.join(":"));
    expect(levelsAsked(trial, first?.code ?? "")).toEqual(first?.levels);
    expect(levelsAsked(trial, written.join(","))).toEqual(first?.levels);
    expect(levelsAsked(trial, "")).toEqual(first?.levels);
  });

  test.each(["C99", "picture:bars", "picture:pie", "toString", "constructor:name"])("is no arm: %s", (asked) => {
    expect(levelsAsked(trial, asked)).toBeUndefined();
  });
});

describe("cells", () => {
  test("are opened when they are asked for, and 32 share the figures of one", () => {
    const figures: KnownFigures = new Map();
    const shelf = newShelf(study, figures);
    const sight = sightOf(shelf, "2026-08", allocated);
    expect(shelf.editions.size).toBe(0);
    for (const { levels } of trial.arms.values()) editionAt(shelf, { cycle: "2026-08", levels });
    expect(trial.arms.size).toBe(32);
    expect(figures.size).toBe(1);
    const made = [...new Set(shelf.editions.values())].reduce((sum, edition) => sum + edition.made.size, 0);
    expect(made).toBe(0);
    const code = sight?.codes.find((each) => sight.outcomeOf(each)?.state === "report") ?? "";
    const arm = sight?.assignmentOf(code)?.arm ?? "";
    const own = editionAt(shelf, { cycle: "2026-08", levels: trial.arms.get(arm)?.levels });
    expect(sight?.outcomeOf(code)).toBe(outcomeOf(own, code));
  });

  test("that nobody declared as they are come first, each with its factor", () => {
    const [a, b] = ["picture:dots,facts:three", "picture:bars,facts:no-facts"].map((some) =>
      levelsAsked(trial, `comparator-shown:two,first-action:led,evidence:told,letter-size:ordinary,${some}`),
    );
    const silent: Trial = {
      ...trial,
      file: {
        ...trial.file,
        factors: {
          ...trial.file.factors,
          picture: { ...trial.file.factors.picture!, changes: ["wording of headline"] },
        },
      },
    };
    const shelf = newShelf({ ...study, trial: silent }, new Map());
    const sight = sightOf(shelf, "2026-08", "C2");
    const found = sideBySide(shelf, silent, { a: a!, b: b!, cycle: sight!.cycle, code: "Z10002" });
    const byNode = Object.fromEntries(found.differences.map(({ node, by, isDeclared }) => [node, { by, isDeclared }]));
    expect(byNode["comparison.chart.kind"]).toEqual({ by: ["picture"], isDeclared: false });
    expect(byNode["comparison.facts.1"]).toEqual({ by: ["facts"], isDeclared: true });
    const declared = found.differences.map(({ isDeclared }) => isDeclared);
    expect(declared.indexOf(true)).toBe(declared.lastIndexOf(false) + 1);
    expect(found.differences.map(({ number }) => number)).toEqual(declared.map((_, i) => i + 1));
    expect(found.isSame).toBe(false);
  });
});
