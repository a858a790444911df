import { periods } from "../input/library/period.ts";
import { countsOf, type Own } from "../measure/standing.ts";
import { dayName, lastDay, toMonth } from "../month.ts";
import { remembered } from "../remembered.ts";
import type { Report } from "../report/report.ts";
import { keepsToPeriod, namesPeriodInUnit } from "./periods.ts";
import { markupOf, type RenderedSubject, type Rule, type Seen } from "./rule.ts";
import { auditCriteria, brehaut, cpFit, gude, ivers, reflect } from "./sources.ts";
import { type CampaignSubject, type DataSubject, headlineSignals, type ReportSubject } from "./subject.ts";
import { allTexts, saidIn, squeezed, textOfHtml, variablesIn } from "./words.ts";

/** D: data, besides comparators. */
export const data: readonly Rule[] = [
  {
    id: "D01",
    family: "data",
    says: "Use recent data",
    rests: [brehaut(5), auditCriteria],
    severity: "warning",
    mode: "auto",
    profiles: ["brehaut-15", "cp-fit", "national-audit-report"],
    looks: "days from the end of a cycle's data to its issue: more than 92 (our limit), or 183 (half a year)",
    checks: { campaign: isRecent },
  },
  {
    id: "D02",
    family: "data",
    says: "Give each recipient its own data",
    rests: [brehaut(6), ivers],
    severity: "warning",
    mode: "auto",
    profiles: ["brehaut-15", "national-audit-report", "integrity"],
    looks: "recipients without any figure of an indicator: more than 1 in 20, or more than half (our limits)",
    checks: { data: hasOwnData },
  },
  {
    id: "D03",
    family: "data",
    says: "Repeat the feedback, at most three months apart",
    rests: [brehaut(4), ivers],
    severity: "warning",
    mode: "auto",
    profiles: ["brehaut-15", "national-audit-report"],
    looks:
      "how many cycles there are, and the months between their issues (three months is the habit of earlier campaigns; twelve where the headline's data are of years)",
    checks: { campaign: isRepeated },
  },
  {
    id: "D04",
    family: "data",
    says: "Let the window be long enough for new cases to gather",
    rests: [brehaut(5)],
    severity: "info",
    mode: "heuristic",
    profiles: ["brehaut-15"],
    looks: "the typical recipient's count in the window: fewer than 20 (our limit)",
    checks: { data: gathersEnough },
  },
  {
    id: "D05",
    family: "data",
    says: "Show the present against the past",
    rests: [reflect("2.1"), gude("trends, but not trends alone")],
    severity: "warning",
    mode: "auto",
    profiles: ["cp-fit", "brehaut-15"],
    looks: "whether a recipient with a past gets a trend of at least three points, as far as its own are known",
    figures: true,
    checks: { report: showsPast },
  },
  {
    id: "D13",
    family: "data",
    says: "Show where the numbers come from",
    rests: [brehaut(13), cpFit(6), auditCriteria],
    severity: "warning",
    mode: "auto",
    profiles: ["brehaut-15", "cp-fit", "national-audit-report"],
    looks:
      "whether the words name the source, the day the data were taken and their period, and a section of method links to definitions; of data that are not of months, whether words and units say another period",
    figures: true,
    checks: {
      campaign: namesPeriodInUnit,
      report: (subject) => [...tellsSource(subject), ...keepsToPeriod(subject)],
    },
  },
  {
    id: "D14",
    family: "data",
    says: "Say how to question the figures, and what is left out",
    rests: [cpFit(7)],
    severity: "info",
    mode: "auto",
    profiles: ["cp-fit"],
    looks: "an address or telephone number in each channel, and a sentence about what is or cannot be left out",
    checks: { report: saysExclusions, rendered: givesContact },
  },
  {
    id: "D15",
    family: "data",
    says: "Help the practice find the patients, but do not name them",
    rests: [cpFit(9)],
    severity: "info",
    mode: "heuristic",
    profiles: ["cp-fit", "integrity"],
    looks:
      "whether an action is about finding them; and numbers like an NHS number or a date of birth in any word of a report (error)",
    checks: { campaign: helpsFind, report: namesNoPatient },
  },
];

function isRecent({ campaign }: CampaignSubject): Seen[] {
  return campaign.cycles.flatMap(({ issued, data }, i): Seen[] => {
    const end = lastDay(toMonth(data.to));
    const days = Math.round((Date.parse(issued) - Date.parse(end)) / 86_400_000);
    if (days <= 92) return [];
    return [
      {
        what: `data end ${days} days before they are issued`,
        hint: "issue sooner, or use later data",
        at: { kind: "campaign", id: campaign.campaign, path: ["cycles", i, "issued"] },
        ...(days > 183 ? { severity: "error" as const } : {}),
      },
    ];
  });
}

function hasOwnData({ campaign, standings }: DataSubject): Seen[] {
  const all = Object.values(standings);
  return campaign.indicators.flatMap((id, i): Seen[] => {
    const without = all.filter((of) => of.find(({ indicator }) => indicator === id)?.own.state === "none").length;
    if (all.length === 0 || without / all.length <= 0.05) return [];
    return [
      {
        what: `${without} of ${all.length} recipients have no figure of their own for "${id}"`,
        hint: "check whether rows are missing from the data, or codes are written differently",
        at: { kind: "campaign", id: campaign.campaign, path: ["indicators", i] },
        ...(without / all.length > 0.5 ? { severity: "error" as const } : {}),
      },
    ];
  });
}

/** Yearly data have no news within the year. */
function isRepeated({ campaign, indicators }: CampaignSubject): Seen[] {
  const at = { kind: "campaign", id: campaign.campaign, path: ["cycles"] } as const;
  const { cycles } = campaign;
  if (cycles.length < 2) return [{ what: "the report is sent once", hint: "plan at least one more cycle", at }];
  const { sums, covers } = periods[indicators.get(campaign.headline)?.period ?? "month"];
  const most = sums ? Math.max(3, covers) : 3;
  return cycles.slice(1).flatMap(({ id, issued }, i): Seen[] => {
    const months = toMonth(issued.slice(0, 7)) - toMonth((cycles[i]?.issued ?? issued).slice(0, 7));
    if (months <= most) return [];
    return [
      {
        what: `cycle "${id}" comes ${months} months after the one before`,
        hint: most === 3 ? "issue at least every three months" : "issue with each year of data",
        at: { ...at, path: ["cycles", i + 1, "issued"] },
      },
    ];
  });
}

function gathersEnough({ campaign, indicators, standings }: DataSubject): Seen[] {
  const indicator = indicators.get(campaign.headline);
  const counts = Object.values(standings)
    .flatMap((of) => of.filter(({ indicator: id }) => id === campaign.headline))
    .flatMap(({ own }) => (own.state === "withheld" ? [0] : countedIn(own, indicator?.kind === "share")))
    .sort((a, b) => a - b);
  const typical = counts[Math.floor(counts.length / 2)];
  if (typical === undefined || typical >= 20) return [];
  const { period: kind = "month" } = indicator ?? {};
  const [window] = Object.values(standings).flatMap((of) =>
    of.flatMap((each) => (each.indicator === campaign.headline ? [each.window] : [])),
  );
  const period = window && kind !== "month" ? periods[kind].at(window) : `in ${campaign.window} months`;
  const longer = campaign.window < 12 && (kind === "month" || kind === "quarter");
  return [
    {
      what: `half of the recipients have fewer than ${Math.ceil(typical) + 1} ${period}`,
      hint: longer ? "use a longer window" : "report less often, or choose a wider indicator",
      at: { kind: "campaign", id: campaign.campaign, path: longer ? ["window"] : ["headline"] },
    },
  ];
}

/** How many a value rests on; nothing of one that was published. */
function countedIn(own: Own, isShare: boolean): number[] {
  const counts = countsOf(own);
  return counts ? [isShare ? counts.base : counts.count] : [];
}

function showsPast(subject: ReportSubject): Seen[] {
  const { report, campaign } = subject;
  const signals = headlineSignals(subject);
  if (!signals.has("has-past") || signals.has("small-numbers")) return [];
  const lines = report.sections.flatMap((section) =>
    section.kind === "trend" ? [section.chart] : section.kind === "multiples" ? section.charts : [],
  );
  if (lines.some(({ points }) => points.length >= 3)) return []; // its own line may be shorter: withheld, or new
  return [
    {
      what: "a recipient with a past is shown no line of at least three points",
      hint: "add a section `trend`",
      at: { kind: "campaign", id: campaign.campaign, path: ["sections"] },
    },
  ];
}

function tellsSource({ report, cycle, campaign, indicators }: ReportSubject): Seen[] {
  const said = saidIn(report);
  const holds = (phrase: string) => says(report, phrase);
  const source = indicators.get(campaign.headline)?.source.name ?? "";
  const missing = [
    said.some(({ sentences }) => variablesIn(sentences).includes("indicator.source")) || holds(source)
      ? []
      : ["the source of the data"],
    holds(dayName(cycle.extracted)) ? [] : ["the day the data were taken"],
    holds(report.cycle.period) ? [] : ["the period of the data"],
    report.sections.some(({ kind }) => kind === "method") ? [] : ["where the definitions are"],
  ].flat();
  return missing.map((what) => ({
    what: `nothing says ${what}`,
    hint: "say it in a block of method: {{indicator.source}}, taken on {{extracted}}; {{period.text}}",
    at: { kind: "campaign", id: campaign.campaign, path: ["sections"] },
  }));
}

/** Whether a phrase stands in the words of a report; it may go on from one text to the next. */
function says(report: Report, phrase: string): boolean {
  const texts = allTexts(report);
  return texts.some((text) => text.includes(phrase)) || squeezed(texts.join(" ")).includes(squeezed(phrase));
}

function saysExclusions({ report, campaign }: ReportSubject): Seen[] {
  if (
    saidIn(report).some(({ sentences }) => variablesIn(sentences).includes("indicator.exclusion")) ||
    allTexts(report).some(tellsWhoIsLeftOut)
  )
    return [];
  return [
    {
      what: "nothing says who is left out of the figures, or cannot be",
      hint: "say it in a block of method: {{indicator.exclusion}}",
      at: { kind: "campaign", id: campaign.campaign, path: ["sections"] },
    },
  ];
}

const tellsWhoIsLeftOut = remembered(
  (text: string) =>
    /\b(exclu\w+|left out|leave out|set aside|outside this report|not included|are included|are in these figures|not counted|hold no|without (?:those|the))\b/i.test(
      text,
    ),
  (text) => text,
);

function givesContact({ report, campaign, rendered }: RenderedSubject): Seen[] {
  const { contact, help } = report.issuer;
  const routes = [contact.email, contact.phone, ...help.lines].map(squeezed).filter((route) => /@|\d{5}/.test(route));
  return markupOf(rendered).flatMap(([channel, html]): Seen[] =>
    routes.some((route) => squeezed(textOfHtml(html)).includes(route))
      ? []
      : [
          {
            what: `no address or telephone number in ${channel}`,
            hint: "print the issuer's contact",
            at: { kind: "campaign", id: campaign.campaign, path: ["issuer", "contact"] },
          },
        ],
  );
}

function helpsFind({ campaign, actions }: CampaignSubject): Seen[] {
  const finds = [...actions.values()].some(({ what, title }) =>
    /\b(search|find|look up|list)\b/i.test(`${title} ${what}`),
  );
  if (finds) return [];
  return [
    {
      what: "no action helps to find the patients",
      hint: "add an action that names the search to run",
      at: { kind: "campaign", id: campaign.campaign, path: ["sections"] },
    },
  ];
}

const patient: readonly { pattern: RegExp; what: string }[] = [
  { pattern: /\b\d{3}[ -]\d{3}[ -]\d{4}\b|\bNHS (?:no\.?|number):? *\d/i, what: "what looks like an NHS number" },
  { pattern: /\b(?:DOB|date of birth|born on)\b/i, what: "what looks like a date of birth" },
];

const looksLikePatient = remembered(
  (text: string) => patient.some(({ pattern }) => pattern.test(text)),
  (text) => text,
);

function namesNoPatient({ report }: ReportSubject): Seen[] {
  const texts = allTexts(report).filter(looksLikePatient);
  if (texts.length === 0) return [];
  const said = saidIn(report);
  return patient
    .filter(({ pattern }) => texts.some((text) => pattern.test(text)))
    .map(({ pattern, what }) => {
      const at = said.find((each) => pattern.test(each.text))?.at;
      const hint = "no report may name a patient: take it out";
      return { what, hint, severity: "error" as const, ...(at ? { at } : {}) };
    });
}
