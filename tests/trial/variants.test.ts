import { expect, test } from "vitest";
import { findCycle } from "../../src/input/cycles.ts";
import { packagedTemplates } from "../../src/render/templates.ts";
import { pickVaried } from "../../src/report/varied.ts";
import { compare } from "../../src/trial/compare/compare.ts";
import { openCells } from "../../src/trial/differences/variants.ts";
import { openTrial } from "./scratch.ts";
import { shippedTrial } from "./small.ts";

/* A cell is looked at recipient by recipient, or with all its reports at once: it is the same, and nothing is composed twice. */

test("of a trial, one recipient after another, is what they are all at once", async () => {
  const study = await openTrial(shippedTrial("two-frames"), { allocation: false });
  const [inputs] = study.topics.values();
  const [a, b] = [...study.trial!.arms.values()].map(({ levels }) => levels);
  const open = () => openCells(study, study.trial!, [a!, b!, a!], { cycle: findCycle(inputs!) });
  const [walked, whole] = [open(), open()];
  const seen: string[] = [];
  walked.walk((code, triedIn) => {
    seen.push(code);
    expect(triedIn(a!)).toBe(triedIn(a!)); // composed once
    expect(triedIn(a!)!.report).toEqual(whole.variant(a!).reports.get(code));
    expect(triedIn(b!)!.report).not.toEqual(triedIn(a!)!.report);
  });
  expect(seen).toEqual(seen.toSorted());
  expect(seen.length).toBeGreaterThan(5);
  const varied = pickVaried([...whole.variant(a!).reports.values()]).map(({ recipient }) => recipient.code);
  for (const cells of [walked, whole, open()])
    expect(cells.outline(a!)).toEqual({ codes: [...whole.variant(a!).reports.keys()], varied });
  expect(varied.length).toBeLessThan(seen.length);
});

test("a comparison that keeps no more than one report is that which keeps all", async () => {
  const study = await openTrial(shippedTrial("two-frames"), { allocation: false });
  const compared = async (keeps: number) => {
    const composed = new Map();
    const { comparison, varied } = compare(study, study.trial!, {
      templates: await packagedTemplates(),
      composed,
      keeps,
    });
    return { comparison, varied, kept: Math.max(...[...composed.values()].map(({ kept }) => kept.size)) };
  };
  const [streamed, whole] = [await compared(1), await compared(300)];
  expect(whole.kept).toBeGreaterThan(5);
  expect(streamed).toEqual({ ...whole, kept: 1 });
});
