import type { Block } from "../input/library/block.ts";
import { isCounted } from "../input/library/indicator.ts";
import { controlOf } from "../measure/disclosure.ts";
import { findOtherIn, type Others, type Phrase, prepareOthers } from "../output/others.ts";
import { remembered } from "../remembered.ts";
import type { Report } from "../report/report.ts";
import type { Rule, Seen } from "./rule.ts";
import { hospitalStatistics, taxonomy } from "./sources.ts";
import type { DataSubject, NamedRecipient, ReportSubject } from "./subject.ts";
import { evidence, type Framed } from "./techniques.ts";
import { trialRules } from "./trial-rules.ts";
import { allTexts, isChartTitle, saidIn } from "./words.ts";

/** X: integrity of trials, and privacy. */
export const privacy: readonly Rule[] = [
  ...Object.entries(trialRules).map(
    ([id, { says, looks, rests }]): Rule => ({
      id,
      family: "trial",
      says,
      rests: [{ text: rests }],
      severity: "error",
      mode: "auto",
      profiles: ["integrity"],
      looks,
      checks: {}, // a trial is looked at as a whole, in src/trial
    }),
  ),
  {
    id: "X05",
    family: "privacy",
    says: "Give every waiver a rule that needs it, a reason and who approved it",
    rests: [{ text: "A contract of this engine: what is broken on purpose is written down with its reason" }],
    severity: "info",
    mode: "auto",
    profiles: ["integrity"],
    looks: "waivers of unknown rules (error), and waivers that nothing needs (warning); the schema requires the rest",
    checks: {}, // `lint` itself looks, when all others have spoken
  },
  {
    id: "X06",
    family: "privacy",
    says: "Make sure nobody can be recognised: show no small count, name no other practice",
    rests: [hospitalStatistics],
    severity: "error",
    mode: "auto",
    profiles: ["integrity"],
    looks:
      "protected counts below the least that the policy allows, and the recipient's figures that are recorded as withheld; names and codes of other recipients anywhere in the words; how many figures the policy withholds",
    checks: { report: recognisesNobody, data: tellsWithheld },
  },
  {
    id: "X07",
    family: "privacy",
    says: "Show what each claimed technique is made of",
    rests: [taxonomy],
    severity: "warning",
    mode: "heuristic",
    profiles: ["integrity"],
    looks:
      "each block's and action's claim, in every report that shows it, against the least evidence of the technique",
    checks: { report: showsTechniques },
  },
];

/** The least count that each policy lets stand. */
const least: Readonly<Record<string, number>> = {
  nhsbsa: 5,
  "nhsd-hes": 8,
  opensafely: 8,
  "opensafely-midpoint-6": 3, // printed counts are midpoints: 3, 9, 15
};

function recognisesNobody({ report, campaign, indicators, recipients }: ReportSubject): Seen[] {
  const counts = [...indicators.values()].filter(isCounted).flatMap((indicator): Seen[] => {
    const { policy } = controlOf(campaign, indicator);
    const below = least[policy];
    const at = { kind: "indicator", id: indicator.indicator } as const;
    const small = below === undefined ? undefined : smallCount(report, indicator.indicator, below);
    const printed = isWithheld(report, indicator.indicator) && showsOwn(report, indicator.indicator);
    return [
      ...(small ? [{ what: `a count under ${below}`, example: small, hint: fault, at }] : []),
      ...(printed ? [{ what: "a withheld figure is shown", hint: fault, at }] : []),
    ];
  });
  return [...counts, ...namesNobody(report, recipients)];
}

const fault = "this is a fault of the engine, or the report was changed by hand: do not send it, and please report it";

const many = 0.1; // of all figures: then readers ask what the report is for

/** How many own figures a policy takes away, of which indicators: nobody may find that out from the reports. */
function tellsWithheld({ campaign, standings }: DataSubject): Seen[] {
  const all = Object.values(standings)
    .flat()
    .filter(({ own }) => own.state !== "none");
  const withheld = all.filter(({ own }) => own.state === "withheld");
  if (withheld.length === 0) return [];
  const of = [...Map.groupBy(withheld, ({ indicator }) => indicator)].map(
    ([indicator, { length }]) =>
      `${length} of ${all.filter((each) => each.indicator === indicator).length} of "${indicator}"`,
  );
  const parts = new Set(all.map(({ indicator }) => indicator)).size > 1 ? `: ${of.join(", ")}` : "";
  return [
    {
      what: `\`${campaign.disclosure.policy}\` withholds ${withheld.length} of ${all.length} figures of recipients${parts}`,
      hint: "say so in the words (`when: withheld`); a longer window has larger counts, and `sole-recipient` is for information governance to decide",
      at: { kind: "campaign", id: campaign.campaign, path: ["disclosure"] },
      severity: withheld.length > many * all.length ? "warning" : "info",
    },
  ];
}

/** "own.count is 3" */
function smallCount({ figures }: Report, indicator: string, below: number): string | undefined {
  const counts = Object.entries(figures).filter(
    ([key]) => key.startsWith(`${indicator}/`) && /\/(own|past)\.count\^?$/.test(key),
  );
  const found = counts.find(([, { value }]) => value !== null && value > 0 && value < below);
  return found && `${found[0].slice(indicator.length + 1)} is ${found[1].text}`;
}

function isWithheld({ standings }: Report, indicator: string): boolean {
  const record = standings.find((each) => each.indicator === indicator);
  return record?.suppressions.some(({ what }) => what.startsWith("own ")) ?? false;
}

function showsOwn(report: Report, indicator: string): boolean {
  const printed = ["own.value", "own.count", "own.monthly"].some((name) => report.figures[`${indicator}/${name}`]);
  const drawn = saidIn(report).some(
    (said) =>
      isChartTitle(said) && // a fact beside the chart may be of another indicator
      said.indicator === indicator &&
      said.section.chart?.own.value !== undefined,
  );
  return printed || drawn;
}

/** A code is looked for where it can be nothing else, or where a code stands; a name where it is no part of the recipient's own. */
function namesNobody(report: Report, recipients: readonly NamedRecipient[]): Seen[] {
  const texts = allTexts(report);
  const { name: own, place } = report.recipient;
  const { others, nearIn } = known.get(recipients) ?? remember(recipients);
  const near = texts.flatMap(nearIn);
  const told = findOtherIn(texts.flatMap(linesOf), report.recipient, others);
  const named =
    (told && recipients.find(({ code }) => code === told.code)) ??
    near.find(
      ({ code, name }) =>
        code !== report.recipient.code &&
        name.length > 5 &&
        name !== own &&
        !own.includes(name) &&
        !place.includes(name) &&
        texts.join("\n").includes(name),
    );
  return named
    ? [
        {
          what: "another recipient is named",
          example: `${named.code}, ${named.name}`,
          hint: "take it out of the words",
        },
      ]
    : [];
}

/** Nearly every text is a line, which is told from the words of other reports by itself. */
function linesOf(text: string): string[] {
  return text.includes("\n") ? text.split("\n") : [text];
}

/** `nearIn`: whose name may stand in a text, of those whose name is too plain to be told, such as one word. */
type OtherNames = { others: Others; nearIn: (text: string) => readonly NamedRecipient[] };

const known = new WeakMap<readonly NamedRecipient[], OtherNames>();

function remember(recipients: readonly NamedRecipient[]): OtherNames {
  const others = prepareOthers(recipients, { texts: [], contacts: [] });
  const telling = new Set([...others.phrases.values()].flatMap((same) => same.flatMap(namedBy)));
  const starts = Map.groupBy(
    recipients.filter(({ name }) => !telling.has(name)),
    ({ name }) => inWords.exec(name)?.[0] ?? "",
  );
  const nearIn = remembered(
    (text: string) => [...new Set(text.match(/[\p{L}\p{N}]+/gu))].flatMap((word) => starts.get(word) ?? []),
    (text) => text,
  );
  const found = { others, nearIn: starts.size === 0 ? () => [] : nearIn };
  known.set(recipients, found);
  return found;
}

const inWords = /[\p{L}\p{N}]+/u;

function namedBy({ is, distinctive, text }: Phrase): string[] {
  return is === "name" && distinctive ? [text] : [];
}

function showsTechniques({ report, indicators, techniques, blocks }: ReportSubject): Seen[] {
  return saidIn(report).flatMap((said): Seen[] => {
    const { choice, at } = said;
    // An action is judged in the plan, where all its fields stand.
    if (!choice || !at || (said.section.kind === "first-step" && at.kind === "action")) return [];
    const indicator = said.indicator === undefined ? undefined : indicators.get(said.indicator);
    const framed = framedAs(blocks.get(at.id), blocks);
    return choice.bct.flatMap((code): Seen[] => {
      const wanted = evidence[code];
      if (!wanted || wanted.holds({ said, report, indicator, ...framed })) return [];
      const label = techniques.get(code)?.label;
      return [
        {
          what: `claims ${code}${label ? ` ${label}` : ""} without showing ${wanted.shows}`,
          example: `"${said.text}"`,
          hint: `take ${code} out of \`bct\`, or let the words show it`,
          at: { ...at, path: ["bct"] },
        },
      ];
    });
  });
}

/** The frame a block declares; the other way to put it is a block of its role that declares another, or none. */
function framedAs(block: Block | undefined, blocks: ReadonlyMap<string, Block>): { framed?: Framed } {
  const { frame, role } = block ?? {};
  if (frame === undefined) return {};
  const alternative = [...blocks.values()].some((other) => other.role === role && other.frame !== frame);
  return { framed: { frame, alternative } };
}
