import { roles } from "../input/library/block.ts";

/*
 * What new files begin with. `check` finds no problems in them as they are. Every text in them is an example to replace, and
 * rules find what must not stay, such as a missing source. docs/reference.md explains every field.
 */

export function indicatorStart(name: string): string {
  return `# ${titleOf(name)}: what is counted, over what, and which way is better. Every line is an example to replace;
# docs/reference.md explains every field, and an editor that reads the line above shows it as you type.
indicator: ${name} # the same as the file's name
title: ${itemsOf(titleOf(name))} # as a heading
name: ${itemsOf(nameInWords(name))} # inside a sentence, plural
short: ${nameInWords(name)} # the subject in two or three words
said: { one: ${oneOf(nameInWords(name))}, verb: prescribe } # in sentences: You prescribe 12 ${itemsOf(nameInWords(name))}
describes: Items of ${nameInWords(name)} dispensed in the community.
behaviour: Starting, continuing and reviewing ${nameInWords(name)}.
actors: [prescribers, practice pharmacist]
measures: behaviour # or outcome
kind: rate # over a list, times the multiplier; or share: the numerator is part of the denominator
given: counts # or value: a published value, with its interval; then mean and ratio are kinds too, and no counts are needed
# period: quarter # what an observation speaks of, if not a month: quarter, year, financial-year, 12-months-to or snapshot
numerator:
  is: Items of ${nameInWords(name)} dispensed in the community, by the practice that prescribed them.
  counts: items # patients, items or quantity: what disclosure control must protect
  one: item
  many: items
denominator:
  is: Patients registered with the practice in the same month.
  many: registered patients
multiplier: 1000
per: month
unit: per 1,000 patients a month
decimals: 1
direction: lower # which is better: lower, higher, or none
inclusion: All ages and all preparations.
exclusion: Nothing can be left out, because dispensing data hold no diagnoses.
source:
  name: Write here where the data are published
codes: { list: Write here which list of products is counted, version: January 2026 }
governance: # roles, not names
  author: Lead pharmacist
  checker: GP lead
  reviewed: 2026-05-11
  next-review: 2027-05-11
`;
}

export function trialStart(name: string, campaign: string): string {
  return `# A trial: what differs between arms, and who is in which. docs/trial-teams.md says how; docs/reference.md explains every field.
trial: ${name} # the same as its folder's name; never printed in a report
title: ${titleOf(name)}, a trial of two ways to deliver the same report
rationale: Why these arms are compared, for the trial's papers.
campaign: ../../campaigns/${campaign}
design: parallel # or factorial, fractional-factorial, additive, topic-swap, wait-list, crossover, stepped-wedge, sequential
unit: practice # what is allocated
# stratum: pcn # the level within which was allocated
factors:
  delivery:
    is: How the report is delivered
    changes: [channels] # any other difference stops a render
    levels: # each says what it changes in the campaign; everything else stays as it is there
      email:
        is: By email only
        channels: [email]
      email-and-paper:
        is: By email and on paper
        channels: [email, print]
arms: # the key: codes that give nothing away, each with a level of every factor
  K1: { delivery: email }
  K7: { delivery: email-and-paper }
allocation: allocation.csv # from the trials unit, or how an export of its own system is read; until it comes: feedback rehearse
# events: events.csv # mergers, closures, opt-outs, withdrawals
merged: keep-successor # whose reports a practice gets after a merger across arms
delivery: # for the description of the intervention (TIDieR)
  provided-by: Who sends the reports, by role
  how: Sent to the practice's address for the named reader
  where: General practices
  fidelity: How it is checked that every practice got what it was allocated to
`;
}

export function blockStart(id: string, topic: string): string {
  return `# One piece of wording; more may follow, separated by ---. A campaign shows it where a section names it: put
# ${id} into a list of \`content/campaigns/${topic}/campaign.yaml\`, before the blocks it should replace.
block: ${id}
role: message # where it may be used: ${roles.join(", ")}
when: [worse-than-median, improving] # signals that must hold; remove the line if it fits everyone
bct: ["2.2", "6.2"] # techniques it claims to deliver: feedback on behaviour, social comparison
# Many variables may be used only where a signal is set: docs/reference.md says which.
text: "Your rate is **{{own.value}}**, down from {{past.value}}; typical is {{median.value}}."
# title: For a why or a method, its heading
# lead: For a fact, one to three words that start the sentence
# cites:
#   - { text: "Authors. Journal year;volume:pages.", doi: 10.1371/journal.pmed.1003796 } # [^1] in the text points at it
`;
}

export function actionStart(id: string, topic: string): string {
  return `# One thing to do; more may follow, separated by ---. A campaign offers it where its section \`actions\` names it:
# \`choose\` in \`content/campaigns/${topic}/campaign.yaml\`.
action: ${id}
# when: worse-than-median # who it is offered to; everyone, without this line
indicators: [${topic}] # which it can move
title: A few reviews a month # three to five words
who: Practice pharmacist with a named GP
what: Run the search, list those without a review in 12 months, and offer each a review. # starts with a verb
situation: no review in 12 months
amount: "{{amount}}" # an offer to start with, not a target from outside
how-many: { of: ${topic}, at-most: 5, each: month, one: person, many: people } # never more than a practice has
by: { weeks: 8 }
know: each review is in the diary # continues: You will know when
barrier: nobody has the task # what usually gets in the way
effort: hours # minutes, hours or project
step: # how it reads as the first step on page one, at most 90 characters
  label: Start here
  text: Run the search, then book the first reviews.
bct: ["1.4"] # action planning
`;
}

/** Two actions, so that a practice has a choice. */
export function firstActions(name: string, indicators: readonly string[]): string {
  const of = indicators.join(", ");
  return `action: ${name}-review # who, what, for whom, how much, by when: two examples to replace
indicators: [${of}] # which it can move
title: A few reviews a month
who: Practice pharmacist with a named GP
what: Run the search, list those without a review in 12 months, and offer each a review.
situation: no review in 12 months
amount: five in the first month
by: { weeks: 8 }
know: each review is in the diary # continues: You will know when
barrier: nobody has the task
effort: hours # minutes, hours or project
step: { label: Start here, text: "Run the search, then book the first reviews." }
---
action: ${name}-agree
indicators: [${of}]
title: Agree how you start
who: Prescribing lead, practice manager
what: Show this report at a meeting, and agree on one page when you start, for how long, and who reviews.
situation: new requests, and after discharge
amount: one item of 15 minutes
by: { weeks: 6 }
know: the page is in the induction pack
barrier: patients hear different things
effort: minutes
step: { label: Start here, text: "Show this report at your next meeting, and agree how you start." }
`;
}

/** What a new campaign must say in words of its own: why it matters, what safety needs, what is counted. */
export function firstWords(name: string): string {
  return `# What only this topic can say. All else is said by the voice (content/voice), which campaign.yaml may say otherwise.
block: ${name}-reason
role: standfirst # one sentence on why it matters, after the voice's own words under the headline
bct: ["5.1"]
text: Write here what is known, in words a busy reader believes.[^1]
cites: [{ text: "Write the source here, as authors, journal, year and pages." }] # and its doi or url
---
block: ${name}-caution
role: caution # what every report must say for safety
text: Agree every change with the patient; stop or switch nothing at a stroke.
---
block: ${name}-why
role: why # one point of why it matters, at most 190 characters, with its source
title: Why it matters
text: Write here what is known, with a number where there is one.[^1]
cites: [{ text: "Write the source here, as authors, journal, year and pages." }]
---
block: ${name}-counted
role: method # one entry of About these figures
title: What is counted
text: "{{indicator.describes}} {{indicator.exclusion}}"
`;
}

/** What a new campaign takes from another: lines of its campaign.yaml, by key. */
export type TakenFlags = { readonly [key: string]: string };

const ownLines: TakenFlags = {
  issuer: `issuer: # a named, trusted source
  name: Marlshire Prescribing Feedback
  by: Marlshire Integrated Care Board
  signatories: [{ name: Dr Imogen Farrow, role: GP and clinical lead }]
  interests: Paid for by the NHS. We take no money from industry.
  contact:
    email: feedback@marlshire.example
    phone: 01632 960000
    url: https://marlshire.example
    promise: An analyst will check your figures within five working days.
  help: { title: "Help, free of charge", lines: ["Medicines team, 01632 960001"], note: A pharmacist can sit with you. }`,
  recipients: `recipients: { type: practice, audience: "Prescribing lead, practice manager, practice pharmacist" }`,
  peers: `peers: # of: a level of data.yaml, or all; otherwise: where there are too few in the first
  { of: sub-icb, otherwise: all, why-these: "Practices of one place share hospitals, services and formulary." }`,
  disclosure: `disclosure: { policy: nhsd-hes, counts: [patients] } # which rule protects small counts; ask information governance`,
  cycles: `cycles: # one entry an issue; the last whose data are there is made
  - { id: 2026-08, issued: 2026-10-12, extracted: 2026-10-05, data: { from: 2023-09, to: 2026-08 } }
  - { id: 2026-10, issued: 2026-12-14, extracted: 2026-12-07, data: { from: 2023-09, to: 2026-10 } }`,
};

/** What may be taken from a campaign like it, in the order in which it is written. */
export const takenKeys = [
  "issuer",
  "recipients",
  "peers",
  "comparators",
  "window",
  "disclosure",
  "channels",
  "cycles",
] as const;

export type CampaignStart = {
  indicators: readonly string[]; // the first is the one the report is about
  data: string; // beside campaign.yaml, or that of a campaign like it
  taken: TakenFlags;
};

export function campaignStart(name: string, { indicators, data, taken }: CampaignStart): string {
  const lines = { ...ownLines, ...taken };
  const line = (key: string) => (lines[key] ? `${lines[key]}\n` : "");
  return `# ${titleOf(name)}: a series of reports to practices. Its sentences are those of the voice (content/voice). What is yours: why it
# matters, what safety needs, what to do, what is counted. Every text is an example to replace; docs/reference.md explains.
campaign: ${name} # the same as the folder
title: ${titleOf(name)}
rationale: Write here why this topic, for whom, and what practices can change. Not printed.
${line("issuer")}priority: { statement: Write here which agreed priority it serves., level: icb, source: Write the document here }
${line("recipients")}${line("peers")}indicators: [${indicators.join(", ")}] # content/indicators/*.yaml
headline: ${indicators[0]} # the one the report is about
${line("comparators")}${line("window")}${line("disclosure")}${line("channels")}delivery: { by: [email, post] } # or hand, portal
support: [{ kind: outreach, what: A pharmacist sits with the practice, who: Medicines team, dose: "one hour, once" }]
data: ${data}
${line("cycles")}must-say: [${name}-caution] # cautions that no report may lack, in any channel or arm
sections: # in the order of the report
  - headline: { reason: ${name}-reason }
  - comparison: { facts: [{ tells: change }, { tells: gap }] }
  - first-step: { encouragement: {}, caution: Agree every change with the patient. }
  - trend: { page: new }
  - table: {}
  - why: { title: What the evidence says, blocks: [${name}-why] }
  - actions:
      title: Actions for the next three months
      note: "A menu, not a prescription: choose what fits your practice."
      choose: [${name}-review, ${name}-agree] # in order of preference
  - cautions: { title: "Whatever you choose to do:", blocks: [${name}-caution] }
  - own-plan: {}
  - method: # voice: then what every campaign says of its figures
      { blocks: [${name}-counted], voice: {}, link: { words: Definitions, url: "https://marlshire.example/${name}" } }
`;
}

export function dataStart([name = "", ...others]: readonly string[]): string {
  return `# Where the figures are. These are from the fictional health service in fixtures/, so that you can preview the campaign
# before you have data of your own. Replace them with your files and your names for columns. Paths start from this folder.
# Remove columns and levels you do not have. What \`peers: { of: … }\` in campaign.yaml names must be a level here.
fictional: true # take this line out where the data are real: examples that are left are then errors
source: Fictional prescribing data for a demonstration
organisations:
  file: ../../../fixtures/organisations.csv
  columns: # ours: the file's
    code: practice_code
    name: practice_name
    address: address
    postcode: postcode
    opened: opened
    closed: closed
    successor: successor
    patients: list_size
    email: email
  levels:
    pcn: { code: pcn_code, name: pcn_name }
    sub-icb: { code: sub_icb_code, name: sub_icb_name }
    icb: { code: icb_code, name: icb_name }
observations:
  file: ../../../fixtures/observations/opioids.csv
  columns:
    code: practice_code
    indicator: measure
    period: month
    numerator: numerator
    denominator: denominator
  indicators: # what the data call it: the indicator
    high_dose: ${name}
${others.map((other) => `    # their name for it: ${other}\n`).join("")}  patients: ${name} # the indicator whose denominator is the registered list
`;
}

/** "lithium" → "lithium items"; a name that is of items already says so once. */
function itemsOf(words: string): string {
  return words.endsWith(" items") ? words : `${words} items`;
}

function oneOf(words: string): string {
  return itemsOf(words).replace(/s$/, "");
}

/** "safer-lithium" → "Safer lithium" */
function titleOf(name: string): string {
  const words = nameInWords(name);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function nameInWords(name: string): string {
  return name.replaceAll("-", " ");
}
