import type { Indicator } from "../input/library/indicator.ts";
import type { Report } from "../report/report.ts";
import type { Section } from "../report/sections.ts";
import { signalsOf } from "./subject.ts";
import { isOthers, isOwn, type SaidWords, variablesIn } from "./words.ts";

/** A claim of a technique in one report: the words that make it, and what they stand with. */
export type Claim = {
  said: SaidWords;
  report: Report;
  indicator: Indicator | undefined;
  framed?: Framed; // what the block declares of its frame
};

/** How a block puts its fact, and whether the campaign can put it another way. */
export type Framed = { frame: string; alternative: boolean };

/** What must be seen where a technique is claimed. `shows` is in words, for the hint and the page of rules. */
export type TechniqueEvidence = { shows: string; holds: (claim: Claim) => boolean };

/**
 * The least that a report must show for a technique (BCTTv1), by its code. This finds that evidence is there or not; it does
 * not take the place of human coding. Techniques that are not in here are not checked.
 */
export const evidence: Readonly<Record<string, TechniqueEvidence>> = {
  "1.1": {
    shows: "a goal for behaviour with a number or a date",
    holds: (claim) => isGoal(claim) && measures(claim, "behaviour"),
  },
  "1.2": {
    shows: "a barrier and what answers it",
    holds: ({ said }) => isAction(said) || /\b(barrier|obstacle|gets? in the way|problem)\b/i.test(allWordsOf(said)),
  },
  "1.3": {
    shows: "a goal for an outcome with a number or a date",
    holds: (claim) => isGoal(claim) && measures(claim, "outcome"),
  },
  "1.4": {
    shows: "context, frequency, duration or intensity of what to do",
    holds: ({ said }) =>
      isAction(said) ||
      /\b(when(?:ever)?|every|each|once|daily|weekly|a month|a week|next|at (?:the|your))\b/i.test(allWordsOf(said)),
  },
  "1.5": {
    shows: "the earlier goal and what came of it, in a later report",
    holds: looksBack,
  },
  "1.6": {
    shows: "the own figure against a goal, or the gap to it",
    holds: ({ said }) =>
      /\b(goal|target|aim|would bring you|to reach)\b/i.test(allWordsOf(said)) &&
      (names(said).some((name) => /^(gap|goal|target)\./.test(name)) || (hasOwn(said) && names(said).some(isOthers))),
  },
  "1.7": {
    shows: "the earlier goal and what came of it, in a later report",
    holds: looksBack,
  },
  "2.2": {
    shows: "the recipient's own figure of a behaviour, in the words, the chart or the table they head",
    holds: (claim) => tellsOwn(claim) && measures(claim, "behaviour"),
  },
  "2.7": {
    shows: "the recipient's own figure of an outcome, in the words, the chart or the table they head",
    holds: (claim) => tellsOwn(claim) && measures(claim, "outcome"),
  },
  "3.1": {
    shows: "whom to ask, what help is offered, or praise",
    holds: ({ said }) => offersHelp(allWordsOf(said)) || praises(allWordsOf(said)),
  },
  "3.2": {
    shows: "practical help that is offered: a person, a search, a tool",
    holds: ({ said }) =>
      /\b(pharmacist|nurse|facilitator|technician|analyst|team|search(?:es)?|templates?|toolkit|checklist|leaflets?)\b/i.test(
        allWordsOf(said),
      ),
  },
  "4.1": {
    shows: "how to do it, in at least two steps",
    holds: ({ said }) => stepsIn(said.text) >= 2,
  },
  "5.1": { shows: "a consequence with its source", holds: ({ said }) => isCited(said) },
  "5.2": {
    shows: "a consequence with its source, and a strong number",
    holds: ({ said }) => isCited(said) && said.sentences.flat().some((span) => "strong" in span && span.strong),
  },
  "5.3": { shows: "a consequence with its source", holds: ({ said }) => isCited(said) },
  "6.2": {
    shows: "the own figure and another provider's, in one sentence or chart",
    holds: (claim) =>
      ((hasOwn(claim.said) ||
        isZero(claim) ||
        names(claim.said).some((name) => /^(rank|ratio|overview)\./.test(name))) &&
        names(claim.said).some(isOthers)) ||
      isLevel(claim) ||
      setsAgainst(claim.said.section, claim.said),
  },
  "6.3": {
    shows: "which named body, or which peers, approve",
    holds: ({ said }) =>
      /\b(approv\w*|support(?:s|ed)?|recommend\w*|endors\w*|agree[ds]?|thank|advis\w+|asks?|warns?)\b/i.test(
        allWordsOf(said),
      ) &&
      (namesBody(said) ||
        /\b(practices|colleagues|peers|neighbours|GPs|doctors|patients|prescribers)\b/i.test(allWordsOf(said))),
  },
  "7.1": {
    shows: "a cue at the point of care",
    holds: ({ said }) => /\b(alert|prompt|pop-up|sticker|template|reminder)\b/i.test(allWordsOf(said)),
  },
  "8.2": {
    shows: "what to leave and what to do in its place",
    holds: ({ said }) =>
      /\b(instead of|rather than|in place of|replace\w*|(?:switch|swap|change|move)\w* .*\b(?:to|for)\b)/i.test(
        allWordsOf(said),
      ),
  },
  "8.7": {
    shows: "actions whose effort grows from the first to the last",
    holds: ({ report }) => isGraded(report),
  },
  "9.1": {
    shows: "a named body or person, or a source",
    holds: ({ said }) => isCited(said) || namesBody(said),
  },
  "10.4": {
    shows: "praise, where an improvement was measured (praise for no reason is 3.1)",
    holds: ({ said, report }) => praises(allWordsOf(said)) && hasImproved(report, said.indicator),
  },
  "12.5": {
    shows: "an object that comes with the report",
    holds: ({ said }) => /\b(enclosed|attached|leaflet|poster|template|card|form)\b/i.test(allWordsOf(said)),
  },
  "13.2": {
    shows: "a declared `frame` that the words keep to, and another way to put it",
    holds: ({ said, framed }) => framed?.alternative === true && frames[framed.frame]?.test(allWordsOf(said)) === true,
  },
  "15.1": {
    shows: "that the reader is able to do it",
    holds: ({ said }) =>
      /\b(can|could|able|capable|possible|enough|within reach|in your hands|yours to|you know|simple|easy|easily|quick|you have (?:done|already|come|reached))\b/i.test(
        allWordsOf(said),
      ),
  },
  "15.3": {
    shows: "an own success, where one was measured",
    holds: ({ said, report }) =>
      hasImproved(report, said.indicator) &&
      (names(said).some((name) => /^(past|change)\./.test(name)) ||
        /\b(you(?:r| have|'ve)|already|reached|come|fallen|down|fewer|up)\b/i.test(allWordsOf(said))),
  },
};

/** The words that each frame is known by. */
const frames: Readonly<Record<string, RegExp>> = {
  gain: /\b(gain|win|avoid|prevent|protect|spare|save|safer|better|free|fewer|benefit|improve)\w*\b/i,
  loss: /\b(lose|losing|loss|miss|harm|worse|cost|die|death|remain|continue)\w*\b/i,
  "patients-at-risk":
    /\b(patients?|people|adults|children)\b.*\b(at risk|harm\w*|higher risk|in danger|exposed)\b|\b(risk|harm)\w*\b.*\b(patients?|people|adults|children)\b/i,
};

function looksBack({ said, report }: Claim): boolean {
  const result = hasOwn(said) || names(said).some((name) => name.startsWith("past."));
  return report.cycle.number > 1 && /\b(goal|target|aim)\b/i.test(allWordsOf(said)) && result;
}

function praises(text: string): boolean {
  return /\b(thank|thanks|well done|congratulat\w+|great|impressive)\b/i.test(text);
}

/** A person, a body or a source by name, as readers know them. */
function namesBody(said: SaidWords): boolean {
  return (
    names(said).some((name) => /^(issuer\.|indicator\.source)/.test(name)) ||
    /\b(?:Dr|Professor) \p{Lu}/u.test(allWordsOf(said)) ||
    /\b(NICE|MHRA|NHS|UKHSA|OHID|RCGP|RPS|BNF|SIGN|BTS|BMA|CQC|GMC|WHO|ICB|Public Health England|Cochrane)\b/.test(
      allWordsOf(said),
    ) ||
    /\p{Lu}\p{Ll}+(?: (?:of|for|and|the|\p{Lu}\p{Ll}+))* (?:Agency|Authority|Board|College|Commission|Faculty|Institute|Society|University|Association|Service)\b|\b(?:College|Faculty|Institute|Society|University|Board) of \p{Lu}/u.test(
      allWordsOf(said),
    )
  );
}

/** Parts of a sentence that may each be a step: between commas, semicolons, stops, "and" or "then", of two words at least. */
function stepsIn(text: string): number {
  return text.split(/[,;:.]|\b(?:and|then)\b/).filter((part) => /\w+\W+\w+/.test(part)).length;
}

const efforts = ["minutes", "hours", "project"] as const;

/** Never less effort than before, and more at the end than at the start. */
function isGraded({ sections }: Report): boolean {
  const offered = sections.flatMap((section) => (section.kind === "actions" ? section.actions : []));
  const steps = offered.map(({ effort }) => efforts.indexOf(effort));
  const rising = steps.every((step, i) => i === 0 || step >= (steps[i - 1] ?? 0));
  return rising && (steps.at(-1) ?? 0) > (steps[0] ?? 0);
}

/** All its words; of an action, its fields too. */
function allWordsOf({ text, fields = [] }: SaidWords): string {
  return [text, ...fields].join(". ");
}

function names({ sentences, indicator }: SaidWords): string[] {
  return variablesIn(sentences, indicator);
}

/** Feedback is the own figure of any stated period, so also that of a year before. */
function tellsOwn(claim: Claim): boolean {
  const { said } = claim;
  const past = names(said).some((name) => name.startsWith("past."));
  return past || hasOwn(said) || isZero(claim) || showsOwn(said.section, said);
}

function hasOwn(said: SaidWords): boolean {
  return names(said).some(isOwn) || names(said).some((name) => name.startsWith("rank.") || name.startsWith("ratio."));
}

/** Level with the typical practice: the own figure is the other's too. */
function isLevel({ said, report }: Claim): boolean {
  return signalsOf(report, said.indicator).has("about-level") && /\btypical\b/i.test(allWordsOf(said)) && hasOwn(said);
}

/** None is a figure too, though it is said in words. */
function isZero({ said, report }: Claim): boolean {
  return signalsOf(report, said.indicator).has("zero") && /\b(no|none|nothing)\b/i.test(allWordsOf(said));
}

function measures({ indicator }: Claim, what: Indicator["measures"]): boolean {
  return indicator === undefined || indicator.measures === what;
}

function isGoal({ said }: Claim): boolean {
  return /\b(goal|target|aim)\b/i.test(allWordsOf(said)) && /\d/.test(allWordsOf(said));
}

function isAction({ section }: SaidWords): boolean {
  return section.kind === "actions" || section.kind === "first-step";
}

function isCited({ sentences }: SaidWords): boolean {
  return sentences.flat().some((span) => "cite" in span);
}

function offersHelp(text: string): boolean {
  return /@|\b(help|support|call|ring|ask|contact|visit|pharmacist can|offer|template|search)\b/i.test(text);
}

function hasImproved(report: Report, indicator: string | undefined): boolean {
  const signals = signalsOf(report, indicator);
  return signals.has("improving") || signals.has("achieved-median") || signals.has("achieved-best-quarter");
}

/** Whether these are the words above a chart or a table. */
function heads({ slot }: SaidWords): boolean {
  return slot === "message";
}

function showsOwn(section: Section, said: SaidWords): boolean {
  if (!heads(said)) return false;
  if (section.kind === "comparison") return section.chart?.own.value !== undefined;
  if (section.kind === "trend") return section.chart.points.some(({ own }) => own !== null);
  if (section.kind === "since-last") return section.rows.length > 0;
  return section.kind === "table" && section.rows.some(({ own }) => own.some((span) => "figure" in span));
}

function setsAgainst(section: Section, said: SaidWords): boolean {
  if (!showsOwn(section, said)) return false;
  if (section.kind === "comparison") return (section.chart?.peers.length ?? 0) > 0;
  if (section.kind === "trend") return section.chart.points.some(({ own, median }) => own !== null && median !== null);
  return (
    section.kind === "table" &&
    section.rows.some(({ own, median }) => [own, median].every((cell) => cell.some((span) => "figure" in span)))
  );
}
