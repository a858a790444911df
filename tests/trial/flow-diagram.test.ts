import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { Resvg } from "@resvg/resvg-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fontFiles } from "../../src/font.ts";
import { packagedTemplates, type Templates } from "../../src/render/templates.ts";
import { textWidth } from "../../src/render/text-width.ts";
import { flowDiagram } from "../../src/trial/pack/diagram/flow-diagram.ts";
import { flowSvg, type PlacedBox, placeFlow } from "../../src/trial/pack/diagram/flow-svg.ts";
import type { FlowColumn, FlowDiagram } from "../../src/trial/pack/diagram/shapes.ts";
import { editionOf } from "../../src/trial/pack/edition.ts";
import type { Response } from "../../src/trial/pack/exposure/responses.ts";
import type { Facts } from "../../src/trial/pack/facts.ts";
import { flowsOf, flowTable } from "../../src/trial/pack/flow.ts";
import { listedFacts, smallTrial } from "./listed-facts.ts";
import { type Service, smallService } from "./small.ts";

/* The flow of participants as data and as a drawing, of every design. */

const names = [
  "clear-air",
  "enhanced-feedback",
  "six-modifications",
  "frames-crossover",
  "stepped-letters",
  "opioid-smart",
] as const;
const uneven = (text: string) => text.replace(/^balance: .*\n/m, "").replace(/ +decided: .*\n/, "");
const rest = "LISTA,7,practice,";

let service: Service;
let templates: Templates;
const opened = new Map<string, Facts>();

beforeAll(async () => {
  service = await smallService("Z10040");
  templates = await packagedTemplates();
  for (const name of names) {
    const rows = name === "opioid-smart" ? again : "";
    const study = await smallTrial(name, { service, edit: uneven, rows });
    opened.set(name, Object.assign(listedFacts(study, { cycles: 3 }), { templates }));
  }
}, 240_000);

afterAll(() => rmSync(dirname(service.content), { recursive: true, force: true }));

/** Six units of the first stage in the second. */
const again = ["Z10001 S7", "Z10002 S9", "Z10003 S7", "Z10004 S9", "Z10005 S7", "Z10006 S9"]
  .map((row) => `${rest}${row.slice(0, 6)},,,stepped-up,${row.slice(7)},2026-09-01,,active,\n`)
  .join("");

const bare = { unplaced: false, value: null, baseline: null, verdict: null, status: "active" };
const responses: Response[] = [
  {
    stage: "stepped-up",
    snapshot: "2026-06",
    of: new Map(
      Array.from({ length: 10 }, (_, i) => [
        `Z100${String(i + 1).padStart(2, "0")}`,
        i < 6
          ? { ...bare, next: "re-randomise", class: "non-responder", result: 0.1, missing: i === 0 }
          : { ...bare, next: "continue", class: "responder", result: -0.1, missing: false },
      ]),
    ),
  },
];

function diagramOf(name: string, masked = true): FlowDiagram {
  const facts = opened.get(name)!;
  return flowDiagram(facts, editionOf(facts, { masked }), responses);
}

const columnsOf = ({ tiers }: FlowDiagram): FlowColumn[] =>
  tiers.flatMap((tier) => ("columns" in tier ? tier.columns : []));

describe("as data", () => {
  test.each(["clear-air", "enhanced-feedback", "six-modifications"])("%s: boxes are what flow.csv has", (name) => {
    const facts = opened.get(name)!;
    const rows = flowTable(flowsOf(facts), editionOf(facts, { masked: true })).rows.filter(
      ({ cycle }) => cycle === facts.cycle.id,
    );
    const columns = columnsOf(diagramOf(name));
    expect(columns).toHaveLength(rows.length);
    for (const [i, row] of rows.entries()) {
      const { boxes } = columns[i]!;
      expect(boxes.map(({ counts }) => counts!.recipients)).toEqual([
        row.allocated,
        Number(row.allocated) - Number(row.eligible),
        row.eligible,
        row.planned,
        row.allocated,
      ]);
      expect(boxes[3]!.lines[0]).toBe(`made: ${row.made}`);
      expect(boxes[0]!.counts!.units).toBe(row.units_allocated);
    }
  });

  test("a stage says what came from which arm of the one before, and who was not randomised again", () => {
    const facts = opened.get("opioid-smart")!;
    const { tiers } = diagramOf("opioid-smart");
    const heads = tiers.map((tier) =>
      "box" in tier ? tier.box.heading : tier.columns.map(({ name }) => name).join(" | "),
    );
    expect(heads).toEqual([
      "Assessed for eligibility",
      "Randomised",
      "Arm S1, stage 1 | Arm S2, stage 1",
      "Before stage 2",
      "Randomised again",
      "Arm S7, stage 2 | Arm S9, stage 2",
    ]);
    const all = Object.entries(facts.run.trial.assignments);
    const from = (code: string) => facts.run.trial.assignments[code]!.sequence.split(":")[1]!.slice(0, 2);
    const s7 = ["Z10001", "Z10003", "Z10005"].map(from);
    const lines = columnsOf(diagramOf("opioid-smart"))[2]!.boxes[0]!.lines;
    expect(lines.map((line) => Number(/: (\d+)/.exec(line)![1])).reduce((a, b) => a + b, 0)).toBe(3);
    expect(lines.join()).toContain(`from ${s7[0]}: ${s7.filter((arm) => arm === s7[0]).length} unit`);
    const before = tiers[3]!;
    expect("aside" in before && before.aside!.counts!.recipients).toBe(all.length - 6);
    const decided = columnsOf(diagramOf("opioid-smart"))
      .slice(0, 2)
      .map(({ boxes }) => boxes[1]!);
    expect(decided.map(({ counts }) => counts!.units).reduce((a, b) => a + b, 0)).toBe(10);
  });

  test("a schedule has a box for each period so far, with clusters", () => {
    const wedge = columnsOf(diagramOf("stepped-letters"));
    expect(wedge.map(({ boxes }) => boxes.map(({ heading }) => heading))[0]).toEqual([
      "Allocated to sequence W1",
      "Period 2: arm L9",
      "Period 3: arm L9",
      "Period 4: arm L9",
      "For analysis as allocated",
    ]);
    for (const { boxes } of wedge) for (const { counts } of boxes) expect(counts!.clusters).toBeGreaterThan(0);
    const w8 = wedge.at(-1)!;
    expect(w8.boxes[1]!.lines[1]).toBe("2026-04: 0 with a report made"); // it has not crossed
    expect(columnsOf(diagramOf("frames-crossover"))[0]!.boxes[2]!.heading).toBe("Period 2: washout (nothing is sent)");
  });

  test("says who was assessed, with reasons, the most frequent first", () => {
    const [tier] = assessedDiagram().tiers;
    expect(tier).toMatchObject({
      box: { heading: "Assessed for eligibility", counts: { units: 6 } },
      aside: {
        counts: { units: 4 },
        lines: ["3 ineligible", "– 2: too small to be told apart", "– 1: no address", "1 declined"],
      },
    });
  });
});

function assessedDiagram(): FlowDiagram {
  const facts = opened.get("clear-air")!;
  const of = (status: string, reason?: string) => ({ unit: "Z10001", status, ...(reason ? { reason } : {}), line: 1 });
  const units = [
    ...[of("randomised"), of("randomised"), of("declined"), of("ineligible", "no address")],
    ...[of("ineligible", "too small to be told apart"), of("ineligible", "too small to be told apart")],
  ];
  const assessed = { file: "assessed.csv", units } as never;
  return flowDiagram({ ...facts, trial: { ...facts.trial, assessed } }, editionOf(facts, { masked: true }));
}

const long = `Allocated to ${"a-level-whose-name-has-no-space-in-it-and-does-not-end-".repeat(2)} and then some`;
const drawn = (): [string, FlowDiagram][] => [
  ...names.flatMap((name): [string, FlowDiagram][] => [
    [`${name}, masked`, diagramOf(name)],
    [`${name}, unmasked`, diagramOf(name, false)],
  ]),
  ["assessed", assessedDiagram()],
  [
    "long words",
    {
      ...diagramOf("enhanced-feedback"),
      title: long,
      tiers: [
        {
          labels: ["Allocation", "", ""],
          columns: columnsOf(diagramOf("enhanced-feedback")).map((column) => ({
            ...column,
            boxes: [{ heading: long, counts: null, lines: [long] }, ...column.boxes.slice(1)],
          })),
        },
      ],
    },
  ],
];

describe("as a drawing", () => {
  test("no two boxes meet, no text leaves its box, no line goes through a box, and nothing is outside", () => {
    for (const [name, diagram] of drawn()) {
      const { boxes, labels, arrows, lines, width, height } = placeFlow(diagram);
      const faults: string[] = [];
      for (const [i, a] of boxes.entries()) {
        if (a.x < 0 || a.y < 0 || a.x + a.width > width || a.y + a.height > height) faults.push(`box ${i} is outside`);
        for (const b of boxes.slice(i + 1))
          if (meet(a, b)) faults.push(`"${a.lines[0]!.text}" and "${b.lines[0]!.text}" meet`);
        for (const { x, y, text, face } of a.lines)
          if (x < a.x || x + textWidth(text, face) > a.x + a.width - 4 || y - face.size < a.y || y + 4 > a.y + a.height)
            faults.push(`"${text}" leaves its box`);
        for (const { x, y, text, face } of labels)
          if (meet(a, { x, y: y - face.size, width: textWidth(text, face), height: face.size + 4 }))
            faults.push(`label "${text}" meets a box`);
        for (const path of [...lines, ...arrows])
          for (const [from, to] of path.slice(1).map((point, k) => [path[k]!, point] as const))
            if (
              meet(a, {
                x: Math.min(from[0], to[0]),
                y: Math.min(from[1], to[1]),
                width: Math.abs(from[0] - to[0]),
                height: Math.abs(from[1] - to[1]),
              })
            )
              faults.push(`a line goes through "${a.lines[0]!.text}"`);
      }
      for (const { x, text, face } of labels)
        if (x + textWidth(text, face) > width) faults.push(`label "${text}" is cut`);
      expect(faults, name).toEqual([]);
      expect(boxes.length, name).toBeGreaterThan(5);
    }
  });

  test("is an image with a title and a description that says all its words", () => {
    const svg = flowSvg(diagramOf("stepped-letters"));
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="flow-title flow-desc"/);
    const texts = svg.match(/<text [^>]*>/g) ?? [];
    expect(texts.length).toBeGreaterThan(10);
    expect(texts.filter((each) => !/textLength="\d+(\.\d)?"/.test(each))).toEqual([]); // they keep to their boxes in any font
    const [, desc = ""] = /<desc id="flow-desc">([\s\S]*?)<\/desc>/.exec(svg)!;
    for (const { boxes } of columnsOf(diagramOf("stepped-letters")))
      for (const { heading, lines } of boxes) for (const text of [heading, ...lines]) expect(desc).toContain(text);
    const image = new Resvg(svg, { font: { fontFiles: Object.values(fontFiles), loadSystemFonts: false } });
    expect(image.width).toBe(placeFlow(diagramOf("stepped-letters")).width);
    expect(flowSvg({ ...diagramOf("clear-air"), rehearsal: true })).toContain("REHEARSAL: arms are made up.");
  });
});

type Area = Pick<PlacedBox, "x" | "y" | "width" | "height">;

/** Whether two areas have more than an edge in common. */
function meet(a: Area, b: Area): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
