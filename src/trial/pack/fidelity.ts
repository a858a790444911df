import type { Channel } from "../../input/campaign/campaign.ts";
import { slotName } from "../../input/campaign/slots.ts";
import { byTechnique } from "../../input/files/fields.ts";
import { newcombe } from "../../measure/interval.ts";
import type { ArtefactEntry } from "../../output/store.ts";
import type { Problem } from "../../problem.ts";
import type { Shown } from "../shown.ts";
import { designedProfiles, type Presence, type Profile } from "./bct-matrix.ts";
import type { Edition } from "./edition.ts";
import { artefactOf, type Facts, fateOf, headlineOf, isWithheld, wordsOf } from "./facts.ts";
import { eligible, type Flow, flowsOf, plannedOf } from "./flow.ts";
import { bullets, type Cell, markdown, markdownTable, percent, rounded, roundedMean, type Table } from "./written.ts";

export type Convergence = "unique" | "partially convergent" | "fully convergent";

/** How far two arms deliver the same techniques in the same way. */
export type Differentiation = {
  techniques: readonly { bct: string; convergence: Convergence; only?: "a" | "b"; differing: readonly string[] }[];
  counts: Readonly<Record<Convergence, number>>;
};

const attributes = ["frequency", "mode", "specificity", "enactment"] as const;

/**
 * Treatment differentiation after AFFINITIE (Lorencatto 2016): a technique is unique to an arm; or in both, and fully
 * convergent where all four attributes are the same, else partially.
 */
export function differentiate(a: Profile, b: Profile): Differentiation {
  const codes = [...new Set([...a.keys(), ...b.keys()])].toSorted(byTechnique);
  const techniques = codes.map((bct) => {
    const [one, other] = [a.get(bct), b.get(bct)];
    if (!one || !other)
      return { bct, convergence: "unique" as const, only: one ? ("a" as const) : ("b" as const), differing: [] };
    const differing = attributes.filter((attribute) => textOf(one, attribute) !== textOf(other, attribute));
    return {
      bct,
      convergence: differing.length === 0 ? ("fully convergent" as const) : ("partially convergent" as const),
      differing,
    };
  });
  const count = (wanted: Convergence) => techniques.filter(({ convergence }) => convergence === wanted).length;
  return {
    techniques,
    counts: {
      unique: count("unique"),
      "partially convergent": count("partially convergent"),
      "fully convergent": count("fully convergent"),
    },
  };
}

function textOf(presence: Presence, attribute: (typeof attributes)[number]): string {
  return JSON.stringify(presence[attribute]);
}

/** So many of so many, in an arm. */
export type Share = { arm: string; numerator: number; denominator: number };

/** The difference of two arms in a share, first minus second, with its 95% interval. */
export type Contrast = {
  what: string;
  a: Share;
  b: Share;
  difference: number;
  lower: number;
  upper: number;
  stands: boolean;
};

const notable = 0.05;

/** Every pair of arms that both have somebody. A difference stands out where its interval leaves out 0 and it is above 5 points. */
export function contrastsOf(what: string, shares: readonly Share[]): Contrast[] {
  const known = shares.filter(({ denominator }) => denominator > 0);
  return pairsOf(known).map(([a, b]) => {
    const { lower, upper } = newcombe(a, b);
    const difference = a.numerator / a.denominator - b.numerator / b.denominator;
    const stands = (lower > 0 || upper < 0) && Math.abs(difference) > notable;
    return { what, a, b, difference, lower, upper, stands };
  });
}

type Check = { code: string; what: string; holds: (code: string, arm: string) => boolean | null };

/** What may differ between arms only by chance; what stands out is a warning by name. */
export function differentials(facts: Facts): { contrasts: Contrast[]; warnings: Problem[] } {
  const told = checksOf(facts).flatMap(({ code, what, holds }) => {
    const shares = facts.arms.map((arm) =>
      shareOf(
        arm,
        recipientsOf(facts, arm).map((each) => holds(each, arm)),
      ),
    );
    return contrastsOf(what, shares).map((contrast) => ({ code, contrast }));
  });
  return {
    contrasts: told.map(({ contrast }) => contrast),
    warnings: told.filter(({ contrast }) => contrast.stands).map(({ code, contrast }) => warningOf(code, contrast)),
  };
}

/** Each answers for one recipient; null where it cannot be asked, because nothing was planned or made. */
function checksOf(facts: Facts): Check[] {
  const { entries } = facts.runs.at(-1)!;
  const madeOf = (code: string) => (entries.get(code) ?? []).filter((entry): entry is ArtefactEntry => "path" in entry);
  const ofMade = (test: (entry: ArtefactEntry) => boolean) => (code: string) =>
    madeOf(code).length === 0 ? null : madeOf(code).some(test);
  return [
    {
      code: "differential-suppression",
      what: "headline value withheld",
      holds: (code, arm) => isWithheld(entries.get(code) ?? [], headlineOf(facts, arm)),
    },
    {
      code: "differential-suppression",
      what: "any figure withheld",
      holds: ofMade(({ suppressions }) => suppressions.length > 0),
    },
    {
      code: "differential-failure",
      what: "planned report not made",
      holds: (code) => {
        const { fate } = fateOf(facts.run.trial.assignments[code]!, entries.get(code));
        return fate === "generated" ? false : fate === "failed" || fate === "not-rendered" ? true : null;
      },
    },
    {
      code: "differential-findings",
      what: "report with a finding on reading it back",
      holds: ofMade(({ problems }) => problems.length > 0),
    },
  ];
}

function shareOf(arm: string, answers: readonly (boolean | null)[]): Share {
  const known = answers.filter((each) => each !== null);
  return { arm, numerator: known.filter(Boolean).length, denominator: known.length };
}

export function warningOf(code: string, { what, a, b, difference, lower, upper }: Contrast): Problem {
  const share = ({ arm, numerator, denominator }: Share) => `${arm} ${numerator} of ${denominator}`;
  return {
    code,
    severity: "warning",
    message: `${what}: ${share(a)}, ${share(b)}; a difference of ${points(difference)} points (95% interval ${points(lower)} to ${points(upper)})`,
    hint: "what arms are told differs by more than chance: look for the cause before the next cycle, and report it",
  };
}

/** Instances of blocks and actions that design and data call for in an arm's reports, and how many were rendered. */
export function calledFor({ expected, reports, planned }: Facts, arm: string): { called: number; rendered: number } {
  let [called, rendered] = [0, 0];
  for (const [code, report] of expected) {
    const assignment = planned.assignments?.of.get(code);
    if ((assignment?.sent ?? assignment?.arm) !== arm) continue;
    const there = new Set(shownIn(reports.get(code)));
    const wanted = shownIn(report);
    called += wanted.length;
    rendered += wanted.filter((each) => there.has(each)).length;
  }
  return { called, rendered };
}

function shownIn(report: Shown | undefined): string[] {
  return (report?.choices ?? []).map((choice) => `${slotName(choice)} ${choice.chosen} ${choice.version}`);
}

/** Blocks and actions that an arm's design names, and in how many of its reports each was shown. */
export type Content = { id: string; shown: number; of: number };

export function contentOf({ designs, study, planned, reports }: Facts, arm: string): Content[] {
  const { topic, design } = designs.get(arm)!;
  const inputs = study.topics.get(topic)!;
  const named = idsIn(design.sections).filter((id) => inputs.blocks.has(id) || inputs.actions.has(id));
  const own = [...reports].filter(([code]) => {
    const assignment = planned.assignments?.of.get(code);
    return (assignment?.sent ?? assignment?.arm) === arm;
  });
  const shown = new Map<string, number>();
  for (const [, { choices }] of own)
    for (const id of new Set(choices.map(({ chosen }) => chosen))) shown.set(id, (shown.get(id) ?? 0) + 1);
  return [...new Set(named)].map((id) => ({ id, shown: shown.get(id) ?? 0, of: own.length }));
}

function idsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => (key === "when" ? [] : idsIn(each)));
}

/** What one recipient of an arm was sent, on average, and how often so far. */
export type Dose = {
  arm: string;
  contacts: number; // channels in this cycle, by design
  planned: number; // contacts by design in the cycles so far
  pages: number | null; // mean, print
  words: Readonly<Partial<Record<Channel, number | null>>>; // mean
};

export function doseOf(facts: Facts, arm: string): Dose {
  const { design } = facts.designs.get(arm)!;
  const sends = (id: string) => design.cycles.some((cycle) => cycle.id === id);
  const made = recipientsOf(facts, arm).flatMap((code) => {
    const entries = facts.runs.at(-1)!.entries.get(code) ?? [];
    return entries.some((entry) => "path" in entry) ? [entries] : [];
  });
  const known = (values: readonly (number | null | undefined)[]) => values.filter((value) => typeof value === "number");
  return {
    arm,
    contacts: sends(facts.cycle.id) ? design.channels.length : 0,
    planned: facts.runs.filter(({ cycle }) => sends(cycle.id)).length * design.channels.length,
    pages: roundedMean(known(made.map((entries) => artefactOf(entries, "print")?.pages))),
    words: Object.fromEntries(
      design.channels.map((channel) => [channel, roundedMean(known(made.map((entries) => wordsOf(entries, channel))))]),
    ),
  };
}

function recipientsOf({ run }: Facts, arm: string): string[] {
  return Object.entries(run.trial.assignments)
    .filter(([, assignment]) => assignment.arm === arm)
    .map(([code]) => code);
}

function pairsOf<T>(all: readonly T[]): [T, T][] {
  return all.flatMap((a, i) => all.slice(i + 1).map((b): [T, T] => [a, b]));
}

/** All figures of the fidelity report, one a row. */
export function fidelityTable(facts: Facts, edition: Edition): Table {
  const rows = [
    ...differentiationRows(facts, edition),
    ...facts.arms.flatMap((arm) => doseRows(doseOf(facts, arm), edition)),
    ...facts.arms.flatMap((arm) => contentRows(facts, arm, edition)),
    ...differentials(facts).contrasts.map((contrast) => contrastRow(contrast, edition)),
  ];
  return { columns: fidelityColumns, rows };
}

const fidelityColumns = [
  "part",
  "arm",
  "other_arm",
  "item",
  "value",
  "numerator",
  "denominator",
  "other_numerator",
  "other_denominator",
  "lower",
  "upper",
  "note",
];

function rowOf(cells: Readonly<Record<string, Cell>>): Readonly<Record<string, Cell>> {
  return Object.fromEntries(fidelityColumns.map((column) => [column, cells[column] ?? null]));
}

function differentiationRows(facts: Facts, { arm }: Edition) {
  const profiles = designedProfiles(facts);
  return pairsOf(facts.arms).flatMap(([a, b]) => {
    const { techniques, counts } = differentiate(profiles.get(a)!, profiles.get(b)!);
    const pair = { part: "differentiation", arm: arm(a), other_arm: arm(b) };
    return [
      ...techniques.map(({ bct, convergence, only, differing }) =>
        rowOf({
          ...pair,
          item: `BCT ${bct}`,
          value: convergence,
          note: only ? `only in ${only === "a" ? a : b}` : differing.join("; "),
        }),
      ),
      ...Object.entries(counts).map(([item, count]) =>
        rowOf({
          ...pair,
          item: `share ${item}`,
          value: techniques.length === 0 ? null : rounded(count / techniques.length, 4),
          numerator: count,
          denominator: techniques.length,
        }),
      ),
    ];
  });
}

function doseRows({ arm: code, contacts, planned, pages, words }: Dose, { arm }: Edition) {
  const row = (item: string, value: Cell) => rowOf({ part: "dose", arm: arm(code), item, value });
  return [
    row("contacts in this cycle by design", contacts),
    row("contacts so far by design", planned),
    row("pages a printed report, mean", pages),
    ...Object.entries(words).map(([channel, count]) => row(`words by ${channel}, mean`, count)),
  ];
}

function contentRows(facts: Facts, code: string, { arm }: Edition) {
  const { called, rendered } = calledFor(facts, code);
  const whole = rowOf({
    part: "content",
    arm: arm(code),
    item: "rendered of those called for",
    value: called === 0 ? null : rounded(rendered / called, 4),
    numerator: rendered,
    denominator: called,
  });
  const each = contentOf(facts, code).map(({ id, shown, of }) =>
    rowOf({
      part: "content",
      arm: arm(code),
      item: id,
      value: of === 0 ? null : rounded(shown / of, 4),
      numerator: shown,
      denominator: of,
      note: shown === 0 ? "not triggered" : null,
    }),
  );
  return [whole, ...each];
}

function contrastRow({ what, a, b, difference, lower, upper, stands }: Contrast, { arm }: Edition) {
  return rowOf({
    part: "differential",
    arm: arm(a.arm),
    other_arm: arm(b.arm),
    item: what,
    value: rounded(difference, 4),
    numerator: a.numerator,
    denominator: a.denominator,
    other_numerator: b.numerator,
    other_denominator: b.denominator,
    lower: rounded(lower, 4),
    upper: rounded(upper, 4),
    note: stands ? "stands out" : null,
  });
}

/** The fidelity report for people. */
export function fidelityText(facts: Facts, edition: Edition): string {
  const flows = flowsOf(facts).filter(({ cycle }) => cycle === facts.cycle.id);
  const { contrasts, warnings } = differentials(facts);
  return markdown(
    "# Fidelity",
    `Cycle ${facts.cycle.id}. Dimensions of the Behavior Change Consortium as AFFINITIE used them (Lorencatto 2016, Implement Sci 11:163). Techniques are those that blocks and actions declare and a report shows; this is no replacement for two independent coders.`,
    "## Design: treatment differentiation",
    "Every arm was composed for the same recipients on the same data, so that only the design can differ. A technique in one arm of a pair alone is unique; in both it is fully convergent where frequency, mode, specificity and enactment are all the same, else partially. The larger the unique share, the more the arms differ. Support outside the report is not coded here: see tidier.md.",
    differentiationTable(facts, edition),
    differingText(facts, edition),
    "## Design: equivalence of dose",
    "A contact is one channel of one cycle. Pages and words are means of the reports made.",
    doseTable(facts, edition),
    "## Dispatch",
    facts.returns
      ? `As reported back. A recipient counts by any of its channels.`
      : "Nothing was given of what was dispatched and received: those columns are empty, which is not nought.",
    dispatchTable(flows, edition),
    reasonsText(facts, edition),
    "## Content",
    "Every report was composed again from its design and data: called for is each block and action that stands in it then, rendered is what stood in the report that was made; one that failed rendered nothing. Triggered are the blocks, actions and techniques of the arm's design that were shown in at least one report. One that was not triggered is conditional, and nobody's figures met its condition: that is as planned, not a fault.",
    contentTable(facts, edition),
    "## Differential suppression, failure and findings",
    `Shares of recipients by arm, and their difference with a 95% interval (Newcombe 1998, method 10). It stands out where the interval leaves out 0 and the difference is above 5 points. With ${contrasts.length} comparisons one may stand out by chance. Disclosure control knows nothing of arms; where it withholds more in one arm, that arm has smaller practices.`,
    contrasts.length > 0 ? contrastTable(contrasts, edition) : "No two arms have recipients to compare.",
    warnings.length > 0
      ? bullets(warnings.map(({ code, message }) => `**${code}**: ${message}`))
      : "Nothing stands out.",
    "## Receipt and enactment",
    openedText(facts),
  );
}

function differentiationTable(facts: Facts, { arm }: Edition): string {
  const profiles = designedProfiles(facts);
  const cell = (count: number, of: number) => (of === 0 ? "0" : `${count} (${percent(count / of)})`);
  return markdownTable(
    ["arms", "techniques", "unique", "partially convergent", "fully convergent"],
    pairsOf(facts.arms).map(([a, b]) => {
      const { techniques, counts } = differentiate(profiles.get(a)!, profiles.get(b)!);
      const all = techniques.length;
      return [
        `${arm(a)} and ${arm(b)}`,
        all,
        cell(counts.unique, all),
        cell(counts["partially convergent"], all),
        cell(counts["fully convergent"], all),
      ];
    }),
  );
}

function differingText(facts: Facts, { arm }: Edition): string | undefined {
  const profiles = designedProfiles(facts);
  const lines = pairsOf(facts.arms).flatMap(([a, b]) => {
    const { techniques } = differentiate(profiles.get(a)!, profiles.get(b)!);
    const grouped = Map.groupBy(
      techniques.filter(({ convergence }) => convergence !== "fully convergent"),
      ({ only, differing }) => (only ? `only in ${arm(only === "a" ? a : b)}` : `differ in ${differing.join(", ")}`),
    );
    return [...grouped].map(([how, all]) => `${arm(a)} and ${arm(b)}, ${how}: ${all.map(({ bct }) => bct).join(", ")}`);
  });
  return lines.length > 0 ? bullets(lines) : undefined;
}

function doseTable(facts: Facts, { arm }: Edition): string {
  const doses = facts.arms.map((code) => doseOf(facts, code));
  const channels = [...new Set(doses.flatMap(({ words }) => Object.keys(words) as Channel[]))].sort();
  return markdownTable(
    ["arm", "contacts in this cycle", "contacts so far", "pages", ...channels.map((channel) => `words by ${channel}`)],
    doses.map(({ arm: code, contacts, planned, pages, words }) => [
      arm(code),
      contacts,
      planned,
      pages,
      ...channels.map((channel) => words[channel] ?? null),
    ]),
  );
}

function dispatchTable(flows: readonly Flow[], { arm }: Edition): string {
  return markdownTable(
    [
      "arm",
      "allocated",
      "eligible",
      "planned",
      "made",
      "of these by email",
      "of these by print",
      "failed",
      "not rendered",
      "withheld",
      "dispatched",
      "delivered",
      "returned",
    ],
    flows.map((flow) => [
      arm(flow.arm),
      flow.allocated,
      eligible(flow),
      plannedOf(flow),
      flow.fates.generated,
      flow.made.email,
      flow.made.print,
      flow.fates.failed,
      flow.fates["not-rendered"],
      flow.withheld,
      flow.dispatch?.dispatched ?? null,
      flow.dispatch?.delivered ?? null,
      flow.dispatch?.returned ?? null,
    ]),
  );
}

/** Why something was not made, with how many of each arm. */
function reasonsText(facts: Facts, { arm }: Edition): string | undefined {
  const { entries } = facts.runs.at(-1)!;
  const lines = facts.arms.flatMap((code) => {
    const reasons = recipientsOf(facts, code).flatMap((each) => {
      const { fate, why } = fateOf(facts.run.trial.assignments[each]!, entries.get(each));
      return why === null ? [] : [fate === "other" || fate === "failed" ? kindOfReason(why) : fate];
    });
    return [...Map.groupBy(reasons, (reason) => reason)]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([reason, all]) => `${arm(code)}: ${all.length} ${reason}`);
  });
  return lines.length > 0 ? `Not made, and why:\n\n${bullets(lines)}` : undefined;
}

/** "opted out on 4 May 2026" → "opted out"; a failure or a count differs from one recipient to the next. */
function kindOfReason(why: string): string {
  return why.replace(/( on \d.*| since \d.*|: .*| into .*|;.*)$/s, "");
}

function contentTable(facts: Facts, { arm }: Edition): string {
  return markdownTable(
    [
      "arm",
      "reports",
      "rendered of those called for",
      "blocks and actions triggered",
      "techniques triggered",
      "not triggered",
    ],
    facts.arms.map((code) => {
      const content = contentOf(facts, code);
      const { called, rendered } = calledFor(facts, code);
      const inputs = facts.study.topics.get(facts.designs.get(code)!.topic)!;
      const bctOf = (id: string) => inputs.blocks.get(id)?.bct ?? inputs.actions.get(id)?.bct ?? [];
      const planned = new Set(content.flatMap(({ id }) => bctOf(id)));
      const shown = content.filter((each) => each.shown > 0);
      const carried = new Set(shown.flatMap(({ id }) => bctOf(id)));
      const share = (count: number, of: number) => (of === 0 ? "–" : `${count} of ${of} (${percent(count / of)})`);
      const idle = [...planned].filter((bct) => !carried.has(bct)).toSorted(byTechnique);
      return [
        arm(code),
        content[0]?.of ?? 0,
        share(rendered, called),
        share(shown.length, content.length),
        share(carried.size, planned.size),
        `${content.length - shown.length} blocks${idle.length > 0 ? `; techniques ${idle.join(", ")}` : ""}`,
      ];
    }),
  );
}

function contrastTable(contrasts: readonly Contrast[], { arm }: Edition): string {
  const share = ({ arm: code, numerator, denominator }: Share) =>
    `${arm(code)}: ${numerator} of ${denominator} (${percent(numerator / denominator)})`;
  return markdownTable(
    ["what", "arm", "other arm", "difference in points", "95% interval", ""],
    contrasts.map(({ what, a, b, difference, lower, upper, stands }) => [
      what,
      share(a),
      share(b),
      points(difference),
      `${points(lower)} to ${points(upper)}`,
      stands ? "stands out" : "",
    ]),
  );
}

function openedText({ returns, cycle }: Facts): string {
  const opened = [...(returns?.values() ?? [])]
    .flat()
    .filter((each) => each.event === "opened" && each.cycle === cycle.id);
  const told = returns
    ? `${new Set(opened.map(({ code }) => code)).size} recipients are reported to have opened an email; mail programs open, and block, messages by themselves, so this is a weak sign.`
    : "Not recorded.";
  return `${told} Plans made, searches run and actions taken are not known to the engine: they come from the trial's own forms and logs.`;
}

/** 0.0712 → "7.1" */
function points(share: number): string {
  return (share * 100).toFixed(1).replace(/^-0\.0$/, "0.0");
}
