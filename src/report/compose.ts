import type { Action } from "../input/action.ts";
import { judge } from "../input/condition.ts";
import { roundHalfUp } from "../measure/rounding.ts";
import { dayAfter, dayName, weekdayName } from "../month.ts";
import { addressOf } from "./address.ts";
import { chooseActions, chooseBlock, chooseBlocks, keyOf, sayWords } from "./choose.ts";
import { composeComparison } from "./comparison.ts";
import { capital, grouped, monthlyFigure, valueFigure } from "./format.ts";
import { type Material, type Subject, type Voice, voiceOf } from "./material.ts";
import type { ActionText, Choice, Report, Section, Sentence, StandingRecord } from "./report.ts";
import { toSaneCase } from "./sane-case.ts";
import { entryOf, type SectionEntry, type SectionSettings } from "./sections.ts";
import { composeTable } from "./table.ts";
import { composeMultiples, composeTrend } from "./trend.ts";
import { cycleNumber, monthlyAt, monthlyDecimals, nextIssue, ownMonthly, periodText, placeOf } from "./variables.ts";
import { cite, type Notebook, sentenceOf } from "./words.ts";

/**
 * Everything that is said to one recipient: every sentence, table row, chart datum and action, with the reason for each.
 * Pure: the same material and subject give the same report.
 */
export function compose(material: Material, subject: Subject): Report {
  const notebook: Notebook = { figures: new Map(), sources: [] };
  const voice = voiceOf(material, subject, notebook, material.campaign.headline);
  const plan = planActions(voice);
  const composed = subject.design.sections.map((section, i) => composeSection(entryOf(section), voice, plan, i));
  const sections = composed.flatMap(({ section }) => (section ? [section] : []));
  const { campaign } = material;
  return {
    version: 1,
    campaign: { id: campaign.campaign, title: campaign.title },
    cycle: cycleOf(material),
    issuer: { ...campaign.issuer, priority: campaign.priority.statement },
    recipient: recipientOf(voice),
    mail: mailOf(voice),
    figures: Object.fromEntries([...notebook.figures].sort(([a], [b]) => (a < b ? -1 : 1))),
    sections,
    sources: notebook.sources,
    choices: [...composed.flatMap(({ choices }) => choices), ...plan.choices],
    standings: subject.standings.map((standing) => recordOf(voiceOf(material, subject, notebook, standing.indicator))),
  };
}

function cycleOf(material: Material): Report["cycle"] {
  const { campaign, cycle } = material;
  const next = nextIssue(material);
  return {
    id: cycle.id,
    number: cycleNumber(material),
    of: campaign.cycles.length,
    issued: cycle.issued,
    issuedText: dayName(cycle.issued),
    ...(next ? { nextText: next } : {}),
    period: periodText(material),
  };
}

/** What one section came to: the section, or nothing where its condition does not hold, and the choices in it. */
type Composed = { section?: Section; choices: readonly Choice[] };

type Body = Section extends infer S ? (S extends Section ? Omit<S, "id" | "startsPage"> : never) : never;

function composeSection(entry: SectionEntry, voice: Voice, plan: ActionPlan, index: number): Composed {
  const { kind, settings } = entry;
  const verdict = judge(settings.when, voice.signals);
  if (!verdict.holds)
    return { choices: [{ slot: kind, because: [], bct: [], considered: [{ id: kind, not: verdict.not }] }] };
  const { section, choices } = bodyOf(entry, voice, plan);
  if (!section)
    return {
      choices: [...choices, { slot: kind, because: [], bct: [], considered: [{ id: kind, not: "nothing to show" }] }],
    };
  return {
    section: { id: `${kind}-${index + 1}`, startsPage: settings.page === "new", ...section } as Section,
    choices,
  };
}

function bodyOf(entry: SectionEntry, voice: Voice, plan: ActionPlan): { section?: Body; choices: readonly Choice[] } {
  switch (entry.kind) {
    case "headline":
      return composeHeadline(entry.settings, voice);
    case "comparison":
      return composeComparison(entry.settings, voice);
    case "first-step":
      return composeFirstStep(entry.settings, voice, plan);
    case "trend":
      return composeTrend(entry.settings, voice);
    case "table":
      return composeTable(entry.settings, voice);
    case "multiples":
      return { ...composeMultiples(entry.settings, voice), choices: [] };
    case "why":
      return composePoints("why", { ...entry.settings, most: entry.settings["at-most"] }, voice);
    case "cautions":
      return composePoints("cautions", { ...entry.settings, most: entry.settings.blocks.length }, voice);
    case "actions":
      return {
        section: { kind: "actions", title: entry.settings.title, note: entry.settings.note, actions: plan.texts },
        choices: [],
      };
    case "own-plan":
      return { section: composeOwnPlan(entry.settings, voice), choices: [] };
    case "method":
      return composeMethod(entry.settings, voice);
  }
}

function composeHeadline(
  { say, standfirst }: SectionSettings<"headline">,
  voice: Voice,
): { section: Body; choices: Choice[] } {
  const headline = chooseBlock({ slot: "headline", ids: say }, voice);
  const below = chooseBlock({ slot: "standfirst", ids: standfirst }, voice);
  return {
    section: {
      kind: "headline",
      headline: headline.block ? sayWords(headline.block.text, headline.block, voice) : [],
      standfirst: below.block ? sayWords(below.block.text, below.block, voice) : [],
    },
    choices: [headline.choice, below.choice],
  };
}

type ActionPlan = { actions: readonly Action[]; texts: readonly ActionText[]; choices: readonly Choice[] };

/** The actions of the report, chosen once: the first is told on page one, all stand in the plan. */
function planActions(voice: Voice): ActionPlan {
  const settings = voice.subject.design.sections.flatMap(({ actions }) => actions ?? [])[0];
  if (!settings) return { actions: [], texts: [], choices: [] };
  const { actions, choices } = chooseActions(settings.choose, voice, settings["at-most"]);
  return { actions, texts: actions.map((action, i) => textOf(action, i + 1, voice)), choices };
}

function textOf(action: Action, number: number, voice: Voice): ActionText {
  const { action: id, title, who, situation, amount, by, know, barrier, effort } = action;
  const day = weekdayName(dayAfter(voice.material.cycle.issued, 7 * by.weeks));
  return {
    id,
    number,
    title,
    what: sayWords(action.what, action, voice),
    who,
    situation,
    amount,
    by: day,
    know,
    barrier,
    effort,
  };
}

function composeFirstStep(
  settings: SectionSettings<"first-step">,
  voice: Voice,
  { actions, texts }: ActionPlan,
): { section?: Body; choices: Choice[] } {
  const [action] = actions;
  const [text] = texts;
  if (!action || !text) return { choices: [] };
  const encouragement =
    settings.encouragement && chooseBlock({ slot: "first-step.encouragement", ids: settings.encouragement }, voice);
  const { block } = encouragement ?? {};
  return {
    section: {
      kind: "first-step",
      label: action.step.label,
      action: { ...text, what: sayWords(action.step.text, action, voice) },
      ...(block ? { encouragement: sayWords(block.text, block, voice) } : {}),
      ...(settings.caution ? { caution: sentenceOf(voice.notebook, settings.caution) } : {}),
      ...(settings.link ? { link: settings.link } : {}),
    },
    choices: encouragement ? [encouragement.choice] : [],
  };
}

type PointSettings = { title: string; blocks: readonly string[]; sources: boolean; most: number };

function composePoints(
  style: "why" | "cautions",
  { title, blocks: ids, sources, most }: PointSettings,
  voice: Voice,
): { section?: Body; choices: Choice[] } {
  const { blocks, choices } = chooseBlocks({ slot: style, ids }, voice, most);
  if (blocks.length === 0) return { choices };
  const points = blocks.map((block) => ({
    ...(block.title ? { title: block.title } : {}),
    text: sayWords(block.text, block, voice),
  }));
  for (const citation of blocks.flatMap((block) => block.cites)) cite(citation, voice.notebook);
  return { section: { kind: "points", style, title, points, showSources: sources }, choices };
}

/** Room to write; with a goal line where the practice has a count worth lowering. */
function composeOwnPlan({ title, rows }: SectionSettings<"own-plan">, voice: Voice): Body {
  const { notebook, material } = voice;
  const next = nextIssue(material);
  const note = next
    ? `Report ${cycleNumber(material) + 1} comes on ${next} and will show what has changed.`
    : "The next report will show what has changed.";
  return { kind: "own-plan", title, note: sentenceOf(notebook, note), rows, ...goalOf(voice) };
}

/** "Our goal: from 29 items a month to …", and the comparators that are still ahead as marks. */
function goalOf(voice: Voice): { goal?: Sentence; marks?: Sentence } {
  const { indicator, notebook, signals } = voice;
  const [own, median, best] = [ownMonthly(voice), monthlyAt(voice, "median"), monthlyAt(voice, "top-quartile")];
  const counted = indicator.numerator.counts !== "quantity" && indicator.direction === "lower";
  if (
    !counted ||
    !signals.has("outside-best-quarter") ||
    own === undefined ||
    median === undefined ||
    best === undefined
  )
    return {};
  if (own < 3 || own <= best) return {};
  const figure = (path: string, count: number) =>
    [keyOf(path, voice), monthlyFigure(count, monthlyDecimals(voice))] as const;
  const typical = signals.has("worse-than-median") && own > median;
  return {
    goal: sentenceOf(
      notebook,
      "Our goal: from ",
      figure("own.monthly", own),
      ` ${indicator.numerator.many} a month to`,
    ),
    marks: sentenceOf(
      notebook,
      ...(typical ? ["Typical ", figure("median.monthly", median), ", best quarter "] : ["Best quarter "]),
      figure("best.monthly", best),
      ".",
    ),
  };
}

function composeMethod(
  { title, blocks: ids, link }: SectionSettings<"method">,
  voice: Voice,
): { section: Body; choices: Choice[] } {
  const { blocks, choices } = chooseBlocks({ slot: "method", ids }, voice, ids.length);
  const entries = blocks.map((block) => ({ title: block.title ?? "", text: sayWords(block.text, block, voice) }));
  return { section: { kind: "method", title, entries, link }, choices };
}

function recipientOf(voice: Voice): Report["recipient"] {
  const { material, subject, standing } = voice;
  const { organisation } = subject;
  const { attention, audience } = material.campaign.recipients;
  const network = organisation.parents.pcn?.name;
  return {
    code: organisation.code,
    name: toSaneCase(organisation.name),
    attention,
    audience,
    address: addressOf(organisation, attention),
    place: placeOf(voice),
    ...(network ? { network: toSaneCase(network) } : {}),
    ...(standing.patients === undefined ? {} : { patients: grouped(roundHalfUp(standing.patients), 0) }),
    ...(organisation.email ? { email: organisation.email } : {}),
  };
}

/** Subject, preheader and sender. Nothing in them tells of a patient, and none is longer than clients show. */
function mailOf(voice: Voice): Report["mail"] {
  const { material, subject, indicator } = voice;
  const { campaign } = material;
  const name = toSaneCase(subject.organisation.name);
  const { email } = campaign.issuer.contact;
  const long = `${campaign.title}: ${name}`;
  const short = `${capital(indicator.short)}: ${name}`;
  return {
    subject:
      [long, short, `${capital(indicator.short)}: report for ${subject.organisation.code}`].find(
        (text) => text.length <= 78,
      ) ?? short.slice(0, 78),
    preheader: preheaderOf(voice),
    title: `${capital(indicator.short)} at ${name}`,
    from: { name: campaign.issuer.name, address: email },
    listId: `${campaign.campaign}.${email.split("@")[1]}`,
  };
}

function preheaderOf({ material, indicator, standing: { own }, group, signals }: Voice): string {
  const median = group?.statistics?.median;
  if (own.state !== "shown" || median === undefined || !signals.has("compared"))
    return "Where your peers stand, and one first step.";
  const print = (value: number) => valueFigure(indicator, value).text;
  return `You ${print(own.value)}, typical ${material.campaign.recipients.one} ${print(median)}. One first step.`;
}

/** What was true of one indicator, for the manifest and the explanation. */
function recordOf({ indicator, standing, group }: Voice): StandingRecord {
  const { own, past, rank, toChange, trend } = standing;
  const { statistics } = group ?? {};
  const values = {
    value: own.state === "shown" ? own.value : null,
    numerator: own.state === "shown" ? own.count : null,
    denominator: own.state === "none" ? null : own.base,
    months: own.state === "none" ? 0 : own.months,
    lower: own.state === "shown" ? (own.interval?.lower ?? null) : null,
    upper: own.state === "shown" ? (own.interval?.upper ?? null) : null,
    pastValue: past.state === "shown" ? past.value : null,
    change: trend?.absolute ?? null,
    relativeChange: trend?.relative ?? null,
    percentRank: rank?.percentRank ?? null,
    peers: group?.count ?? 0,
    place: group?.place ?? null,
    median: statistics?.median ?? null,
    lowerQuartile: statistics?.lower ?? null,
    upperQuartile: statistics?.upper ?? null,
    benchmark: statistics?.benchmark ?? null,
    toMedian: toChange.median ?? null,
    toBestQuarter: toChange["top-quartile"] ?? null,
  };
  return { indicator: indicator.indicator, signals: standing.signals, values, suppressions: standing.suppressions };
}
