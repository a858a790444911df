import { isCounted } from "../input/library/indicator.ts";
import type { Span } from "../report/sentence.ts";
import { toWords } from "../report/sentence.ts";
import { agreesAcross, agreesWithCharts } from "./agreement.ts";
import { hasChart, messageOf } from "./charts.ts";
import { isAccessible, isPlain, isShort, isWholeOnPageOne, standsWell, usesFewColours } from "./pages.ts";
import { sentencesIn } from "./reading.ts";
import type { RenderedSubject, Rule, Seen, Spot } from "./rule.ts";
import { auditCriteria, brehaut, colquhoun, lettersByPost, nhsManual, practice } from "./sources.ts";
import { followsStyle, readsEasily } from "./style.ts";
import { headlineSignals, type ReportSubject, signalsOf } from "./subject.ts";
import { countWords, isHeadline, isOthers, isOwn, saidIn, squeezed, variablesIn } from "./words.ts";

/** V: display. */
export const display: readonly Rule[] = [
  {
    id: "V01",
    family: "display",
    says: "Begin with one short headline in numbers",
    rests: [brehaut(12), brehaut(8)],
    severity: "warning",
    mode: "auto",
    profiles: ["brehaut-15", "national-audit-report"],
    looks:
      "that there is one headline, of at most 25 words (our limit), with the recipient's figure where there is one and a comparator where one may be shown",
    figures: true,
    checks: { report: hasHeadline },
  },
  {
    id: "V02",
    family: "display",
    says: "Put a message next to each chart",
    rests: [brehaut(8)],
    severity: "warning",
    mode: "auto",
    profiles: ["brehaut-15"],
    looks: "that each chart has a message, and in the PDF both stand on one page",
    checks: { report: hasMessages, rendered: keepsTogether },
  },
  {
    id: "V03",
    family: "display",
    says: "Make every number agree in words, charts and channels",
    rests: [brehaut(8), brehaut(13)],
    severity: "error",
    mode: "auto",
    profiles: ["brehaut-15", "integrity"],
    looks:
      "chart values against printed figures, counts of peers in words against the marks drawn, and the headline's figures in every channel",
    checks: { report: agreesWithCharts, rendered: agreesAcross },
  },
  {
    id: "V04",
    family: "display",
    says: "Say the main finding in words and in a picture, and in words when pictures are off",
    rests: [brehaut(9), auditCriteria],
    severity: "warning",
    mode: "auto",
    profiles: ["brehaut-15", "national-audit-report"],
    looks:
      "where a comparison may be shown: a chart beside the headline, and own figure and comparator in its alternative text for the email",
    figures: true,
    checks: { report: saysTwice },
  },
  {
    id: "V05",
    family: "display",
    says: "Draw as few charts as possible",
    rests: [colquhoun("cognitive load"), brehaut(10)],
    severity: "warning",
    mode: "auto",
    profiles: ["brehaut-15"],
    looks:
      "charts in a report (more than 4) and on a page (more than 2; our limits); small multiples, and the strips of a table, count as one",
    checks: { report: drawsFew },
  },
  {
    id: "V06",
    family: "display",
    says: "Do not decorate",
    rests: [colquhoun("cognitive load")],
    severity: "warning",
    mode: "auto",
    profiles: ["brehaut-15"],
    looks: "gradients, shadows, background pictures and 3-D in the markup of print and email",
    checks: { rendered: isPlain },
  },
  {
    id: "V07",
    family: "display",
    says: "Use few colours",
    rests: [colquhoun("cognitive load")],
    severity: "warning",
    mode: "auto",
    profiles: ["brehaut-15"],
    looks: "how many hues the markup uses: more than 5 (our limit). Contrast and print in grey are tests of the theme",
    checks: { rendered: usesFewColours },
  },
  {
    id: "V08",
    family: "display",
    says: "Label charts clearly",
    rests: [colquhoun("cognitive load")],
    severity: "error",
    mode: "auto",
    profiles: ["brehaut-15"],
    looks: "that each chart has its unit, each mark its label, and the recipient's mark is named",
    checks: { report: labelsCharts },
  },
  {
    id: "V09",
    family: "display",
    says: "Give absolute numbers with percentages",
    rests: [colquhoun("cognitive load: absolute numbers rather than percentages")],
    severity: "warning",
    mode: "auto",
    profiles: ["brehaut-15"],
    looks:
      "percentages that authors wrote: whether a count stands in the same sentence; changes in per cent: whether a count stands with them; and shares of the data: whether their count stands anywhere in the report",
    checks: { report: givesCounts },
  },
  {
    id: "V10",
    family: "display",
    says: "Keep it short: all that matters on page one, detail after it",
    rests: [brehaut(12), auditCriteria],
    severity: "warning",
    mode: "auto",
    profiles: ["brehaut-15", "national-audit-report"],
    looks:
      "headline, chart and first step on page one, its facts (more than 3) and its words from headline to first step (more than 150); in the PDF pages (more than 3), words on page one (more than 250, letterhead, help and labels not counted), on any other (more than 600) and in the email (more than 400). The limits are ours",
    checks: { report: isWholeOnPageOne, rendered: isShort },
  },
  {
    id: "V11",
    family: "display",
    says: "Write sentences that are easy to read",
    rests: [
      nhsManual,
      practice("the NHS manual advises readability measures only for setting priorities, so this informs"),
    ],
    severity: "info",
    mode: "heuristic",
    profiles: ["nhs-style"],
    looks:
      "the words of authors in a report: mean sentence over 20 words, a sentence over 35, Flesch-Kincaid grade over 12",
    checks: { report: readsEasily },
  },
  {
    id: "V12",
    family: "display",
    says: "Follow the text style of the NHS",
    rests: [nhsManual],
    severity: "info",
    mode: "heuristic",
    profiles: ["nhs-style"],
    looks:
      'headings over 65 characters or in Title Case, link words like click here, thousands without a comma, capitals for emphasis, and "1 items"',
    checks: { report: followsStyle },
  },
  {
    id: "V13",
    family: "display",
    says: "Make the key finding and what to do stand out",
    rests: [auditCriteria],
    severity: "warning",
    mode: "auto",
    profiles: ["national-audit-report"],
    looks: "a strong run in a headline that holds a figure, and a labelled first step",
    figures: true,
    checks: { report: standsOut },
  },
  {
    id: "V14",
    family: "display",
    says: "Make a PDF that everybody can read, and the same report as HTML",
    rests: [nhsManual],
    severity: "warning",
    mode: "auto",
    profiles: ["nhs-style", "integrity"],
    looks:
      "tags, title and language of the PDF, alternative texts of every chart, and that the same report exists as HTML",
    checks: { report: describesCharts, rendered: isAccessible },
  },
  {
    id: "V15",
    family: "display",
    says: "Look at the printed page: the address in its window, nothing too small or too pale, nothing over anything else, no empty page",
    rests: [
      lettersByPost,
      practice("GOV.UK Notify takes 8 pt and its zones; the sizes of text are those of clear print"),
    ],
    severity: "warning",
    mode: "auto",
    profiles: ["integrity"],
    looks:
      "where every letter of the PDF stands: the address whole, in 8 to 10 pt, inside the window of the campaign's envelope, with nothing else that it may show (an error); letters of less than 8.5 pt, letters whose contrast with what lies under them is less than 4.5 (3 where they are large), letters that lie over others, rows, points of lists and sources that go on overleaf, addresses of the web broken over two lines, a page more than half empty, a last page of a few lines",
    checks: { rendered: standsWell },
  },
];

function hasHeadline(subject: ReportSubject): Seen[] {
  const { report, campaign } = subject;
  const headlines = saidIn(report).filter(isHeadline);
  const [said] = headlines;
  const at: Spot = { kind: "campaign", id: campaign.campaign, path: ["sections"] };
  if (headlines.length !== 1 || !said)
    return [
      {
        what: `${headlines.length === 0 ? "no" : headlines.length} headlines`,
        hint: "give the campaign exactly one section `headline`",
        at,
      },
    ];
  const where = said.at ? { at: said.at } : { at };
  if (said.text.trim() === "")
    return [{ what: "an empty headline", hint: "end `say` with a block that always holds", ...where }];
  const signals = headlineSignals(subject);
  const names = variablesIn(said.sentences, campaign.headline);
  const seen: Seen[] = [];
  const words = countWords(said.text);
  if (words > 25)
    seen.push({ what: "a headline of more than 25 words", example: `${words} words`, hint: "cut it", ...where });
  const own = names.some(isOwn) || (signals.has("zero") && /\b(no|none)\b/i.test(said.text));
  const isGiven = (signals.has("measured") && !signals.has("implausible")) || signals.has("withheld");
  if (isGiven && !own)
    seen.push({
      what: "a headline without the recipient's figure",
      hint: "use {{own.value}} or {{own.count}}",
      ...where,
    });
  const level = signals.has("about-level") && /\btypical\b/i.test(said.text);
  if (signals.has("compared") && !names.some(isOthers) && !level)
    seen.push({ what: "a headline without a comparator", hint: "use {{median.value}} or {{median.count}}", ...where });
  return seen;
}

function hasMessages({ report, campaign }: ReportSubject): Seen[] {
  return report.sections
    .filter(hasChart)
    .filter((section) => messageOf(section, report).trim() === "")
    .map(({ kind }) => ({
      what: `a chart without a message, in ${kind}`,
      hint: "end `message` with a block that always holds",
      at: { kind: "campaign", id: campaign.campaign, path: ["sections"] },
    }));
}

/** The message above a chart is on the page of the chart: found by the words of the own or the last label. */
function keepsTogether({ report, campaign, rendered }: RenderedSubject): Seen[] {
  const { pdf } = rendered;
  if (!pdf) return [];
  const pages = pdf.text.map(squeezed);
  return report.sections.filter(hasChart).flatMap((section): Seen[] => {
    const chart = section.kind === "comparison" || section.kind === "trend" ? section.chart : undefined;
    const label = chart && ("labels" in chart ? chart.labels : chart.ends).at(-1);
    if (!label) return [];
    const message = squeezed(messageOf(section, report));
    const words = squeezed(toWords(label.head, report.figures));
    const together = pages.some((page) => page.includes(message) && page.includes(words));
    return together
      ? []
      : [
          {
            what: `a chart and its message on different pages, in ${section.kind}`,
            hint: "shorten what comes before it, or start a page with this section (page: new)",
            at: { kind: "campaign", id: campaign.campaign, path: ["sections"] },
          },
        ];
  });
}

function saysTwice(subject: ReportSubject): Seen[] {
  const { report, campaign } = subject;
  if (!headlineSignals(subject).has("compared")) return [];
  const at: Spot = { kind: "campaign", id: campaign.campaign, path: ["sections"] };
  const charts = report.sections.flatMap((section) =>
    section.kind === "comparison" && section.chart ? [section.chart] : [],
  );
  if (charts.length === 0)
    return [{ what: "the headline's finding is not drawn", hint: "add a section `comparison`", at }];
  return charts.flatMap(({ shortAlt, labels }): Seen[] => {
    const alt = squeezed(toWords(shortAlt, report.figures));
    const usual = labels.filter(({ aim }) => !aim);
    const heads = usual.some(({ role }) => role !== "own") ? usual : labels;
    const said = heads.filter(({ head }) => alt.includes(squeezed(toWords(head, report.figures))));
    if (said.some(({ role }) => role === "own") && said.some(({ role }) => role !== "own")) return [];
    return [
      {
        what: "with pictures off, the email does not give own figure and comparator",
        example: toWords(shortAlt, report.figures),
        hint: "shorten the names of peers: the alternative text has room for 160 characters",
        at,
      },
    ];
  });
}

function drawsFew({ report, campaign }: ReportSubject): Seen[] {
  const at: Spot = { kind: "campaign", id: campaign.campaign, path: ["sections"] };
  const pages: number[] = [0];
  for (const section of report.sections) {
    if (section.startsPage) pages.push(0);
    const charts = hasChart(section) ? 1 : 0;
    pages.push((pages.pop() ?? 0) + charts);
  }
  const total = pages.reduce((sum, charts) => sum + charts, 0);
  const most = Math.max(...pages);
  return [
    ...(total > 4 ? [{ what: `${total} charts`, hint: "keep four at most", at }] : []),
    ...(most > 2 && total <= 4 ? [{ what: `${most} charts on a page`, hint: "keep two at most", at }] : []),
  ];
}

function labelsCharts({ report, campaign }: ReportSubject): Seen[] {
  const at: Spot = { kind: "campaign", id: campaign.campaign, path: ["sections"] };
  const say = (what: string): Seen => ({
    what,
    hint: "this is a fault of the engine, or the report was changed by hand: please report it",
    at,
  });
  return report.sections.flatMap((section): Seen[] => {
    if (section.kind !== "comparison" && section.kind !== "trend") return [];
    const { chart } = section;
    if (!chart) return [];
    const unit = section.unit.flat();
    const labels = "labels" in chart ? chart.labels : chart.ends;
    const drawn = "labels" in chart ? chart.own.value !== undefined : (chart.points.at(-1)?.own ?? null) !== null;
    return [
      ...(unit.length === 0 ? [say(`a chart without its unit, in ${section.kind}`)] : []),
      ...(labels.some(({ head }) => head.length === 0) ? [say(`a mark without a label, in ${section.kind}`)] : []),
      ...(drawn && !labels.some(({ role }) => role === "own")
        ? [say(`the own mark is not named, in ${section.kind}`)]
        : []),
    ];
  });
}

function givesCounts({ report, indicators }: ReportSubject): Seen[] {
  const words = saidIn(report).flatMap((said): Seen[] => {
    const literal = said.sentences.map((sentence) => toWords(sentence.map(withoutFigure), report.figures)).join(" ");
    const bare = (literal.includes("%") ? sentencesIn(literal) : []).find(
      (sentence) => /\d ?%(?! (?:confidence )?interval)/.test(sentence) && !counted.test(sentence),
    );
    const variables = variablesIn(said.sentences);
    const change = variables.includes("change.percent") && !variables.some(isCount);
    if (bare === undefined && !change) return [];
    return [
      {
        what: "a percentage without a count",
        example: `"${(bare ?? said.text).trim()}"`,
        hint: "add the count: {{own.count}} of {{own.base}}, or 29 in 100",
        ...(said.at ? { at: said.at } : {}),
      },
    ];
  });
  const shares = [...indicators.values()]
    .filter(
      (each) =>
        isCounted(each) &&
        each.kind === "share" &&
        each.numerator.counts !== "quantity" &&
        report.figures[`${each.indicator}/own.value`],
    )
    .filter(({ indicator: id }) => !report.figures[`${id}/own.count`] || !report.figures[`${id}/own.base`])
    .map(
      ({ indicator: id }): Seen => ({
        what: "a share whose count stands nowhere in the report",
        hint: "add a section `table`, or say {{own.count}} of {{own.base}}",
        at: { kind: "indicator", id },
      }),
    );
  return [...words, ...shares];
}

/** What authors wrote themselves: a share of the data has its count in the chart or the table. */
function withoutFigure(span: Span): Span {
  return "figure" in span ? { text: "…" } : span;
}

/** "276 of 1,390", "1 in 7" */
const counted = /\b\d[\d,]* (?:of|in|out of) (?:the )?\d/;

function isCount(variable: string): boolean {
  return /\.(count|base|monthly)$|^rank\./.test(variable);
}

function standsOut(subject: ReportSubject): Seen[] {
  const { report, campaign } = subject;
  const said = saidIn(report).find(isHeadline);
  const strong = said?.sentences.flat().some((span) => "strong" in span && span.strong);
  const own = signalsOf(report, campaign.headline);
  const step = report.sections.some((section) => section.kind === "first-step" && section.label !== "");
  return [
    ...(said && !strong && (own.has("measured") || own.has("withheld"))
      ? [
          {
            what: "nothing stands out in the headline",
            hint: "put the recipient's figure in **strong**",
            ...(said.at ? { at: said.at } : {}),
          },
        ]
      : []),
    ...(step
      ? []
      : [
          {
            what: "no first step that stands out",
            hint: "add a section `first-step`",
            at: { kind: "campaign", id: campaign.campaign, path: ["sections"] } satisfies Spot,
          },
        ]),
  ];
}

function describesCharts({ report, campaign }: ReportSubject): Seen[] {
  const alts = report.sections.flatMap((section) => {
    if (section.kind === "comparison") return section.chart ? [section.chart.alt, section.chart.shortAlt] : [];
    if (section.kind === "trend") return [section.chart.alt];
    if (section.kind === "multiples") return section.charts.map(({ alt }) => alt);
    return section.kind === "table" || section.kind === "groups"
      ? section.rows.flatMap(({ strip }) => (strip ? [strip.alt] : []))
      : [];
  });
  if (alts.every((alt) => toWords(alt, report.figures).trim() !== "")) return [];
  return [
    {
      what: "a chart without an alternative text",
      hint: "this is a fault of the engine: please report it",
      at: { kind: "campaign", id: campaign.campaign, path: ["sections"] },
    },
  ];
}
