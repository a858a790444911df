import type { Indicator } from "../input/library/indicator.ts";
import { markupOf, type RenderedSubject, type Rule, type Seen } from "./rule.ts";
import { brehaut, colquhoun, cpFit, crop, openPrescribing, reflect } from "./sources.ts";
import type { CampaignSubject, DataSubject, ReportSubject } from "./subject.ts";
import { saidIn, squeezed, textOfHtml } from "./words.ts";

/** G: goals and indicators. */
export const goals: readonly Rule[] = [
  {
    id: "G01",
    family: "goals",
    says: "Say which agreed priority the report serves",
    rests: [brehaut(1), reflect("1.2"), cpFit(1, 3)],
    severity: "warning",
    mode: "auto",
    profiles: ["brehaut-15", "cp-fit", "national-audit-report"],
    looks: "whether page one says why the topic matters, and whether each channel prints the campaign's priority",
    checks: { report: saysWhy, rendered: printsPriority },
  },
  {
    id: "G02",
    family: "goals",
    says: "Target what the recipient controls",
    rests: [brehaut(2), reflect("2.3"), cpFit(2)],
    severity: "warning",
    mode: "heuristic",
    profiles: ["brehaut-15", "cp-fit"],
    looks: "whether the report is addressed to at least one of the indicator's actors",
    checks: { campaign: addressesActors },
  },
  {
    id: "G03",
    family: "goals",
    says: "Keep to a few most important indicators",
    rests: [brehaut(10), colquhoun("cognitive load")],
    severity: "warning",
    mode: "auto",
    profiles: ["brehaut-15"],
    looks: "how many indicators a campaign reports: more than 4, or more than 8 (our limits)",
    checks: { campaign: isFew },
  },
  {
    id: "G04",
    family: "goals",
    says: "Choose what has room for improvement",
    rests: [cpFit(8)],
    severity: "warning",
    mode: "auto",
    profiles: ["cp-fit"],
    looks: "the share of compared recipients that are already in the best quarter or at the target: more than half",
    checks: { data: hasRoom },
  },
  {
    id: "G05",
    family: "goals",
    says: "Keep definitions and wording reviewed, by somebody other than their author",
    rests: [cpFit(6), openPrescribing],
    severity: "warning",
    mode: "declared",
    profiles: ["cp-fit", "integrity"],
    looks:
      "review dates of indicators and blocks against the days of issue, and who checked (the schema requires the rest)",
    checks: { campaign: isReviewed },
  },
  {
    id: "G06",
    family: "goals",
    says: "Watch for unintended consequences with a balancing indicator",
    rests: [crop],
    severity: "info",
    mode: "declared",
    profiles: ["integrity"],
    looks: "whether an indicator names balancing measures",
    checks: { campaign: hasBalance },
  },
  {
    id: "G07",
    family: "goals",
    says: "Do not praise or blame for an indicator with no better direction",
    rests: [openPrescribing],
    severity: "error",
    mode: "auto",
    profiles: ["integrity"],
    looks: "words of praise and blame, best quarters and gaps in what is said of an indicator with direction none",
    checks: { report: staysNeutral },
  },
];

function saysWhy({ report }: ReportSubject): Seen[] {
  const why = saidIn(report).some(
    ({ slot, choice, section }) =>
      (section.kind === "headline" && slot === "standfirst" && choice?.bct.some((code) => code.startsWith("5."))) ||
      section.kind === "why",
  );
  if (why) return [];
  return [
    {
      what: "nothing says why the topic matters",
      hint: "add a section `why`, or a standfirst with a consequence and its source",
    },
  ];
}

function printsPriority({ campaign, report, rendered }: RenderedSubject): Seen[] {
  const wanted = squeezed(report.issuer.priority);
  return markupOf(rendered).flatMap(([channel, html]): Seen[] =>
    squeezed(textOfHtml(html)).includes(wanted)
      ? []
      : [
          {
            what: `the priority is not said in ${channel}`,
            hint: "print `priority.statement` in this channel, or say it in a block",
            at: { kind: "campaign", id: campaign.campaign, path: ["priority", "statement"] },
          },
        ],
  );
}

function addressesActors({ campaign, indicators }: CampaignSubject): Seen[] {
  const { audience } = campaign.recipients;
  const readers = stems(audience);
  const balancing = balancingIn(indicators);
  return [...indicators.values()].flatMap((indicator): Seen[] => {
    if (
      balancing.has(indicator.indicator) ||
      indicator.actors.some((actor) => [...stems(actor)].every((stem) => readers.has(stem)))
    )
      return [];
    return [
      {
        what: `none of those who can change "${indicator.indicator}" (${indicator.actors.join(", ")}) is among the readers (${audience})`,
        hint: "address the report to one of them, or choose another indicator",
        at: { kind: "campaign", id: campaign.campaign, path: ["recipients", "audience"] },
      },
    ];
  });
}

/** "Prescribing lead" → prescrib, lead; a prescriber is a prescribing lead's kind. */
function stems(text: string): Set<string> {
  return new Set((text.toLowerCase().match(/[a-z]{3,}/g) ?? []).map((word) => word.replace(/(ing|ers?|s)$/, "")));
}

function isFew({ campaign }: CampaignSubject): Seen[] {
  const count = campaign.indicators.length;
  if (count <= 4) return [];
  return [
    {
      what: `${count} indicators in one report`,
      hint: "keep the few that matter most; put the others into another campaign",
      at: { kind: "campaign", id: campaign.campaign, path: ["indicators"] },
      ...(count > 8 ? { severity: "error" as const } : {}),
    },
  ];
}

function hasRoom({ indicators, standings }: DataSubject): Seen[] {
  return [...indicators.values()].flatMap((indicator): Seen[] => {
    if (indicator.direction === "none") return [];
    const compared = Object.values(standings)
      .flatMap((of) => of.filter((standing) => standing.indicator === indicator.indicator))
      .map(({ signals }) => new Set(signals))
      .filter((signals) => signals.has("compared"));
    const there = compared.filter((signals) => signals.has("meets-target") || signals.has("in-best-quarter")).length;
    if (compared.length === 0 || there / compared.length <= 0.5) return [];
    return [
      {
        what: `${there} of ${compared.length} recipients are already where "${indicator.indicator}" wants them`,
        hint: "choose an indicator with more room, or a higher target",
        at: { kind: "indicator", id: indicator.indicator },
      },
    ];
  });
}

function isReviewed({ campaign, indicators, blocks }: CampaignSubject): Seen[] {
  const reviews = [
    ...[...indicators].map(([id, { governance }]) => ({
      kind: "indicator" as const,
      id,
      key: "governance",
      review: { ...governance, checked: governance.checker, by: governance.author },
    })),
    ...[...blocks].flatMap(([id, { written }]) =>
      written ? [{ kind: "block" as const, id, key: "written", review: written }] : [],
    ),
  ];
  return reviews.flatMap(({ kind, id, key, review }): Seen[] => {
    const late = campaign.cycles.find(({ issued }) => issued > review["next-review"]);
    const seen: Seen[] = [];
    if (late)
      seen.push({
        what: `due for review on ${review["next-review"]}, before cycle "${late.id}" is issued on ${late.issued}`,
        hint: "review it and set `reviewed` and `next-review`",
        at: { kind, id, path: [key, "next-review"] },
      });
    if (review["next-review"] <= review.reviewed)
      seen.push({
        what: "the next review is not after the last",
        hint: "set `next-review` to a later day",
        at: { kind, id, path: [key, "next-review"] },
      });
    if (review.checked.trim().toLowerCase() === review.by.trim().toLowerCase())
      seen.push({
        what: `author and checker are the same, "${review.by}"`,
        hint: "ask somebody else to check it",
        at: { kind, id, path: [key] },
      });
    return seen;
  });
}

function hasBalance({ campaign, indicators }: CampaignSubject): Seen[] {
  if (balancingIn(indicators).size > 0) return [];
  return [
    {
      what: "no indicator watches for unintended consequences",
      hint: "name one under `balanced-by` of the indicator it balances, or waive this rule and say why none is needed",
      at: { kind: "campaign", id: campaign.campaign, path: ["indicators"] },
    },
  ];
}

/** Indicators that balance another. */
function balancingIn(indicators: CampaignSubject["indicators"]): ReadonlySet<string> {
  return new Set([...indicators.values()].flatMap((indicator) => indicator["balanced-by"] ?? []));
}

const judging = /\b(better|worse|best|worst|improv\w*|good|poor|well done|thank you)\b/i;

/** "neither good nor bad", "no better direction": that is what should be said. */
const denied = /\b(?:no|not|neither|nor|without)\b[^.,;:]*/gi;

function staysNeutral({ report, indicators }: ReportSubject): Seen[] {
  const neutral = [...indicators.values()].filter(({ direction }) => direction === "none");
  return neutral.flatMap(({ indicator, title }: Indicator): Seen[] => {
    const words = saidIn(report)
      .filter((said) => said.indicator === indicator)
      .flatMap(({ text, at }): Seen[] => {
        const word = judging.exec(text.replace(denied, ""))?.[0];
        return word && at
          ? [
              {
                what: `"${word}" of an indicator that has no better direction`,
                hint: "say more or less, higher or lower",
                at,
              },
            ]
          : [];
      });
    const row = report.sections
      .flatMap((section) => (section.kind === "table" ? section.rows : []))
      .find(({ name }) => name.some((span) => "text" in span && span.text === title));
    const hasMark = row?.mark.some((span) => "figure" in span && /\/(best|target)\.value$/.test(span.figure));
    const hasBest = hasMark || row?.gap.some((span) => "figure" in span && /\/gap\./.test(span.figure));
    const table: Seen[] = hasBest
      ? [
          {
            what: "the table gives a best quarter or a gap to an indicator that has no better direction",
            hint: "leave the cells empty",
            at: { kind: "indicator", id: indicator, path: ["direction"] },
          },
        ]
      : [];
    return [...words, ...table];
  });
}
