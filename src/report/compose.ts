import { judge } from "../input/library/condition.ts";
import { dayName } from "../month.ts";
import { type ActionPlan, composeActions, composeFirstStep, planActions } from "./actions.ts";
import { composeComparison } from "./comparison.ts";
import { composeGroups } from "./groups.ts";
import { mailOf } from "./mail.ts";
import { definedVoice, type Material, type Subject, signalsOf, type Voice, voiceOf } from "./material.ts";
import { composeOwnPlan } from "./own-plan.ts";
import { recipientOf } from "./recipient.ts";
import { recordOf } from "./record.ts";
import type { Choice, Report, Section } from "./report.ts";
import { entryOf, type SectionEntry } from "./sections.ts";
import { composeTable } from "./table.ts";
import { composeMultiples, composeTrend } from "./trend.ts";
import { cycleNumber, nextIssue, periodText } from "./variables.ts";
import { composeHeadline, composeLetter, composeMethod, composePoints } from "./wording.ts";
import type { Notebook } from "./words.ts";

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
    ...(material.rehearsal ? { rehearsal: "Rehearsal. Made-up arms: not for sending." } : {}),
    campaign: { id: campaign.campaign, title: campaign.title },
    cycle: cycleOf(material),
    issuer: issuerOf(campaign),
    recipient: recipientOf(voice),
    mail: mailOf(voice),
    ...attachmentOf(material, subject),
    figures: Object.fromEntries([...notebook.figures].sort(([a], [b]) => (a < b ? -1 : 1))),
    sections,
    sources: notebook.sources,
    choices: [...composed.flatMap(({ choices }) => choices), ...plan.choices],
    standings: subject.standings.map(({ indicator }) =>
      recordOf(definedVoice(material, subject, notebook, indicator), voiceOf(material, subject, notebook, indicator)),
    ),
  };
}

function issuerOf({ issuer, priority }: Material["campaign"]): Report["issuer"] {
  const { stop, ...contact } = issuer.contact;
  return { ...issuer, contact: { ...contact, ...(stop ? { stop } : {}) }, priority: priority.statement };
}

/** "opioids-2026-08-Z10001.pdf" */
function attachmentOf({ campaign, cycle }: Material, { design, organisation }: Subject): Pick<Report, "attachment"> {
  if (design.attachment === "none" || !design.channels.includes("email")) return {};
  return { attachment: `${campaign.campaign}-${cycle.id}-${organisation.code}.pdf` };
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
  const verdict = judge(settings.when, voice.signals, signalsOf(voice));
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
    case "letter":
      return composeLetter(entry.settings, voice);
    case "comparison":
      return composeComparison(entry.settings, voice);
    case "first-step":
      return composeFirstStep(entry.settings, voice, plan);
    case "trend":
      return composeTrend(entry.settings, voice);
    case "table":
      return composeTable(entry.settings, voice);
    case "multiples":
      return composeMultiples(entry.settings, voice);
    case "groups":
      return composeGroups(entry.settings, voice);
    case "why":
      return composePoints("why", { ...entry.settings, most: entry.settings["at-most"] }, voice);
    case "cautions":
      return composePoints("cautions", { ...entry.settings, most: entry.settings.blocks.length }, voice);
    case "actions":
      return { section: composeActions(entry.settings, plan), choices: [] };
    case "own-plan":
      return composeOwnPlan(entry.settings, voice);
    case "method":
      return composeMethod(entry.settings, voice);
  }
}
