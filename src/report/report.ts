import type { Enclosure } from "../input/campaign/enclosures.ts";
import type { Ink } from "../input/campaign/print.ts";
import type { Zones } from "../input/library/envelopes.ts";
import type { Called } from "./called.ts";
import type { Choice } from "./choice.ts";
import type { Note } from "./notes.ts";
import type { StandingRecord } from "./record.ts";
import type { Section } from "./sections.ts";
import type { CitedSource, Figure } from "./sentence.ts";

/**
 * Everything said to one recipient in one cycle, as data. Every channel is rendered from it and from nothing else.
 * A number stands once, in `figures`; sentences, labels and alternative texts refer to it by its key, so print, email,
 * plain text, page and alternative text cannot disagree. No markup and no arm.
 */
export type Report = {
  version: 1;
  asDrawn?: true; // in the file that is kept of it: what it holds of others is rounded as it is drawn
  rehearsal?: string; // what stands over all of it where it was made for a rehearsal
  campaign: { id: string; title: string };
  cycle: {
    id: string; // "2026-08"
    number: number; // the how-manieth report of the series, from 1
    of: number;
    issued: string; // ISO date, e.g. "2026-10-12"
    issuedText: string; // "12 October 2026"
    nextText?: string; // "14 December 2026"; absent on the last
    period: string; // "12 months to August 2026"
  };
  issuer: Issuer;
  recipient: {
    code: string;
    name: string; // in sane case
    attention: string; // first line of the address, e.g. "Prescribing lead"
    audience: string; // who should read it: "Prescribing lead, practice manager, practice pharmacist"
    address: readonly string[]; // at most seven lines, attention and name first, postcode last
    place: string; // what its peers have in common, e.g. "West Marlshire"
    network?: string;
    patients?: string; // registered patients, printed: "7,994"
    was?: readonly { code: string; name: string }[]; // those whose figures are in its own: it may be told of them
    called?: Called; // what such recipients are called; absent where they are practices
    email?: string;
  };
  envelope: Zones & { panels: number }; // where its window shows the page; in how many parts the page is folded
  ink?: Exclude<Ink, "colour">; // what its pages are printed with, where that is not colour
  enclosures?: readonly Pick<Enclosure, "item" | "grams">[]; // what goes into the envelope with the letter; absent where nothing does
  mail: {
    subject: string; // at most 78 characters
    preheader: string; // at most 90 characters
    title: string; // names the message: "High-dose opioids at Millbrook Surgery"
    from: { name: string; address: string };
    listId: string; // "opioids.marlshire.example"
    series: string; // eight digits of a hash of the study: no two studies share an email's identity, and a trial's name stays hidden
  };
  notes?: readonly Note[]; // what is to be known of the figures besides what the campaign says; absent where nothing is
  attachment?: string; // name of the file with the whole report that goes with the email
  page?: string; // where its page for the screen stands: "https://reports.example/Z10003.html"; absent where it is not known
  abbreviations?: readonly Abbreviation[]; // those that it uses and the campaign explains, in alphabetical order; absent where there are none
  figures: Readonly<Record<string, Figure>>;
  sections: readonly Section[];
  sources: readonly CitedSource[];
  choices: readonly Choice[];
  standings: readonly StandingRecord[];
};

/** "MHRA", and what it stands for. */
export type Abbreviation = { short: string; long: string };

export type Issuer = {
  name: string; // "Northdale Prescribing Feedback"
  by: string; // "Northdale Medicines Collaborative"
  signatories: readonly { name: string; role: string }[];
  interests: string; // how it is paid for, and interests
  priority: string; // one sentence: which agreed priority this serves
  contact: { email: string; phone: string; url: string; stop?: string; unsubscribe?: string; promise: string }; // stop: where requests to stop go, if not to email; unsubscribe: the service that takes them
  help: { title: string; lines: readonly string[]; note: string };
};
