import type { Action } from "../input/library/action.ts";
import { asksTooMuch } from "./amounts.ts";
import type { Rule, Seen } from "./rule.ts";
import {
  affinitie,
  aspire,
  auditCriteria,
  brehaut,
  gude,
  ivers,
  practice,
  reductionHarms,
  reflect,
  taxonomy,
  wood,
} from "./sources.ts";
import { type CampaignSubject, headlineSignals, type ReportSubject } from "./subject.ts";
import { everyText, looksForWords } from "./wording.ts";
import { allTexts, saidIn, variablesIn } from "./words.ts";

/** A: actions. */
export const actions: readonly Rule[] = [
  {
    id: "A01",
    family: "actions",
    says: "Give a plan of action",
    rests: [brehaut(3), reflect("3.1"), ivers, auditCriteria],
    severity: "warning",
    mode: "auto",
    profiles: ["brehaut-15", "cp-fit", "national-audit-report"],
    looks: "whether a report has at least one action",
    checks: { report: hasPlan },
  },
  {
    id: "A02",
    family: "actions",
    says: "Make each action specific: who, what, for whom, how much, by when",
    rests: [affinitie, brehaut(3)],
    severity: "warning",
    mode: "heuristic",
    profiles: ["brehaut-15", "national-audit-report"],
    looks: "how an action begins: with a vague verb, or with no verb (the schema requires the five fields)",
    checks: { campaign: isSpecific },
  },
  {
    id: "A03",
    family: "actions",
    says: "Offer few actions, and make the first one small",
    rests: [brehaut(10), aspire],
    severity: "warning",
    mode: "auto",
    profiles: ["brehaut-15"],
    looks: "how many actions a report offers (more than 5), whether the first is shown as a first step, and its effort",
    figures: true,
    checks: { report: isGraded },
  },
  {
    id: "A04",
    family: "actions",
    says: "Tie each action to an indicator of the campaign",
    rests: [brehaut(11), auditCriteria],
    severity: "warning",
    mode: "auto",
    profiles: ["brehaut-15", "cp-fit", "national-audit-report"],
    looks: "whether the indicators an action names are the campaign's (the schema requires a barrier)",
    checks: { campaign: isTied },
  },
  {
    id: "A05",
    family: "actions",
    says: "Leave room for the practice's own plan",
    rests: [aspire],
    severity: "info",
    mode: "auto",
    profiles: ["brehaut-15", "cp-fit"],
    looks: "whether there is a section own-plan",
    checks: { report: hasRoomToWrite },
  },
  {
    id: "A06",
    family: "actions",
    says: "Name a goal in numbers, preferably a personal one",
    rests: [reflect("1.1"), gude("encourage recipients to set personal explicit targets"), ivers],
    severity: "warning",
    mode: "auto",
    profiles: ["brehaut-15", "cp-fit"],
    looks:
      "where a recipient is worse than the median: a figure of the gap or of the next goal, or a goal line to fill in",
    figures: true,
    checks: { report: hasGoal },
  },
  {
    id: "A07",
    family: "actions",
    says: "Offer a menu, not a prescription",
    rests: [wood],
    severity: "info",
    mode: "auto",
    profiles: ["brehaut-15", "cp-fit"],
    looks: "whether a report offers more than one action",
    checks: { report: isMenu },
  },
  {
    id: "A08",
    family: "actions",
    says: "From the second report on, look back at what changed and name the next",
    rests: [taxonomy, brehaut(4)],
    severity: "warning",
    mode: "auto",
    profiles: ["brehaut-15"],
    looks:
      "in a later cycle, for a recipient with a past: a figure of the past or of the change; and the day of the next report",
    figures: true,
    checks: { report: looksBack },
  },
  {
    id: "A09",
    family: "actions",
    says: "Do not set a dose or the pace of a change: these are agreed with each patient",
    rests: [reductionHarms],
    severity: "error",
    mode: "heuristic",
    profiles: ["brehaut-15", "integrity"],
    looks: `amounts, steps and times of a reduction, ${everyText}`,
    checks: { campaign: looksForWords("A09") },
  },
  {
    id: "A10",
    family: "actions",
    says: "Ask nobody for more than they have",
    rests: [taxonomy, affinitie],
    severity: "warning",
    mode: "heuristic",
    profiles: ["brehaut-15"],
    looks:
      "fixed numbers of people or items in actions and goals, until the day that is named, against what each recipient has in a month",
    figures: true,
    checks: { report: asksTooMuch },
  },
  {
    id: "A13",
    family: "actions",
    says: "Name the search that finds the patients",
    rests: [practice("a search by name takes minutes; one that has to be written is put off")],
    severity: "info",
    mode: "auto",
    profiles: ["brehaut-15"],
    looks: "whether any action of the campaign names a search of a clinical system or has a link",
    checks: { campaign: namesSearch },
  },
];

function namesSearch({ campaign, actions }: CampaignSubject): Seen[] {
  const all = [...actions.values()];
  if (all.length === 0 || all.some(({ searches, links }) => searches.length + links.length > 0)) return [];
  return [
    {
      what: "no action names a search or has a link",
      hint: "add `searches` to the action that finds patients, with the name in each clinical system, or `links` to where they are",
      at: { kind: "campaign", id: campaign.campaign },
    },
  ];
}

function hasPlan({ report, campaign }: ReportSubject): Seen[] {
  if (report.sections.some((section) => section.kind === "actions" && section.actions.length > 0)) return [];
  return [
    {
      what: "no plan of action",
      hint: "add a section `actions` with at least one action for everybody",
      at: { kind: "campaign", id: campaign.campaign, path: ["sections"] },
    },
  ];
}

const vague = /^(?:please )?(consider|be aware|try|improve|ensure|optimise|promote|think about|encourage|address)\b/i;
const notVerbs =
  /^(a|an|the|all|any|each|every|no|some|more|fewer|small|large|regular|better|good|your|our|this|these)\b/i;

function isSpecific({ actions }: CampaignSubject): Seen[] {
  return [...actions.values()].flatMap((action): Seen[] =>
    [...beginnings(action)].flatMap(([path, text]): Seen[] => {
      const at = { kind: "action", id: action.action, path } as const;
      const verb = vague.exec(text)?.[1];
      if (verb)
        return [
          {
            what: `begins with "${verb}", which nobody can see done`,
            hint: "begin with what is done: run, list, invite, book",
            at,
          },
        ];
      const word = path[0] === "what" ? notVerbs.exec(text)?.[1] : undefined;
      return word
        ? [
            {
              what: `begins with "${word}", not with a verb`,
              hint: "begin with what is done: run, list, invite, book",
              at,
            },
          ]
        : [];
    }),
  );
}

function beginnings({ title, what, step }: Action): [string[], string][] {
  return [
    [["title"], title],
    [["what"], what],
    [["step", "text"], step.text],
  ];
}

function isGraded({ report, campaign }: ReportSubject): Seen[] {
  const plan = report.sections.flatMap((section) => (section.kind === "actions" ? section.actions : []));
  const [first] = plan;
  const at = { kind: "campaign", id: campaign.campaign, path: ["sections"] } as const;
  const seen: Seen[] = [];
  if (plan.length > 5) seen.push({ what: `${plan.length} actions`, hint: "offer five at most", at });
  if (first && !report.sections.some(({ kind }) => kind === "first-step"))
    seen.push({ what: "no action is shown as the first step", hint: "add a section `first-step`", at });
  if (first?.effort === "project")
    seen.push({
      what: "the first step is a project",
      hint: "put a smaller action before it in `choose`",
      at: { kind: "action", id: first.id, path: ["effort"] },
    });
  return seen;
}

function isTied({ campaign, actions }: CampaignSubject): Seen[] {
  return [...actions.values()]
    .filter(({ indicators }) => !indicators.some((id) => campaign.indicators.includes(id)))
    .map(({ action, indicators }) => ({
      what: `moves ${indicators.join(", ")}, which the campaign does not report`,
      hint: "name an indicator of the campaign, or take the action out",
      at: { kind: "action", id: action, path: ["indicators"] },
    }));
}

function hasRoomToWrite({ report, campaign }: ReportSubject): Seen[] {
  if (report.sections.some(({ kind }) => kind === "own-plan")) return [];
  return [
    {
      what: "no room for the practice's own plan",
      hint: "add a section `own-plan`",
      at: { kind: "campaign", id: campaign.campaign, path: ["sections"] },
    },
  ];
}

function hasGoal(subject: ReportSubject): Seen[] {
  const { report, campaign, indicators } = subject;
  const isPublished = indicators.get(campaign.headline)?.given === "value"; // its goal is a value
  if (!headlineSignals(subject).has("worse-than-median")) return [];
  const line = report.sections.some((section) => section.kind === "own-plan" && section.goal);
  const gap = saidIn(report).some(({ sentences }) =>
    variablesIn(sentences, campaign.headline).some((name) =>
      (isPublished ? /^((best|median|target)|gap\.\w+)\.value$/ : /^(gap|goal|target)\./).test(name),
    ),
  );
  if (line || gap) return [];
  return [
    {
      what: "no goal in numbers for a recipient that is worse than the median",
      hint: isPublished
        ? "say {{median.value}}, {{best.value}} or {{gap.median.value}} in a fact"
        : "say {{goal.median.count}} or {{gap.best.count}} in a fact, or add a section `own-plan`",
      at: { kind: "campaign", id: campaign.campaign, path: ["sections"] },
    },
  ];
}

function isMenu({ report, campaign }: ReportSubject): Seen[] {
  const [section] = report.sections.flatMap((each) => (each.kind === "actions" ? [each] : []));
  if (section?.actions.length !== 1) return [];
  return [
    {
      what: "a single action, without an alternative",
      hint: "add an action for everybody",
      at: { kind: "campaign", id: campaign.campaign, path: ["sections"] },
    },
  ];
}

function looksBack(subject: ReportSubject): Seen[] {
  const { report, campaign } = subject;
  if (report.cycle.number < 2) return [];
  const back =
    !headlineSignals(subject).has("has-past") ||
    headlineSignals(subject).has("small-numbers") ||
    headlineSignals(subject).has("zero") ||
    saidIn(report).some(({ sentences }) =>
      variablesIn(sentences, campaign.headline).some((name) => /^(past|change)\./.test(name)),
    ) ||
    report.sections.some((section) => section.kind === "table" && section.rows.some(({ change }) => change.length > 0));
  const last = report.cycle.number === report.cycle.of;
  const next = report.cycle.nextText;
  const named =
    last ||
    (next !== undefined &&
      (allTexts(report).some((text) => text.includes(next)) ||
        report.sections.some(({ kind }) => kind === "first-step")));
  const at = { kind: "campaign", id: campaign.campaign, path: ["sections"] } as const;
  return [
    ...(back
      ? []
      : [
          {
            what: "a later report that does not say what has changed",
            hint: "use {{past.value}} or {{change.percent}} in a fact",
            at,
          },
        ]),
    ...(named
      ? []
      : [
          {
            what: "nothing says when the next report comes",
            hint: "add a section `own-plan`, or use {{cycle.next}}",
            at,
          },
        ]),
  ];
}
