import type { MailField } from "../../input/campaign/mail.ts";
import type { SectionKind } from "../../input/campaign/sections.ts";
import { slotName } from "../../input/campaign/slots.ts";
import { ofMail } from "../../input/trial/trial.ts";
import type { SectionAbsence } from "../../report/choice.ts";
import type { Report } from "../../report/report.ts";
import type { Section } from "../../report/sections.ts";
import type { Sentence } from "../../report/sentence.ts";
import { toWords } from "../../report/sentence.ts";
import { isSame } from "./same.ts";
import type { SentVariant, Variant } from "./variants.ts";
import { type DiffRun, wordDiff } from "./word-diff.ts";

/** One respect in which two variants differ, said once for all recipients that show it. */
export type Difference = {
  aspect: string; // as a factor declares it, e.g. "wording of trend-2"; "data" is none that may be declared
  section?: { name: string; kind: SectionKind }; // that it stands in; absent where it is of the report as a whole
  node: string; // "headline.say", "comparison.chart.kind", "actions.2", "mail.subject", "channels"
  a: string; // of the first recipient that shows it; empty where there is nothing
  b: string;
  recipients: { count: number; of: number; first: string };
  words?: readonly DiffRun[]; // of a and b
};

/** Everything in which two variants differ, by node, in reading order. The same recipients and data are behind both. */
export function differencesOf(a: Variant, b: Variant): Difference[] {
  const gathered = gatherDifferences(a, b);
  for (const [code, report] of a.reports) gathered.see(code, report, b.reports.get(code));
  for (const [code, report] of b.reports) if (!a.reports.has(code)) gathered.see(code, undefined, report);
  return gathered.told();
}

/** In what two cells differ, gathered while the reports of one recipient after another come by. */
export type Gathered = {
  see: (code: string, one: Report | undefined, other: Report | undefined) => void;
  told: () => Difference[];
  count: Readonly<{ both: number; same: number }>; // recipients with both reports, and of these with two that are equal
};

export function gatherDifferences(a: SentVariant, b: SentVariant): Gathered {
  const seen = new Map<string, { pair: NodePair; count: number; first: string }>();
  const count = { both: 0, same: 0, ones: 0, others: 0 };
  const firsts: { both?: string; one?: string; other?: string } = {};
  const told = () => {
    const of = Math.max(count.ones, count.others);
    const first = firsts.both ?? firsts.one ?? firsts.other ?? "";
    const whole = compareNodes(nodesOfSent(a), nodesOfSent(b)).map((each) => toDifference(each, of, first, of));
    return [...whole, ...[...seen.values()].map((each) => toDifference(each.pair, each.count, each.first, of))];
  };
  const see: Gathered["see"] = (code, one, other) => {
    if (one) {
      count.ones++;
      firsts.one ??= code;
    }
    if (other) {
      count.others++;
      firsts.other ??= code;
    }
    if (!one || !other) return;
    count.both++;
    firsts.both ??= code;
    if (isSame(one, other)) count.same++;
    else if (a.topic === b.topic)
      for (const pair of compareReports(one, other)) {
        const known = seen.get(pair.node);
        if (known) known.count++;
        else seen.set(pair.node, { pair, count: 1, first: code });
      }
  };
  return { see, told, count };
}

/** The words of a report as its reader meets them, section by section. */
export function textsOf({ sections, figures }: Report): string[] {
  return sections.flatMap((section) =>
    [...nodesOfSection(withoutCharts(section), figures)].flatMap(([, { aspect, text }]) =>
      aspect === "charts" || aspect === "sections" ? [] : [text],
    ),
  );
}

type DifferenceNode = { aspect: string; section?: Difference["section"]; text: string; entries?: Entries };
type Entries = { of: string; list: readonly unknown[] }; // "points" of a chart, which are not read out one by one
type Nodes = ReadonlyMap<string, DifferenceNode>;
type NodePair = Omit<DifferenceNode, "text" | "entries"> & { node: string; a: string; b: string };

function toDifference({ node, aspect, section, a, b }: NodePair, count: number, first: string, of: number): Difference {
  const isWords = aspect.startsWith("wording") || aspect === "actions" || aspect === "charts";
  return {
    aspect,
    ...(section ? { section } : {}),
    node,
    a,
    b,
    recipients: { count, of, first },
    ...(isWords && a !== "" && b !== "" ? { words: wordDiff(a, b) } : {}),
  };
}

function compareNodes(a: Nodes, b: Nodes): NodePair[] {
  const names = [...new Set([...a.keys(), ...b.keys()])];
  return names.flatMap((node) => {
    const [one, other] = [a.get(node), b.get(node)];
    if (one?.text === other?.text) return [];
    const { aspect, section } = (one ?? other)!;
    return [{ node, aspect, ...(section ? { section } : {}), ...told(one, other) }];
  });
}

/** What is the same for every recipient of a cell. */
function nodesOfSent({ topic, design, channels, support, sends }: SentVariant): Nodes {
  const { attachment, comparators, peers, framing, messages, template, cycles, enclosures } = design;
  const { "headline-turns": turns } = design;
  const plain: Record<string, [aspect: string, value: unknown]> = {
    topic: ["topic", topic],
    channels: ["channels", channels],
    attachment: ["channels", attachment],
    comparators: ["comparators", comparators],
    ...Object.fromEntries(Object.entries(peers).map(([key, value]) => [`peers.${key}`, ["peers", value]])),
    framing: ["framing", framing],
    messages: ["messages", messages],
    template: ["template", template],
    "schedule.cycles": ["schedule", cycles.map(({ id }) => id)],
    "schedule.sent": ["schedule", sends ? "sent in this cycle" : "not sent in this cycle"],
    ...(turns ? { "headline-turns": ["headline-turns", turns] } : {}),
    enclosures: ["enclosures", enclosures.map(({ item, is, grams }) => `${item} (${is}, ${grams} g)`)],
    support: ["support", support.map(({ is, by, dose }) => `${is}; by ${by}; ${dose}`)],
  };
  return new Map(Object.entries(plain).map(([node, [aspect, value]]) => [node, { aspect, text: toText(value) }]));
}

function toText(value: unknown): string {
  if (Array.isArray(value)) return value.map(toText).join(", ");
  if (typeof value === "object" && value !== null) return JSON.stringify(value);
  return value === undefined ? "" : String(value);
}

/** In what two reports to one recipient differ. What is inside a section that only one has is not told again. */
function compareReports(a: Report, b: Report): NodePair[] {
  const [as, bs] = [byName(a), byName(b)];
  const common = new Set([...as.keys()].filter((name) => bs.has(name)));
  const undrawn = new Set([...undrawnIn(a), ...undrawnIn(b)]);
  const isAlike = sharedFigures(a, b).every((key) => isSame(a.figures[key], b.figures[key]));
  const within = [...common].flatMap((name) => {
    const [one, other] = [as.get(name)!, bs.get(name)!];
    if (isAlike && isSame(one, other)) return []; // the same words, filled in with the same figures
    return compareNodes(nodesOfSection(one, a.figures), nodesOfSection(other, b.figures));
  });
  return [
    ...compareNodes(mailNodes(a), mailNodes(b)),
    ...compareNodes(sectionNodes(a, common, undrawn), sectionNodes(b, common, undrawn)),
    ...within,
    ...compareNodes(choiceNodes(a, common), choiceNodes(b, common)),
    ...compareData(a, b),
  ];
}

function byName({ sections }: Report): ReadonlyMap<string, Section> {
  return new Map(sections.map((section) => [section.name, section]));
}

/** Sections of the design that a report has words for, and no chart. */
function undrawnIn({ choices }: Report): string[] {
  const absence: SectionAbsence = "nothing to draw";
  return choices.flatMap(({ section, slot, considered }) =>
    slot === "" && considered.some(({ not }) => not === absence) ? [section] : [],
  );
}

/** Which sections there are, and the order of those that both have. One that lacks its chart alone is told as a chart. */
function sectionNodes({ sections }: Report, common: ReadonlySet<string>, undrawn: ReadonlySet<string>): Nodes {
  const order = sections.flatMap(({ name }) => (common.has(name) ? [name] : []));
  return new Map([
    ...sections.map(({ name, kind }): [string, DifferenceNode] => [
      `sections.${name}`,
      { aspect: undrawn.has(name) ? "charts" : "sections", section: { name, kind }, text: "shown" },
    ]),
    ["sections.order", { aspect: "sections", text: order.join(", ") }],
  ]);
}

function mailNodes({ mail, cycle }: Report): Nodes {
  const words = (field: MailField, text: string): DifferenceNode => ({ aspect: `${ofMail}${field}`, text });
  const place = (text: string): DifferenceNode => ({ aspect: "schedule", text });
  return new Map([
    ["mail.subject", words("subject", mail.subject)],
    ["mail.preheader", words("preheader", mail.preheader)],
    ["mail.title", words("title", mail.title)],
    ["mail.sender", words("sender", mail.from.name)],
    ["schedule.number", place(`${cycle.number} of ${cycle.of}`)],
    ["schedule.next", place(cycle.nextText ?? "")],
  ]);
}

/** Which block or action fills a slot, its version and the techniques it claims; of what stays empty, that it does. */
function choiceNodes({ choices }: Report, common: ReadonlySet<string>): Nodes {
  const nodes = new Map<string, DifferenceNode>();
  for (const choice of choices) {
    const { section: name, kind, chosen, version, bct } = choice;
    if (!common.has(name)) continue;
    const text = chosen ? `${chosen}, version ${version ?? 1}${bct.length > 0 ? `; ${bct.join(", ")}` : ""}` : "none";
    const aspect = kind === "actions" ? "actions" : `wording of ${name}`;
    nodes.set(freeKey(`${slotName(choice)}.block`, nodes), { aspect, section: { name, kind }, text });
  }
  return nodes;
}

/** The key, or key.2, key.3: of a list several may stay out for the same slot. */
function freeKey(key: string, taken: Nodes): string {
  for (let number = 1; ; number++) {
    const free = number === 1 ? key : `${key}.${number}`;
    if (!taken.has(free)) return free;
  }
}

function sharedFigures(a: Report, b: Report): string[] {
  return Object.keys(a.figures).filter((key) => Object.hasOwn(b.figures, key));
}

/** Numbers of the same name with other values, and what is on record of every indicator: equal whatever the arm (X04). */
function compareData(a: Report, b: Report): NodePair[] {
  const unlike = sharedFigures(a, b).filter((key) => !isSame(a.figures[key], b.figures[key]));
  const figures = (report: Report): Nodes =>
    new Map(
      unlike.map((key) => {
        const { value, text } = report.figures[key]!;
        return [`figures.${key}`, { aspect: "data", text: `${text}${value === null ? "" : ` (${value})`}` }];
      }),
    );
  const standings = isSame(a.standings, b.standings) ? [] : compareNodes(standingNodes(a), standingNodes(b));
  return [...compareNodes(figures(a), figures(b)), ...standings];
}

function standingNodes({ standings }: Report): Nodes {
  return new Map(
    standings.flatMap(({ indicator, values, signals, suppressions, told }): [string, DifferenceNode][] => {
      const data = (text: string): DifferenceNode => ({ aspect: "data", text });
      const node = `standings.${indicator}`;
      return [
        ...Object.entries(values).map(([name, value]): [string, DifferenceNode] => [
          `${node}.${name}`,
          data(String(value)),
        ]),
        [`${node}.signals`, data(signals.map(({ signal }) => signal).join(", "))],
        [`${node}.suppressions`, data(suppressions.map(({ what, reason }) => `${what}: ${reason}`).join("; "))],
        [`${node}.told`, { aspect: "framing", text: told ?? "as defined" }],
      ];
    }),
  );
}

// ------------------------------------------------------------------------------------------------ inside a section

/** The texts of two nodes; of two long lists how many entries there are, or else the first that is another. */
function told(one: DifferenceNode | undefined, other: DifferenceNode | undefined): { a: string; b: string } {
  const [as, bs] = [one?.entries, other?.entries];
  if (!as || !bs) return { a: one?.text ?? "", b: other?.text ?? "" };
  const count = ({ of, list }: Entries) => `${list.length} ${of}`;
  if (as.list.length !== bs.list.length) return { a: count(as), b: count(bs) };
  const [ours, theirs] = [as.list.map(entryText), bs.list.map(entryText)];
  const different = ours.flatMap((each, i) => (each === theirs[i] ? [] : [i]));
  const [first = 0, ...more] = different;
  const others = more.length > 0 ? `, and ${more.length} more of ${count(as)}` : "";
  return { a: `${ours[first]}${others}`, b: `${theirs[first]}${others}` };
}

type Walk = { section: Section; figures: Report["figures"] };

/** A section without the charts that it has itself: their data are many, and no words. */
function withoutCharts(section: Section): Section {
  const {
    chart: _chart,
    charts: _charts,
    strip: _strip,
    ...words
  } = section as Section & Partial<Record<ChartKey, unknown>>;
  return words as Section;
}

type ChartKey = (typeof chartKeys)[number];

const chartKeys = ["chart", "charts", "strip"] as const;

function nodesOfSection(section: Section, figures: Report["figures"]): Nodes {
  const { name, kind, startsPage, ...body } = section;
  const walk = { section, figures };
  const nodes = new Map<string, DifferenceNode>();
  if (startsPage) nodes.set(`${name}.page`, { aspect: "sections", section: { name, kind }, text: "starts a page" });
  for (const [key, value] of Object.entries(body)) if (key !== "better") visit(value, [key], false); // it stands in `unit` too
  return nodes;

  function visit(value: unknown, path: readonly string[], isChart: boolean): void {
    const inChart = isChart || chartKeys.some((key) => key === path.at(-1));
    if (value === undefined || (Array.isArray(value) && value.length === 0)) return;
    if (isLeaf(value) || isSentence(value)) put(path, leafText(value, walk), inChart);
    else if (Array.isArray(value)) visitList(value, path, inChart);
    else if (path.at(-1) === "action") put(path, textIn(value, walk), inChart);
    else
      for (const [key, each] of Object.entries(value as object))
        if (!inChart || key !== "table") visit(each, [...path, key], inChart); // it says what the marks and their labels do
  }

  function visitList(list: readonly unknown[], path: readonly string[], isChart: boolean): void {
    const of = path.at(-1) ?? "";
    if (list.every(isLeaf)) put(path, list.map(String).join(", "), isChart);
    else if (isChart && !list.some(holdsWords)) put(path, JSON.stringify(list), isChart, { of, list });
    else for (const [i, each] of list.entries()) visitEntry(each, [...path, keyOf(each) ?? String(i + 1)], isChart);
  }

  /** One entry of a list is one node; charts in it stand apart. */
  function visitEntry(entry: unknown, path: readonly string[], isChart: boolean): void {
    if (path.at(-2) === "charts") {
      visit(entry, path, true);
      return;
    }
    put(path, textIn(entry, walk), isChart);
    const { strip } = entry as { strip?: unknown };
    visit(strip, [...path, "strip"], true);
  }

  function put(path: readonly string[], text: string, isChart: boolean, entries?: Entries): void {
    if (text === "") return;
    const isOwnList = path.length > 1 && path[0] === kind; // actions.actions.2 → actions.2
    const node = [name, ...(isOwnList ? path.slice(1) : path)].join(".");
    const aspect = aspectOf(path, isChart);
    nodes.set(node, { aspect, section: { name, kind }, text, ...(entries ? { entries } : {}) });
  }

  function aspectOf([first = ""]: readonly string[], isChart: boolean): string {
    if (isChart) return "charts";
    if (first === "actions" || first === "action") return "actions";
    return `wording of ${name}`;
  }
}

/**
 * A label of a chart goes by what it marks: own, median, best. A fact goes by its slot, "facts.3": where one before it
 * fits nobody it is still the third, and that is its name on the page. All else goes by its position in the list.
 */
function keyOf(entry: unknown): string | undefined {
  if (typeof entry !== "object" || entry === null) return undefined;
  if ("role" in entry) return String(entry.role);
  return "slot" in entry ? String(entry.slot).split(".").at(-1) : undefined;
}

/** All words of a list's entry as one text, its chart left out. */
function textIn(value: unknown, walk: Walk): string {
  if (isLeaf(value) || isSentence(value)) return leafText(value, walk);
  if (Array.isArray(value)) return value.map((each) => textIn(each, walk)).join(" · ");
  return Object.entries(value as object)
    .filter(([key]) => !["strip", "chart", "id", "slot"].includes(key))
    .flatMap(([, each]) => (Array.isArray(each) && each.length === 0 ? [] : [textIn(each, walk)]))
    .join(" · ");
}

/** An entry of a chart's data as people read it: "date 2026-08-16, own 1.667, median 1.586". */
function entryText(entry: unknown): string {
  if (typeof entry === "number") return String(Number(entry.toPrecision(4)));
  if (typeof entry !== "object" || entry === null) return String(entry);
  return Object.entries(entry)
    .map(([key, value]) => `${key} ${entryText(value)}`)
    .join(", ");
}

type DifferenceLeaf = string | number | boolean | null;

function isLeaf(value: unknown): value is DifferenceLeaf {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

function leafText(value: DifferenceLeaf | Sentence, { figures }: Walk): string {
  return Array.isArray(value) ? toWords(value as Sentence, figures) : String(value);
}

function isSentence(value: unknown): value is Sentence {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(
      (span) =>
        typeof span === "object" &&
        span !== null &&
        ("cite" in span ||
          "figure" in span ||
          ("text" in span && typeof span.text === "string" && Object.keys(span).every((key) => spanKeys.has(key)))),
    ) &&
    value.some((span) => "text" in span || "figure" in span)
  );
}

const spanKeys = new Set(["text", "strong", "own"]);

function holdsWords(value: unknown): boolean {
  if (isSentence(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsWords);
}
