import { createHash } from "node:crypto";
import { filledIn, longestPreheader, longestSubject } from "../input/campaign/mail.ts";
import { isLetter, settingsOf } from "../input/campaign/sections.ts";
import { comparatorModules } from "../measure/comparators.ts";
import { capital, valueFigure } from "./format.ts";
import { comparatorFigure } from "./gaps.ts";
import type { Voice } from "./material.ts";
import type { Report } from "./report.ts";
import { printedName } from "./sane-case.ts";

/** Subject, preheader and sender. Nothing in them tells of a patient, and none is longer than clients show. */
export function mailOf(voice: Voice): Report["mail"] {
  const { campaign } = voice.material;
  const { email } = campaign.issuer.contact;
  const { mail } = voice.subject.design;
  const isLetterOnly = isLetter(voice.subject.design.sections.map(({ kind }) => kind));
  const head = isLetterOnly ? letterHead(voice) : reportHead(voice);
  const subjects = mail.subject === undefined ? head.subjects : filled(voice, mail.subject);
  const subject = fitting(subjects.map((text) => (voice.material.rehearsal ? `Rehearsal: ${text}` : text)));
  return {
    subject,
    preheader: mail.preheader === undefined ? head.preheader : within(filled(voice, mail.preheader), longestPreheader),
    title: mail.title === undefined ? head.title : filled(voice, mail.title)[0]!,
    from: { name: mail.sender ?? campaign.issuer.name, address: email },
    listId: `${campaign.campaign}.${email.split("@")[1]}`,
    series: createHash("sha256").update(voice.material.study).digest("hex").slice(0, 8),
  };
}

type MailHead = Pick<Report["mail"], "preheader" | "title"> & { subjects: readonly string[] }; // the best first

function reportHead(voice: Voice): MailHead {
  const { material, subject, indicator } = voice;
  const name = printedName(subject.organisation);
  const about = indicator.heading ?? capital(indicator.short);
  return {
    subjects: [
      `${material.campaign.title}: ${name}`,
      `${about}: ${name}`,
      `${about}: report for ${subject.organisation.code}`,
    ],
    preheader: preheaderOf(voice),
    title: `${about} at ${name}`,
  };
}

/** Of a letter: no figures, and nothing that promises any. */
function letterHead({ material: { campaign }, subject }: Voice): MailHead {
  const name = printedName(subject.organisation);
  const about = settingsOf(subject.design.sections, "letter")[0]?.subject ?? campaign.title;
  return {
    subjects: [`${about}: ${name}`, `${about}: ${subject.organisation.code}`, about],
    preheader: `A letter from ${campaign.issuer.name}.`.slice(0, longestPreheader),
    title: `${about}: ${name}`,
  };
}

/** A field of the campaign's own, with the recipient's name and, should that be too long, its code. */
function filled({ subject: { organisation } }: Voice, text: string): readonly [string, string] {
  const { code } = organisation;
  return [filledIn(text, { name: printedName(organisation), code }), filledIn(text, { name: code, code })];
}

/** The first that clients show whole. */
function fitting(subjects: readonly string[]): string {
  return within(subjects, longestSubject);
}

/** The first that is no longer; of all that are, the second, cut. */
function within(texts: readonly string[], most: number): string {
  return texts.find((text) => text.length <= most) ?? (texts[1] ?? "").slice(0, most);
}

function preheaderOf(voice: Voice): string {
  const { indicator, standing, signals, subject } = voice;
  const { own } = standing;
  const hasStep = subject.design.sections.some(({ kind }) => kind === "first-step");
  const held = heldAgainst(voice);
  const peersOnly = hasStep ? "Where your peers stand, and one first step." : "Where your peers stand.";
  if (own.state !== "shown" || held === undefined || !signals.has("compared")) return peersOnly;
  const figures = `You ${valueFigure(indicator, own.value).text}, ${held}.`;
  const texts = [...(hasStep ? [`${figures} One first step.`] : []), figures, peersOnly]; // the best first
  return texts.find((text) => text.length <= longestPreheader) ?? peersOnly;
}

/** "typical practice 1.7"; where the design does not show it, the first comparator that it does: "best quarter 0.7". */
function heldAgainst(voice: Voice): string | undefined {
  const { material, indicator, subject } = voice;
  const { one } = material.campaign.recipients;
  const { comparators } = subject.design;
  const isTypical = indicator.direction === "none" || comparators.includes("median");
  const shown = isTypical ? (["median"] as const) : comparators;
  for (const id of shown) {
    const figure = comparatorFigure(voice, id);
    const name = id === "median" ? `typical ${one}` : comparatorModules[id].words.short({ indicator, one });
    if (figure) return `${name} ${figure.text}`;
  }
  return undefined;
}
