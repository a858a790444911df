import { type SectionSettings, settingsOf } from "../../input/campaign/sections.ts";
import type { GroupPart, SubgroupStanding, SubgroupValue } from "../../measure/standing.ts";
import type { StripChart } from "../chart.ts";
import { chooseBlock, keyOf, sayBlock } from "../choose.ts";
import { countFigure, valueFigure } from "../format.ts";
import { about, type Voice } from "../material.ts";
import { titleWithUnit, unitLine } from "../phrases.ts";
import type { Sentence } from "../sentence.ts";
import { sentenceOf } from "../words.ts";
import { type SectionModule, slotIn, text } from "./module.ts";

/** Own value by groups of patients, beside the typical one of peers in the same group. */
export type GroupsSection = {
  kind: "groups";
  title: string; // "By deprivation group"
  message: Sentence; // empty where the campaign says nothing
  unit: readonly Sentence[]; // what is counted; what the groups are
  columns: { group: string; own: string; median: string; strip: string; count: string };
  rows: readonly GroupRow[]; // in the order of data.yaml
  key: Sentence; // of the strips; empty where there are none
  note: Sentence; // what is not shown, and what the figures do not tell
};

export type GroupRow = {
  name: Sentence; // "Most deprived fifth"
  own: Sentence; // "3.1", "not shown", "too few to say"
  median: Sentence; // "–" where too few peers have such patients
  count: Sentence; // "83", of a share "12 of 140"; "–" where it is not shown
  strip?: StripChart;
};

/**
 * The own value by groups of patients, beside what is typical of peers in the same group: where one is, and no more. It
 * neither judges nor says why groups differ. Nothing where the data have no subgroups, or none of them may be shown.
 */
export const groups: SectionModule<"groups", GroupsSection> = {
  compose: (settings, composing) => {
    if (shownIn(composing.voice) !== settings) return { choices: [] };
    const voice = about(settings.indicator, composing.voice);
    const { subgroups } = voice.standing;
    if (!subgroups?.groups.some(({ own }) => own.state === "shown")) return { choices: [] };
    const { title, message: ids } = settings;
    const said = ids ? chooseBlock(slotIn(composing, "message", ids), voice) : undefined;
    return {
      section: { kind: "groups", title, message: sayBlock(said?.block, voice), ...groupTable(voice, subgroups) },
      choices: said ? [said.choice] : [],
    };
  },
  texts: ({ title, message, unit, rows, key, note }) => [
    ...text("title", "heading", title),
    ...text("message", "block", message),
    ...unit.flatMap((line) => text("unit", "engine", line)),
    ...rows.flatMap(({ name, own, median, count, strip }, i) =>
      [name, own, median, count, strip?.alt].flatMap((cell) => text(`rows.${i + 1}`, "engine", cell)),
    ),
    ...text("key", "engine", key),
    ...text("note", "engine", note),
  ],
  charts: ({ rows }) => rows.flatMap(({ strip }) => strip ?? []),
};

function groupTable(voice: Voice, subgroups: SubgroupStanding): Omit<GroupsSection, "kind" | "title" | "message"> {
  const { notebook, material } = voice;
  const { one } = material.campaign.recipients;
  const largest = Math.max(
    ...subgroups.groups.flatMap(({ own, few, peers }) => [
      own.state === "shown" && !few ? own.value : 0,
      peers?.upper ?? 0,
    ]),
  );
  return {
    unit: [unitLine(voice), sentenceOf(notebook, `${subgroups.is}.`)],
    columns: {
      group: "Patients in the",
      own: `Your ${one}`,
      median: `Typical ${one}`,
      strip: "Where you are",
      count: `Your ${voice.indicator.numerator?.many ?? ""}`,
    },
    rows: subgroups.groups.map((group, i) => rowOf(voice, group, { number: i + 1, largest })),
    key: keyLine(voice, subgroups),
    note: noteLine(voice, subgroups),
  };
}

/** What is withheld of a report that shows groups, for the record. */
export function groupSuppressions({ subject, standing, material }: Voice): { what: string; reason: string }[] {
  const settings = shownIn({ subject });
  const shows = settings && (settings.indicator ?? material.campaign.headline) === standing.indicator;
  const withheld = (standing.subgroups?.groups ?? []).filter(({ own }) => own.state === "withheld");
  if (!shows || withheld.length === 0) return [];
  const names = withheld.map(({ called }) => called).join(", ");
  return [{ what: `by group: ${names}`, reason: "small counts, or counts that would give them away" }];
}

/**
 * The one section of a report that shows groups, the first: two indicators may share a numerator, and what one withholds
 * could be worked out from what the other shows.
 */
function shownIn({ subject }: Pick<Voice, "subject">): SectionSettings<"groups"> | undefined {
  return settingsOf(subject.design.sections, "groups")[0];
}

type GroupPlace = { number: number; largest: number };

function rowOf(voice: Voice, group: SubgroupValue, { number, largest }: GroupPlace): GroupRow {
  const { indicator, notebook } = voice;
  const key = (what: string) => keyOf(`group.${number}.${what}`, voice);
  const { own, peers } = group;
  const strip = stripOf(voice, group, largest);
  return {
    name: sentenceOf(notebook, group.called),
    own:
      own.state === "shown" && !group.few
        ? sentenceOf(notebook, [key("own.value"), valueFigure(indicator, own.value)])
        : sentenceOf(notebook, own.state === "shown" ? "too few to say" : absent[own.state]),
    median: peers
      ? sentenceOf(notebook, [key("median"), valueFigure(indicator, peers.median)])
      : sentenceOf(notebook, "–"),
    count: countCell(voice, own, key),
    ...(strip ? { strip } : {}),
  };
}

const absent = { withheld: "not shown", none: "no data" } as const;

/** "12"; of a share "12 of 140". */
function countCell({ indicator, notebook }: Voice, own: GroupPart, key: (what: string) => string): Sentence {
  if (own.state !== "shown") return sentenceOf(notebook, "–");
  const count = [key("own.count"), countFigure(own.count)] as const;
  if (indicator.kind === "rate") return sentenceOf(notebook, count);
  return sentenceOf(notebook, count, " of ", [key("own.base"), countFigure(own.base)]);
}

function stripOf(voice: Voice, { called, own, few, peers }: SubgroupValue, largest: number): StripChart | undefined {
  if (!peers) return undefined;
  const { indicator, notebook, material } = voice;
  const { one, many } = material.campaign.recipients;
  const print = (value: number) => valueFigure(indicator, value).text;
  const value = own.state === "shown" && !few ? own.value : undefined;
  const mine = value === undefined ? `your ${one} is not drawn` : `your ${one} ${print(value)}`;
  const alt = `${titleWithUnit(indicator)}. ${called}: ${mine}; typical ${print(peers.median)}; middle half of ${many} ${print(peers.lower)} to ${print(peers.upper)}.`;
  return {
    kind: "strip",
    ...peers,
    ...(value === undefined ? {} : { own: value }),
    largest,
    max: Math.max(largest * 1.1, Number.MIN_VALUE),
    alt: sentenceOf(notebook, alt),
  };
}

/** What the marks are; nothing where none are drawn. */
function keyLine({ notebook, material }: Voice, { groups }: SubgroupStanding): Sentence {
  const { many } = material.campaign.recipients;
  if (!groups.some(({ peers }) => peers)) return [];
  return sentenceOf(
    notebook,
    `Pale bar: middle half of ${many} for the same group. Upright line: the typical one. Dot: you. All on one scale from 0.`,
  );
}

/** What a word in place of a number means, and what the figures do not tell. */
function noteLine({ notebook }: Voice, { groups }: SubgroupStanding): Sentence {
  const said = [
    ...(groups.some(({ own }) => own.state === "withheld")
      ? ["Not shown: a small count, or one that would let a small count be worked out."]
      : []),
    ...(groups.some(({ few }) => few) ? ["Too few to say: the numbers are too small for a rate."] : []),
    "A difference between groups says nothing of its cause.",
  ];
  return sentenceOf(notebook, said.join(" "));
}
