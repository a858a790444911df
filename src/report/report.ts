/**
 * Everything said to one recipient in one cycle, as data. Both channels are rendered from it and from nothing else.
 * A number stands once, in `figures`; sentences, labels and alternative texts refer to it by its key, so print, email,
 * plain text and alternative text cannot disagree. No markup and no arm.
 */
export type Report = {
  version: 1;
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
    called?: Called; // what such recipients are called; absent where they are practices
    email?: string;
  };
  mail: {
    subject: string; // at most 78 characters
    preheader: string; // at most 90 characters
    title: string; // names the message: "High-dose opioids at Millbrook Surgery"
    from: { name: string; address: string };
    listId: string; // "opioids.marlshire.example"
  };
  attachment?: string; // name of the file with the whole report that goes with the email
  figures: Readonly<Record<string, Figure>>;
  sections: readonly Section[];
  sources: readonly Source[];
  choices: readonly Choice[];
  standings: readonly StandingRecord[];
};

/** What one recipient and several are called: place, places. */
export type Called = { one: string; many: string };

/** A number as decided once. `value` is null where it is withheld or is words by nature ("twice as many"). */
export type Figure = { value: number | null; text: string };

/** A run of a sentence: words, or a figure by its key, or a superscript reference to a source. */
export type Span =
  | { text: string; strong?: true; own?: true }
  | { figure: string; strong?: true; own?: true } // `own`: belongs to a strong run that holds the practice's own figure
  | { cite: number };

export type Sentence = readonly Span[];

export type Issuer = {
  name: string; // "Northdale Prescribing Feedback"
  by: string; // "Northdale Medicines Collaborative"
  signatories: readonly { name: string; role: string }[];
  interests: string; // how it is paid for, and interests
  priority: string; // one sentence: which agreed priority this serves
  contact: { email: string; phone: string; url: string; stop?: string; promise: string }; // stop: where requests to stop go, if not to email
  help: { title: string; lines: readonly string[]; note: string };
};

/** One section of a report: its name, whether it begins a page, and what it holds by kind. */
export type Section = { id: string; startsPage: boolean } & (
  | HeadlineSection
  | LetterSection
  | ComparisonSection
  | FirstStepSection
  | TrendSection
  | TableSection
  | MultiplesSection
  | GroupsSection
  | PointsSection
  | ActionsSection
  | OwnPlanSection
  | MethodSection
);

export type HeadlineSection = { kind: "headline"; headline: Sentence; standfirst: Sentence };

/** A letter: no figures. The signatories are the issuer's. */
export type LetterSection = {
  kind: "letter";
  salutation: string; // "Dear colleague"
  paragraphs: readonly Sentence[];
  closing: string; // "Yours sincerely"
};

/** Where the practice stands among its peers, the message above the chart, and up to three facts beside it. */
export type ComparisonSection = {
  kind: "comparison";
  message: Sentence;
  unit: readonly Sentence[]; // lines under the message: what is counted; what one mark is, which way is better
  chart?: ComparisonChart; // absent where peers are too few
  facts: readonly Fact[];
  note?: Sentence; // what one should know of the indicator in a line
};

export type Fact = { lead: Sentence; text: Sentence };

/** The first action of the plan, told on page one and in the email. */
export type FirstStepSection = {
  kind: "first-step";
  label: string; // "Start here", "Keep it there"
  action: ActionText;
  encouragement?: Sentence;
  caution?: Sentence;
  link?: { words: string; url: string };
};

export type TrendSection = { kind: "trend"; title: Sentence; unit: Sentence; chart: TrendChart };

export type TableSection = {
  kind: "table";
  title: Sentence;
  unit: Sentence;
  columns: { own: string; median: string; mark: string; strip: string; gap?: string }; // gap: absent where no row can have one
  rows: readonly TableRow[];
  key: Sentence;
};

export type TableRow = {
  name: Sentence;
  unit: Sentence; // under the name: unit, or "352 of 1,385 items"
  own: Sentence;
  change: Sentence; // under the own value: "down from 3.2"; empty where there is no past
  median: Sentence;
  mark: Sentence; // "0.7"; "target 640" where the heading says another; "–"
  gap: Sentence; // "22 fewer items a month", "reached", "for context: half are at 379 to 544"
  strip?: StripChart;
  part?: true; // a component of the composite above, set in under it
};

export type MultiplesSection = {
  kind: "multiples";
  title: Sentence;
  unit: Sentence;
  charts: readonly TrendChart[];
  sameScale: boolean; // all charts on one scale: what one reads off one can be held against the next
  key: Sentence;
};

/** Own value by groups of patients, beside the typical one of peers in the same group. */
export type GroupsSection = {
  kind: "groups";
  title: string; // "By deprivation group"
  message: Sentence; // empty where the campaign says nothing
  unit: readonly Sentence[]; // what is counted; what the groups are
  columns: { group: string; own: string; median: string; strip: string; count: string };
  rows: readonly GroupRow[]; // in the order of data.yaml
  key: Sentence; // of the strips; empty where there are none
  note: Sentence; // what is not shown, and what the figures do not tell
};

export type GroupRow = {
  name: Sentence; // "Most deprived fifth"
  own: Sentence; // "3.1", "not shown", "too few to say"
  median: Sentence; // "–" where too few peers have such patients
  count: Sentence; // "83", of a share "12 of 140"; "–" where it is not shown
  strip?: StripChart;
};

/** Why it matters, cautions: titled points with sources. */
export type PointsSection = {
  kind: "points";
  style: "why" | "cautions";
  title: string;
  points: readonly { title?: string; text: Sentence }[];
  showSources: boolean; // the list of sources stands under this section
};

export type ActionsSection = { kind: "actions"; title: string; note: string; actions: readonly ActionText[] };

/** One action with its five fields (actor, action, context, target, time), how one will know, and the barrier it answers. */
export type ActionText = {
  id: string;
  number: number;
  title: string; // "Find the patients"
  what: Sentence;
  who: string;
  situation: string; // for which patients, or when
  amount: string; // how much: "five a month"
  by: string; // "Thursday 26 November"
  know: string; // "five reviews are in the diary"
  barrier: string;
  effort: "minutes" | "hours" | "project";
};

/** Room to write: a goal line and rows of who, what, by when, reviewed. */
export type OwnPlanSection = {
  kind: "own-plan";
  title: string;
  note: Sentence;
  goal?: Sentence;
  marks?: Sentence;
  rows: number;
};

export type MethodSection = {
  kind: "method";
  title: string;
  entries: readonly { title: string; text: Sentence }[];
  link: { words: string; url: string };
};

// ---------------------------------------------------------------------------------------------- charts as data

export type MarkRole = "own" | "median" | "best" | "target";

/** A label of a chart: where it stands on the value axis, a heading and a note under it. */
export type ChartLabel = { role: MarkRole; at: number; head: Sentence; note: Sentence };

/**
 * Own value against peers and comparators. `peers` are the released values of the others, ascending, without names.
 * `own.value` is absent where it is withheld (then it lies somewhere from `own.from`, 0 if left out, to
 * `own.upTo`) or where there are no data.
 */
export type ComparisonChart = {
  kind: "dots" | "ranked" | "bars";
  peers: readonly number[];
  own: { value?: number; from?: number; upTo?: number };
  perDot?: number; // most recipients that a dot stands for; absent where each has its own
  best?: { from: number; to: number }; // the best quarter, as ground; absent where the indicator has no direction
  labels: readonly ChartLabel[]; // at most own and two comparators
  decimals: number; // of the axis, at most
  percent: boolean; // values are fractions, printed as per cent
  alt: Sentence;
  shortAlt: Sentence; // at most 160 characters, for the email
  called?: Called; // what its dots are called; absent where they are practices
};

/** Own values over time against the median and the middle half of peers; every date is the middle of its period. */
export type TrendChart = {
  kind: "trend";
  title?: Sentence; // of one of several small multiples
  points: readonly TrendPoint[];
  from: string; // ISO date: first day shown
  to: string; // ISO date: last day shown
  ticks: readonly { date: string; text: string }[];
  events: readonly { date: string; head: string; note: string }[];
  first?: { date: string; label: Sentence }; // the own value at the start
  ends: readonly ChartLabel[]; // labels at the right end; `at` is a value
  decimals: number;
  percent: boolean;
  alt: Sentence;
};

export type TrendPoint = {
  date: string; // ISO date, middle of the period
  own: number | null; // null: no data or withheld
  median: number | null;
  lower: number | null; // lower quartile of peers
  upper: number | null;
};

/** One indicator in one row of the table: middle half of peers, median, own dot. */
export type StripChart = {
  kind: "strip";
  lower: number;
  upper: number;
  median: number;
  own?: number;
  largest: number;
  max?: number; // end of the scale, where strips share one
  alt: Sentence;
};

// ------------------------------------------------------------------------------------------------ what it explains

export type Source = { number: number; text: string; url?: string };

/** Why a slot of the report says what it says: what was chosen, and what stood before it and was not. */
export type Choice = {
  slot: string; // "headline", "comparison.message", "comparison.facts.2", "actions"
  indicator?: string;
  chosen?: string; // id of the block or action; absent where nothing applied
  version?: number;
  because: readonly string[]; // signals that made its condition hold
  bct: readonly string[];
  considered: readonly { id: string; not: string }[]; // not shown, with the reason
};

/** What was true of one indicator, released by disclosure control: for the manifest, the explanation and the studio. */
export type StandingRecord = {
  indicator: string;
  signals: readonly { signal: string; evidence: string }[];
  values: Readonly<Record<string, number | string | null>>;
  suppressions: readonly { what: string; reason: string }[];
  told?: "complement"; // in words, charts and tables the other way round; values and evidence here are as defined
  defined?: readonly string[]; // where it is told the other way round: the signals as it is defined, by which actions are chosen
};
