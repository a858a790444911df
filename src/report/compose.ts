import type { PlannedSection } from "../input/campaign/sections.ts";
import { judge } from "../input/library/condition.ts";
import { panelsOf, zonesOf } from "../input/library/envelopes.ts";
import { dayName } from "../month.ts";
import { abbreviationsOf } from "./abbreviations.ts";
import { type ActionPlan, planActions } from "./actions.ts";
import type { Choice } from "./choice.ts";
import { mailOf } from "./mail.ts";
import { definedVoice, type Material, type Subject, signalsOf, type Voice, voiceOf } from "./material.ts";
import { notesOf } from "./notes.ts";
import { recipientOf } from "./recipient.ts";
import { recordOf } from "./record.ts";
import type { Report } from "./report.ts";
import type { Section } from "./sections.ts";
import { composeBody } from "./sections.ts";
import { cycleNumber, nextIssue, periodText } from "./time.ts";
import type { Notebook } from "./words.ts";

/**
 * Everything that is said to one recipient: every sentence, table row, chart datum and action, with the reason for each.
 * Pure: the same material and subject give the same report.
 */
export function compose(material: Material, subject: Subject): Report {
  const notebook: Notebook = { figures: new Map(), sources: [] };
  const voice = voiceOf(material, subject, notebook, material.campaign.headline);
  const plan = planActions(voice);
  const composed = subject.design.sections.map((section) => composeSection(section, voice, plan));
  const sections = composed.flatMap(({ section }) => (section ? [section] : []));
  const { campaign } = material;
  const notes = notesOf(voice);
  return {
    version: 1,
    ...(material.rehearsal ? { rehearsal: "Rehearsal. Made-up arms: not for sending." } : {}),
    campaign: { id: campaign.campaign, title: campaign.title },
    cycle: cycleOf(voice),
    issuer: issuerOf(campaign),
    recipient: recipientOf(voice),
    envelope: { ...zonesOf(campaign.print.envelope), panels: panelsOf(campaign.print.envelope) },
    ...(campaign.print.ink === "colour" ? {} : { ink: campaign.print.ink }),
    ...enclosedWith(subject),
    mail: mailOf(voice),
    ...(notes.length > 0 ? { notes } : {}),
    ...attachmentOf(material, subject),
    ...pageOf(material, subject),
    ...withFigures(campaign, sections, notebook),
    sections,
    sources: notebook.sources,
    choices: [...turnOf(subject), ...composed.flatMap(({ choices }) => choices), ...plan.choices],
    standings: subject.standings.map(({ indicator }) =>
      recordOf(definedVoice(material, subject, notebook, indicator), voiceOf(material, subject, notebook, indicator)),
    ),
  };
}

/** Why the headline is about what it is, where it takes turns. */
function turnOf({ turn, design }: Subject): Choice[] {
  const section = design.sections.find(({ kind }) => kind === "headline");
  return turn && section ? [{ section: section.name, kind: "headline", slot: "indicator", bct: [], ...turn }] : [];
}

/** The figures that were entered so far, sorted by key, and the abbreviations that are said with them. */
function withFigures(
  campaign: Material["campaign"],
  sections: readonly Section[],
  notebook: Notebook,
): Pick<Report, "abbreviations" | "figures"> {
  const figures = Object.fromEntries([...notebook.figures].sort(([a], [b]) => (a < b ? -1 : 1)));
  return { ...abbreviationsOf(campaign, sections, figures), figures };
}

function issuerOf({ issuer, priority }: Material["campaign"]): Report["issuer"] {
  const { stop, unsubscribe, ...given } = issuer.contact;
  const contact = { ...given, ...(stop ? { stop } : {}), ...(unsubscribe ? { unsubscribe } : {}) };
  return { ...issuer, contact, priority: priority.statement };
}

/** "opioids-2026-08-Z10001.pdf" */
function attachmentOf({ campaign, cycle }: Material, { design, organisation }: Subject): Pick<Report, "attachment"> {
  if (design.attachment === "none" || !design.channels.includes("email")) return {};
  return { attachment: `${campaign.campaign}-${cycle.id}-${organisation.code}.pdf` };
}

/** What goes with the letter; nothing where there is no letter, since an address may have gone meanwhile. */
function enclosedWith({ design: { enclosures }, channels }: Subject): Pick<Report, "enclosures"> {
  if (enclosures.length === 0 || !channels.includes("print")) return {};
  return { enclosures: enclosures.map(({ item, grams }) => ({ item, grams })) };
}

/** Where its page stands, of a report that is made as one. */
function pageOf({ campaign, cycle }: Material, { design, organisation }: Subject): Pick<Report, "page"> {
  if (campaign.pages === undefined || !design.channels.includes("html")) return {};
  const named: Readonly<Record<string, string>> = { code: organisation.code, cycle: cycle.id };
  return { page: campaign.pages.replace(/\{\{(\w+)\}\}/g, (_, name: string) => encodeURIComponent(named[name] ?? "")) };
}

function cycleOf(voice: Voice): Report["cycle"] {
  const { cycle } = voice.material;
  const next = nextIssue(voice);
  return {
    id: cycle.id,
    number: cycleNumber(voice),
    of: voice.subject.design.cycles.length,
    issued: cycle.issued,
    issuedText: dayName(cycle.issued),
    ...(next ? { nextText: next } : {}),
    period: periodText(voice),
  };
}

type ComposedPart = { section?: Section; choices: readonly Choice[] };

/** One section: nothing where its condition does not hold or there is nothing to show; and the choices in it. */
function composeSection(planned: PlannedSection, voice: Voice, plan: ActionPlan): ComposedPart {
  const { name, kind, settings } = planned;
  const verdict = judge(settings.when, voice.signals, signalsOf(voice));
  if (!verdict.holds) return { choices: [notShown(planned, verdict.not)] };
  const { section, not = "nothing to show", choices } = composeBody(planned, { name, kind, voice, plan });
  if (!section) return { choices: [...choices, notShown(planned, not)] };
  return { section: { name, startsPage: settings.page === "new", ...section }, choices };
}

function notShown({ name, kind }: PlannedSection, not: string): Choice {
  return { section: name, kind, slot: "", because: [], bct: [], considered: [{ id: name, not }] };
}
