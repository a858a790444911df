import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/*
 * A small fictional service in which every kind of indicator meets every state that its words may have to speak of: none, one, few,
 * far, missing, moving and implausible figures, and a place with too few peers. Counts are of 24 months or of years.
 */

const root = join(import.meta.dirname, "../..");

/** One kind of indicator, by the name of its file. */
export type Kind = { id: string; fields: string; measure: "rate" | "share" | "value"; base: number; each: number };

const counted = (kind: "rate" | "share", counts: string, more: string) =>
  `kind: ${kind}\nnumerator: { is: Things counted., counts: ${counts}, one: thing, many: things${more} }\ndenominator: { is: What they are of., many: ${kind === "rate" ? "registered patients" : "boxes opened"} }\n`;
const rate = (direction: string, rest = "") =>
  `${counted("rate", "items", "")}multiplier: 1000\nper: month\nunit: per 1,000 patients a month\ndirection: ${direction}\n${rest}`;
const share = (direction: string, counts = "items", rest = "") =>
  `${counted("share", counts, "")}unit: "% of boxes opened"\ndirection: ${direction}\n${rest}`;
const value = (kind: string, direction: string, unit: string) =>
  `given: value\nkind: ${kind}\nunit: "${unit}"\ndirection: ${direction}\n`;
const target = (at: number) => `target: { value: ${at}, label: Regional goal, source: "A plan, to look at" }\n`;

/** Every kind of indicator that the voice is to speak of. */
export const kinds: readonly Kind[] = [
  {
    id: "rate-lower",
    measure: "rate",
    base: 8000,
    each: 24,
    fields: `${rate("lower")}said: { one: odd thing, many: odd things, verb: issue }\n`,
  },
  { id: "rate-higher", measure: "rate", base: 8000, each: 24, fields: rate("higher") },
  { id: "rate-none", measure: "rate", base: 8000, each: 24, fields: rate("none") },
  { id: "rate-target", measure: "rate", base: 8000, each: 24, fields: rate("lower", target(3)) },
  {
    id: "rate-patients",
    measure: "rate",
    base: 8000,
    each: 24,
    fields: `${counted("rate", "patients", "")}period: snapshot\nmultiplier: 1000\nunit: per 1,000 patients\ndirection: lower\n`,
  },
  {
    id: "volume-lower",
    measure: "rate",
    base: 8000,
    each: 2400,
    fields: rate("lower")
      .replace("counts: items", "counts: quantity")
      .replace("many: things", "many: things, one-patient: 30"),
  },
  {
    id: "volume-none",
    measure: "rate",
    base: 8000,
    each: 2400,
    fields: rate("none")
      .replace("counts: items", "counts: quantity")
      .replace("many: things", "many: things, one-patient: 30"),
  },
  {
    id: "share-lower",
    measure: "share",
    base: 240,
    each: 80,
    fields: `${share("lower")}said: { one: a red one, many: red ones }\n`,
  },
  { id: "share-higher", measure: "share", base: 240, each: 80, fields: share("higher") },
  { id: "share-none", measure: "share", base: 240, each: 80, fields: share("none") },
  { id: "share-quantity", measure: "share", base: 2400, each: 800, fields: share("none", "quantity") },
  { id: "share-day", measure: "share", base: 240, each: 80, fields: share("lower", "patients", "period: snapshot\n") },
  { id: "share-target", measure: "share", base: 240, each: 80, fields: share("higher", "items", target(0.35)) },
  {
    id: "share-year",
    measure: "share",
    base: 900,
    each: 300,
    fields: `${share("higher", "patients", `period: financial-year\n${target(0.35)}`)}said: { one: a plan, many: a plan, verb: have, per: patients with boxes }\n`,
  },
  { id: "value-mean", measure: "value", base: 1, each: 12, fields: `${value("mean", "lower", "days")}period: year\n` },
  {
    id: "value-ratio",
    measure: "value",
    base: 1,
    each: 1,
    fields: `${value("ratio", "none", "times what is expected")}period: year\n`,
  },
  {
    id: "value-share",
    measure: "value",
    base: 1,
    each: 0.4,
    fields: `${value("share", "higher", "% of patients with boxes")}period: financial-year\n${target(0.45)}`,
  },
];

/** What becomes of a practice: its level now and a year ago, as times of the usual one; and what else is odd of it. */
type State = {
  now: number;
  before: number;
  base?: number;
  counts?: readonly [number, number];
  missing?: number;
  lists?: number;
  dead?: number;
};

/** From the first practice on; those that follow are ordinary. */
const states: readonly State[] = [
  { now: 2.4, before: 2.4 },
  { now: 2.4, before: 1.5 },
  { now: 1.5, before: 2.6 },
  { now: 1.35, before: 0.6 },
  { now: 0.25, before: 0.25 },
  { now: 0.3, before: 1.6 },
  { now: 0.35, before: 0.2 },
  { now: 0.6, before: 0.6 },
  { now: 0.6, before: 1 },
  { now: 1, before: 1.6 },
  { now: 1, before: 0.6 },
  { now: 0, before: 0 },
  { now: 0, before: 1 },
  { now: 0, before: 1, base: 0.02 },
  { now: 1, before: 1, counts: [1, 1] },
  { now: 1, before: 1, counts: [1, 0], base: 0.002 },
  { now: 1, before: 1, counts: [2, 9] },
  { now: 1, before: 1, base: 0.02 },
  { now: 1.6, before: 1.6, missing: 2 },
  { now: 0, before: 0, missing: 2 },
  { now: 1, before: 1, missing: 12 },
  { now: 1, before: 1, missing: 24 },
  { now: 1, before: 1, lists: 1.8 },
  { now: 1, before: 1, dead: 2 },
];

const ordinary = 26;
const alone: readonly State[] = [
  { now: 1, before: 1 },
  { now: 2, before: 1 },
  { now: 0.5, before: 1 },
  { now: 0, before: 0 },
];
const months = Array.from(
  { length: 24 },
  (_, i) => `${2024 + Math.floor((i + 8) / 12)}-${String(((i + 8) % 12) + 1).padStart(2, "0")}`,
);

/** Writes the service into a folder: the voice, an indicator of each kind, and a campaign that names only what no voice has. */
export function writeStates(folder: string): void {
  for (const part of ["voice", "taxonomies"])
    cpSync(join(root, "content", part), join(folder, part), { recursive: true });
  for (const each of ["indicators", "blocks", "actions"]) mkdirSync(join(folder, each), { recursive: true });
  for (const kind of kinds) writeFileSync(join(folder, `indicators/${kind.id}.yaml`), indicatorOf(kind));
  writeFileSync(join(folder, "blocks/states.yaml"), blocks);
  writeFileSync(join(folder, "actions/states.yaml"), action);
  writeFileSync(join(folder, "data.yaml"), data);
  const practices = [
    ...states,
    ...Array.from({ length: ordinary }, (_, i): State => ({ now: 0.8 + (i % 9) * 0.05, before: 0.8 + (i % 9) * 0.05 })),
  ];
  const all = [
    ...practices.map((state, i) => ({ code: `ZX${10 + i}`, place: "ZP1", state })),
    ...alone.map((state, i) => ({ code: `ZY${10 + i}`, place: "ZP2", state })),
  ];
  writeFileSync(
    join(folder, "organisations.csv"),
    [
      "code,name,address,postcode,place_code,place_name",
      ...all.map(
        ({ code, place }) =>
          `${code},Practice ${code},"1 Road, Town",QQ1 1AA,${place},${place === "ZP1" ? "West Wold" : "East Wold"}`,
      ),
      "",
    ].join("\n"),
  );
  const rows = all.flatMap(({ code, state }) => kinds.flatMap((kind) => rowsOf(code, kind, state)));
  writeFileSync(
    join(folder, "observations.csv"),
    `code,month,measure,numerator,denominator,value,low,high\n${rows.join("\n")}\n`,
  );
}

/** The campaign with one of the kinds as its headline indicator, all others in facts and trends. */
export function writeCampaign(folder: string, headline: string, comparators: string): void {
  const { fields } = kinds.find(({ id }) => id === headline)!;
  const beside = headline === "share-lower" ? "rate-lower" : "share-lower";
  writeFileSync(
    join(folder, "campaign.yaml"),
    campaign({ headline, beside, comparators, policy: fields.includes("patients") ? "nhsd-hes" : "none" }),
  );
}

function rowsOf(code: string, { id, fields, measure, base, each }: Kind, state: State): string[] {
  const isYear = fields.includes("year\n");
  if (isYear) {
    const year = (text: string) => (fields.includes("financial-year") ? text : text.slice(0, 4));
    if ((state.missing ?? 0) >= 12) return [];
    return [
      yearRow(code, id, { measure, base, each }, year("2024/25"), state.before, state.counts?.[1], state.base),
      yearRow(code, id, { measure, base, each }, year("2025/26"), state.now, state.counts?.[0], state.base),
    ];
  }
  return months.flatMap((month, i) => {
    const ago = 23 - i;
    if (ago < (state.missing ?? 0) && ago > 0) return [];
    if ((state.missing ?? 0) >= 12 && ago === 0) return [];
    const isNow = ago < 12;
    const size =
      base * (state.base ?? 1) * (state.lists && ago < 6 ? state.lists : 1) * (id.startsWith("share") ? 1 : 1);
    const level = isNow ? state.now : state.before;
    const wobble = 1 + (((i * 7 + code.charCodeAt(3)) % 5) - 2) / 25;
    const dead = state.dead && ago > 2 && ago <= 2 + state.dead;
    const usual = Math.round(each * level * wobble * (state.base ?? 1) * (state.lists && ago < 6 ? state.lists : 1));
    const asked = state.counts ? (ago % 12 === 4 ? state.counts[isNow ? 0 : 1] : 0) : usual;
    const denominator = Math.max(1, Math.round(size));
    const numerator = dead ? 0 : measure === "share" ? Math.min(asked, denominator) : asked;
    return [`${code},${month}${fields.includes("snapshot") ? `-28` : ""},${id},${numerator},${denominator},,,`];
  });
}

function yearRow(
  code: string,
  id: string,
  { measure, base, each }: Pick<Kind, "measure" | "base" | "each">,
  year: string,
  level: number,
  count: number | undefined,
  size = 1,
): string {
  const denominator = Math.max(1, Math.round(base * size));
  if (measure !== "value")
    return `${code},${year},${id},${Math.min(count ?? Math.round(each * level * size), denominator)},${denominator},,,`;
  const at = id === "value-share" ? Math.min(0.97, each * level) : each * level;
  return `${code},${year},${id},,,${at.toFixed(3)},${(at * 0.9).toFixed(3)},${Math.min(id === "value-share" ? 1 : Infinity, at * 1.1 + 0.01).toFixed(3)}`;
}

function indicatorOf({ id, fields }: Kind): string {
  return `indicator: ${id}
title: Odd things
name: things
short: odd things
describes: Things that were counted.
behaviour: Counting things.
actors: [prescribers]
measures: behaviour
${fields}decimals: 1
inclusion: All.
exclusion: None.
source: { name: Fictional data }
codes: { list: A list, version: "1" }
governance: { author: Lead pharmacist, checker: GP, reviewed: 2026-05-11, next-review: 2027-05-11 }
`;
}

const blocks = `block: states-caution
role: caution
text: Stop nothing suddenly.
---
block: states-why
role: why
title: It matters
text: It matters, and this is known.[^1]
cites: [{ text: "A and others. Journal 2020;1:1.", doi: 10.1000/x }]
---
block: states-method
role: method
title: What is counted
text: Things.
---
block: states-reason
role: standfirst
text: Things are known to matter.[^1]
cites: [{ text: "A and others. Journal 2020;1:1.", doi: 10.1000/x }]
`;

const action = `action: states-look
indicators: [${kinds.map(({ id }) => id).join(", ")}]
title: Look at five
who: Practice pharmacist
what: Look at five records together.
situation: any
amount: five
by: { weeks: 8 }
know: five are in the diary
barrier: no time
effort: hours
step: { label: Start here, text: Look at five records. }
`;

const data = `fictional: true
source: Fictional data
organisations:
  file: organisations.csv
  columns: { code: code, name: name, address: address, postcode: postcode }
  levels: { sub-icb: { code: place_code, name: place_name } }
observations:
  file: observations.csv
  columns: { code: code, indicator: measure, period: month, numerator: numerator, denominator: denominator, value: value, lower: low, upper: high }
  unit: number
  indicators:
${kinds.map(({ id }) => (id === "value-share" ? "    value-share: { is: value-share, unit: fraction }" : `    ${id}: ${id}`)).join("\n")}
  patients: rate-lower
accepted: []
`;

function campaign({
  headline,
  beside,
  comparators,
  policy,
}: Readonly<Record<"headline" | "beside" | "comparators" | "policy", string>>): string {
  return `campaign: states
title: Odd things
rationale: Every state of every kind of indicator.
issuer:
  name: Wold Feedback
  by: Wold Board
  signatories: [{ name: Dr A Person, role: GP }]
  interests: Paid for by the NHS.
  contact: { email: a@wold.example, phone: 01632 960000, url: "https://wold.example", promise: We answer in five days. }
  help: { title: Help, lines: [Team], note: We help. }
priority: { statement: It matters., level: icb, source: A plan }
recipients: { type: practice, audience: "Prescribing lead, practice manager" }
peers: { of: sub-icb, why-these: They are near. }
indicators: [${headline}, ${beside}]
headline: ${headline}
comparators: ${comparators}
disclosure: { policy: ${policy}, counts: [patients] }
accept: { without-data: 1, months-missing: 1, not-open: 1, left-out: 1 }
cycles: [{ id: 2026-08, issued: 2026-10-12, extracted: 2026-10-05, data: { from: 2024-09, to: 2026-08 } }]
must-say: [states-caution]
sections:
  - headline: { reason: states-reason }
  - comparison: { facts: [{ tells: change }, { tells: gap }, { tells: measure, indicator: ${headline} }] }
  - first-step: { encouragement: {} }
  - trend: { page: new }
  - table: {}
  - why: { title: Why, blocks: [states-why] }
  - actions: { title: Actions, note: Choose., choose: [states-look] }
  - cautions: { title: "Whatever you do:", blocks: [states-caution] }
  - method: { blocks: [states-method], voice: {}, link: { words: Definitions, url: "https://wold.example/d" } }
`;
}
