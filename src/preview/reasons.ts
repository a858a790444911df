import { wordedAs } from "../input/campaign/reasons.ts";
import { slotName } from "../input/campaign/slots.ts";
import { voiceIds } from "../input/library/voice.ts";
import type { Inputs } from "../input/load.ts";
import type { Place } from "../problem.ts";
import type { Choice } from "../report/choice.ts";
import { valueFigure } from "../report/format.ts";
import type { StandingRecord } from "../report/record.ts";
import type { Report } from "../report/report.ts";
import { textOf } from "../report/sections.ts";
import { toWords } from "../report/sentence.ts";
import type { World } from "../world.ts";

/** Why a report says what it says, for the page: what is true, then each piece of it in reading order. */
export type Reasons = {
  standings: readonly {
    indicator: string;
    title: string;
    unit: string;
    values: readonly { label: string; text: string }[];
    signals: StandingRecord["signals"];
    suppressions: StandingRecord["suppressions"];
  }[];
  techniques: readonly { code: string; label: string; slots: readonly string[] }[]; // shown in this report
  shown: readonly Reason[];
  passedOver: readonly { slot: string; id: string; not: string }[]; // of slots that stayed empty, or were full
  peers: string; // why these peers
};

export type Reason = {
  slot: string;
  indicator: string;
  block: string;
  version: number;
  words: string; // as printed, without references to sources; empty where it is a list
  because: readonly { signal: string; evidence: string }[];
  bct: readonly { code: string; label: string }[];
  considered: Choice["considered"];
  place?: Place; // where the block stands
};

export type Definitions = ReadonlyMap<string, Place>; // of blocks and actions, by id

export function reasonsOf(report: Report, inputs: Inputs, definitions: Definitions): Reasons {
  const chosen = report.choices.filter((choice) => choice.chosen !== undefined);
  const shown = chosen.flatMap((choice) => reasonOf(choice, report, inputs, definitions));
  return {
    standings: report.standings.map((standing) => standingView(standing, inputs)),
    techniques: techniquesOf(shown),
    shown,
    passedOver: report.choices
      .filter(({ chosen }) => chosen === undefined)
      .flatMap((choice) => choice.considered.map((each) => ({ slot: slotName(choice), ...each }))),
    peers: inputs.campaign.peers["why-these"],
  };
}

/** A file that is one thing, which the page may change as a whole. */
export type AuthoredItem = { kind: "campaign" | "indicator" | "trial"; id: string; place: Place };

/** The campaigns, indicators and trials among some files: those whose first line of content names one. */
export async function findDocuments(world: World, files: readonly string[]): Promise<AuthoredItem[]> {
  const found = await Promise.all(
    files
      .filter((file) => /\.ya?ml$/.test(file))
      .map(async (file) => {
        const lines = ((await world.readText(file)) ?? "").split(/\r?\n/);
        const at = lines.findIndex((line) => /^[\w-]+:/.test(line));
        const [, kind, id] = /^(campaign|indicator|trial):\s*["']?([\w.-]+)/.exec(lines[at] ?? "") ?? [];
        if (!id || (kind !== "campaign" && kind !== "indicator" && kind !== "trial")) return [];
        return [{ kind, id, place: { file, line: at + 1, column: 1, length: lines[at]?.length ?? 1 } } as const];
      }),
  );
  return found.flat().sort((a, b) => (a.kind + a.id < b.kind + b.id ? -1 : 1));
}

/** Where each block and action stands, by the line that names it; a step of the voice under each name that it may have. */
export async function findDefinitions(world: World, files: readonly string[]): Promise<Definitions> {
  const places = new Map<string, Place>();
  for (const file of files.filter((name) => /\.ya?ml$/.test(name))) {
    const lines = ((await world.readText(file)) ?? "").split(/\r?\n/);
    let ladder = "";
    for (const [i, line] of lines.entries()) {
      ladder = /^ladder:\s*["']?([\w-]+)/.exec(line)?.[1] ?? ladder;
      const id = /^(?:-[ \t]+)?(?:block|action):\s*["']?([\w.-]+)/.exec(line)?.[1];
      const step = /^\s*-\s+step:\s*["']?([\w-]+)/.exec(line)?.[1];
      const ids = id !== undefined ? [id] : step !== undefined ? voiceIds(ladder, step) : [];
      for (const each of ids.filter((name) => !places.has(name)))
        places.set(each, { file, line: i + 1, column: 1, length: line.length });
    }
  }
  return places;
}

/** Where the words of a block or action stand, said with whichever reason. */
export function placeOfWords(
  id: string,
  { blocks }: Pick<Inputs, "blocks">,
  definitions: Definitions,
): Place | undefined {
  const block = blocks.get(id);
  return definitions.get(id) ?? (block && definitions.get(wordedAs(block)));
}

function reasonOf(choice: Choice, report: Report, inputs: Inputs, definitions: Definitions): Reason[] {
  const { indicator = "", chosen, version = 1, because, bct, considered } = choice;
  if (chosen === undefined) return [];
  const signals = report.standings.find((standing) => standing.indicator === indicator)?.signals ?? [];
  const place = placeOfWords(chosen, inputs, definitions);
  const words = textOf(choice, report.sections)?.words ?? [];
  return [
    {
      slot: slotName(choice),
      indicator,
      block: chosen,
      version,
      words: words.map((sentence) => toWords(sentence, report.figures)).join(" "),
      because: because.map((signal) => ({
        signal,
        evidence: signals.find((fired) => fired.signal === signal)?.evidence ?? "",
      })),
      bct: bct.map((code) => ({ code, label: inputs.techniques.get(code)?.label ?? "" })),
      considered,
      ...(place ? { place } : {}),
    },
  ];
}

function standingView({ indicator, values, signals, suppressions }: StandingRecord, { indicators }: Inputs) {
  const known = indicators.get(indicator);
  const text = (name: string) => {
    const value = values[name];
    return known && typeof value === "number" ? valueFigure(known, value).text : "–";
  };
  const best = known?.direction === "higher" ? "upperQuartile" : "lowerQuartile";
  return {
    indicator,
    title: known?.title ?? indicator,
    unit: known?.unit ?? "",
    values: [
      { label: "Own", text: text("value") },
      { label: "A year before", text: text("pastValue") },
      { label: "Typical", text: text("median") },
      { label: known?.direction === "none" ? "Lowest quarter" : "Best quarter", text: text(best) },
    ],
    signals,
    suppressions,
  };
}

function techniquesOf(shown: readonly Reason[]): Reasons["techniques"] {
  const slots = new Map<string, { label: string; slots: string[] }>();
  for (const { slot, bct } of shown) {
    for (const { code, label } of bct) {
      const technique = slots.get(code) ?? { label, slots: [] };
      technique.slots.push(slot);
      slots.set(code, technique);
    }
  }
  return [...slots]
    .map(([code, rest]) => ({ code, ...rest }))
    .sort((a, b) => a.code.localeCompare(b.code, "en", { numeric: true }));
}
