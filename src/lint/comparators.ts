import { namedComparator } from "../input/library/comparators.ts";
import { aims } from "../measure/comparators.ts";
import { publishedOf } from "../measure/standing.ts";
import { remembered } from "../remembered.ts";
import type { Report } from "../report/report.ts";
import { chartsIn } from "../report/sections.ts";
import type { Rule, Seen } from "./rule.ts";
import { brehaut, colquhoun, gude, institutions, practice, reflect } from "./sources.ts";
import { type CampaignSubject, type DataSubject, headlineSignals, type ReportSubject, signalsOf } from "./subject.ts";
import { allTexts, isOthers, keysIn, saidIn, variablesIn } from "./words.ts";

/** D06 to D12, D16, D17: what a figure is held against. */
export const comparators: readonly Rule[] = [
  {
    id: "D06",
    family: "data",
    says: "Compare every figure of the headline indicator with something",
    rests: [brehaut(7), reflect("2.2")],
    severity: "warning",
    mode: "auto",
    profiles: ["brehaut-15", "cp-fit"],
    looks:
      "whether words or chart have a comparator other than the recipient's own past, and how many recipients have too few peers for one",
    figures: true,
    checks: { report: hasComparator },
  },
  {
    id: "D07",
    family: "data",
    says: "Do not compare everyone with the typical value only",
    rests: [gude("tailored comparisons rather than everyone against the mean")],
    severity: "warning",
    mode: "auto",
    profiles: ["brehaut-15", "cp-fit"],
    looks: "whether the median is the campaign's only comparator",
    checks: { campaign: goesBeyondMedian },
  },
  {
    id: "D08",
    family: "data",
    says: "Show at most two comparators in a chart",
    rests: [gude("limit the number of comparators displayed")],
    severity: "warning",
    mode: "auto",
    profiles: ["brehaut-15"],
    looks: "the labels of every chart that are not the recipient's own",
    checks: { report: limitsComparators },
  },
  {
    id: "D09",
    family: "data",
    says: "Name and justify the comparator",
    rests: [gude("only 5.5% of trials gave a rationale"), colquhoun("comparisons")],
    severity: "warning",
    mode: "declared",
    profiles: ["brehaut-15", "national-audit-report"],
    looks:
      "how few peers are allowed (under 10, our limit), and whether a report with a comparison names the peers and how many they are",
    figures: true,
    checks: { campaign: hasEnoughPeers, report: namesPeers },
  },
  {
    id: "D10",
    family: "data",
    says: "Never ask a recipient to catch up with a comparator it has passed",
    rests: [brehaut(7)],
    severity: "error",
    mode: "auto",
    profiles: ["brehaut-15", "integrity"],
    looks: "figures of a gap or of a lead beside the signals of the same indicator",
    checks: { report: reinforces },
  },
  {
    id: "D11",
    family: "data",
    says: "Do not judge by small numbers",
    rests: [practice("few events make ranks, ratios and percentages of change unsteady")],
    severity: "info",
    mode: "auto",
    profiles: ["integrity"],
    looks:
      "for an indicator with small numbers: ranks, ratios, changes in per cent, a mark in the chart; and whether the words say why",
    checks: { report: sparesSmall },
  },
  {
    id: "D12",
    family: "data",
    says: "Do not use league tables",
    rests: [brehaut(14)],
    severity: "warning",
    mode: "heuristic",
    profiles: ["brehaut-15", "cp-fit"],
    looks: "the words rank, league, worst and bottom, and places like 5th of, anywhere in a report",
    checks: { report: avoidsLeague },
  },
  {
    id: "D16",
    family: "data",
    says: "Compare published values by their intervals",
    rests: [institutions],
    severity: "warning",
    mode: "auto",
    profiles: ["brehaut-15", "integrity"],
    looks:
      "for an indicator with a published value: how many recipients have no interval of it, so that comparisons carry no uncertainty",
    checks: { data: hasIntervals },
  },
  {
    id: "D17",
    family: "data",
    says: "Compare single recipients only where more than chance sets them apart",
    rests: [
      {
        text: "Abel and Lyratzopoulos: reliability of .7 and more before single units are compared",
        url: "https://pmc.ncbi.nlm.nih.gov/articles/PMC5750427/",
      },
    ],
    severity: "warning",
    mode: "auto",
    profiles: ["brehaut-15", "integrity"],
    looks:
      "indicators whose reliability among a recipient's peers is under .7: nobody is then told to be better or worse",
    figures: true,
    checks: { report: isReliable },
  },
];

function isReliable({ report, campaign }: ReportSubject): Seen[] {
  return report.standings
    .filter(({ signals }) => signals.some(({ signal }) => signal === "unreliable"))
    .map(({ indicator, values }) => ({
      what: `differences between peers on ${indicator} are mostly chance`,
      example: `reliability ${Number(values.reliability).toFixed(2)}`,
      hint: "take a longer window or larger groups of peers (peers.of), or show the indicator without comparators",
      at: { kind: "campaign", id: campaign.campaign, path: ["peers"] },
    }));
}

function hasComparator(subject: ReportSubject): Seen[] {
  const { report, campaign } = subject;
  const signals = headlineSignals(subject);
  if (!signals.has("measured")) return [];
  const charts = report.sections.some(
    (section) => section.kind === "comparison" && section.chart?.labels.some(({ role }) => role !== "own"),
  );
  const words = saidIn(report).some((said) => variablesIn(said.sentences, campaign.headline).some(isOthers));
  if (charts || words) return [];
  if (signals.has("few-peers"))
    return [
      {
        what: "there are too few peers for a comparator",
        hint: "set `peers.otherwise` to a wider level, or show a target",
        at: { kind: "campaign", id: campaign.campaign, path: ["peers"] },
      },
    ];
  return [
    {
      what: "the own figure stands alone",
      hint: "name the median, the best quarter or a target in the headline or its chart",
      at: { kind: "campaign", id: campaign.campaign, path: ["sections"] },
      severity: "error",
    },
  ];
}

function hasIntervals({ campaign, indicators, standings }: DataSubject): Seen[] {
  const all = Object.values(standings);
  return campaign.indicators.flatMap((id, i): Seen[] => {
    if (indicators.get(id)?.given !== "value") return [];
    const published = all.flatMap((of) => publishedOf(of.find((each) => each.indicator === id)?.own ?? none) ?? []);
    const without = published.filter(({ interval }) => !interval).length;
    if (without === 0) return [];
    return [
      {
        what: `${without === published.length ? "all" : `${without} of`} ${published.length} values of "${id}" come without an interval: comparisons carry no uncertainty`,
        hint: "name the columns `lower` and `upper` in data.yaml, of a mean `sd` and `n`; or ask the publisher for them",
        at: { kind: "campaign", id: campaign.campaign, path: ["indicators", i] },
      },
    ];
  });
}

const none = { state: "none", reason: { is: "nothing" } } as const;

function goesBeyondMedian({ campaign }: CampaignSubject): Seen[] {
  if (campaign.comparators.some((comparator) => comparator !== "median")) return [];
  return [
    {
      what: "the median is the only comparator",
      hint: "add top-quartile, or a target",
      at: { kind: "campaign", id: campaign.campaign, path: ["comparators"] },
    },
  ];
}

function limitsComparators({ report, campaign }: ReportSubject): Seen[] {
  return chartsOf(report).flatMap(({ id, labels }): Seen[] => {
    const marks = new Set(labels.filter(({ role }) => role !== "own").map(({ role }) => role)).size;
    if (marks <= 2) return [];
    return [
      {
        what: `${marks} comparators in the chart of ${id}`,
        hint: "keep two",
        at: { kind: "campaign", id: campaign.campaign, path: ["comparators"] },
      },
    ];
  });
}

/** Every chart with its labels. */
function chartsOf({ sections }: Report): { id: string; labels: readonly { role: string }[] }[] {
  return sections.flatMap((section) =>
    chartsIn(section).flatMap((chart) => {
      if (chart.kind === "strip") return [];
      return [{ id: section.name, labels: "labels" in chart ? chart.labels : chart.ends }];
    }),
  );
}

function hasEnoughPeers({ campaign }: CampaignSubject): Seen[] {
  if (campaign.peers.minimum >= 10) return [];
  return [
    {
      what: `comparisons with as few as ${campaign.peers.minimum} peers`,
      hint: "set ten or more",
      at: { kind: "campaign", id: campaign.campaign, path: ["peers", "minimum"] },
    },
  ];
}

function namesPeers(subject: ReportSubject): Seen[] {
  const { report, campaign } = subject;
  const signals = headlineSignals(subject);
  const values = report.standings.find(({ indicator }) => indicator === campaign.headline)?.values;
  if (!signals.has("compared") || !values) return [];
  // The alternative text counts for those who hear it, not for those who see the chart.
  const said = saidIn(report);
  const texts = said.map(({ text }) => text);
  const labels = said.flatMap(({ sentences }) => keysIn(sentences)).filter((key) => /(^|\/)peers\.label\^?$/.test(key));
  const all = values.place === `all ${campaign.recipients.many}`; // then their name alone says who they are
  const labelled = labels.some((key) => all || report.figures[key]?.text !== campaign.recipients.many);
  const counts = new RegExp(`\\b(${values.peers}|${Number(values.peers) - 1})\\b`); // of 2,720 without the comma
  const missing = [
    labelled || texts.some((text) => text.includes(String(values.place))) ? [] : ["who the peers are"],
    texts.some((text) => counts.test(text.replace(/(?<=\d),(?=\d{3})/g, ""))) ? [] : ["how many they are"],
  ].flat();
  return missing.map((what) => ({
    what: `a comparison that does not say ${what}`,
    hint: "say it in the message of the comparison or in a block of method: {{peers.count}} {{peers.label}}",
    at: { kind: "campaign", id: campaign.campaign, path: ["peers"] },
  }));
}

/** A gap to what has been passed, or a lead over what has not. Each with the signals that forbid it. */
const forbidden: readonly { variable: RegExp; by: readonly string[]; what: string }[] = [
  {
    variable: /^(gap|goal)\.median\./,
    by: ["better-than-median", "about-level"],
    what: "a gap to the median that is already reached",
  },
  { variable: /^under\.median\./, by: ["worse-than-median"], what: "a lead over a median that is not reached" },
  ...aims.flatMap((id) => {
    const { is, variables, signals } = namedComparator(id);
    if (!signals) return [];
    return [
      {
        variable: new RegExp(`^(gap|goal)\\.${variables}\\.`),
        by: [signals.reached],
        what: `a gap to ${is}, which is already reached`,
      },
      {
        variable: new RegExp(`^under\\.${variables}\\.`),
        by: [signals.ahead],
        what: `a lead over ${is}, which is not reached`,
      },
    ];
  }),
];

function reinforces({ report }: ReportSubject): Seen[] {
  return saidIn(report).flatMap((said): Seen[] => {
    const variables = variablesIn(said.sentences, said.indicator);
    if (variables.length === 0) return [];
    const signals: ReadonlySet<string> = signalsOf(report, said.indicator);
    return forbidden
      .filter(
        ({ variable, by }) => by.some((signal) => signals.has(signal)) && variables.some((name) => variable.test(name)),
      )
      .map(({ what }) => ({ what, hint: "narrow its `when`", ...(said.at ? { at: said.at } : {}) }));
  });
}

function sparesSmall(subject: ReportSubject): Seen[] {
  const { report, campaign } = subject;
  const verdicts = saidIn(report).flatMap((said): Seen[] => {
    if (!signalsOf(report, said.indicator).has("small-numbers")) return [];
    const verdict = variablesIn(said.sentences, said.indicator).find((name) =>
      /^(rank\.|ratio\.|change\.percent)/.test(name),
    );
    return verdict
      ? [
          {
            what: `{{${verdict}}} of small numbers`,
            hint: "give the count instead, and narrow its `when`",
            ...(said.at ? { at: said.at } : {}),
          },
        ]
      : [];
  });
  if (!headlineSignals(subject).has("small-numbers")) return verdicts;
  const drawn = report.sections.some(
    (section) => section.kind === "comparison" && section.chart?.own.value !== undefined,
  );
  const explained = saidIn(report).some(
    ({ choice, text }) => choice?.because.includes("small-numbers") || /\b(small|too few|by chance)\b/i.test(text),
  );
  const at = { kind: "campaign", id: campaign.campaign, path: ["sections"] } as const;
  return [
    ...verdicts,
    ...(drawn ? [{ what: "small numbers are drawn among the peers", hint: "leave the recipient's mark out", at }] : []),
    ...(explained
      ? []
      : [{ what: "no words say that the numbers are small", hint: "add a block with `when: small-numbers`", at }]),
  ];
}

function avoidsLeague({ report }: ReportSubject): Seen[] {
  const hint = "say who it is above or below, without a place in a table";
  const fromBlocks = saidIn(report).flatMap(({ text, at }): Seen[] => {
    const found = leagueIn(text);
    return found === undefined ? [] : [{ what: `"${found}"`, hint, ...(at ? { at } : {}) }];
  });
  if (fromBlocks.length > 0) return fromBlocks;
  const other = allTexts(report).find((text) => leagueIn(text) !== undefined);
  return other === undefined ? [] : [{ what: `"${leagueIn(other)}"`, hint }];
}

const leagueIn = remembered(
  (text: string) =>
    /\b(rank(?:s|ed|ing)?|league|worst|bottom|\d+(?:st|nd|rd|th) (?:of|out of|from|place))\b/i.exec(text)?.[0],
  (text) => text,
);
