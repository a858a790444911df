import type { RowCause } from "../input/data/accepted.ts";
import { doubtText } from "../measure/plausibility/told.ts";
import { roundHalfUp } from "../measure/rounding.ts";
import { publishedOf } from "../measure/standing.ts";
import type { JoinedLives } from "../measure/successors.ts";
import { dayName, monthName } from "../month.ts";
import { keyOf } from "./choose.ts";
import { grouped, valueFigure } from "./format.ts";
import type { Material, Subject, Voice } from "./material.ts";
import { drawnInterval } from "./phrases.ts";
import { printedName } from "./sane-case.ts";
import type { Sentence } from "./sentence.ts";
import { intervalFigure } from "./variables.ts";
import { sentenceOf } from "./words.ts";

/** What a reader must know of the figures that no author can know: whose they include, and which rows are not in them. */
export type Note = { title: string; text: Sentence };

/** The same in print, where they stand with the method, and in the email. */
export function notesOf(voice: Voice): Note[] {
  const { material, subject, notebook } = voice;
  const { one } = material.campaign.recipients;
  return [
    ...adjustedWords(voice).map((words) => ({ title: "Allowing for case mix", words })),
    ...joinedWords(joinedOf(subject), printedName(subject.organisation), one).map((words) => ({
      title: "Earlier figures",
      words,
    })),
    ...doubtWords({ material, subject }).map((words) => ({ title: "Please check", words })),
    ...percentileWords({ material, subject }).map((words) => ({ title: "As published", words })),
    ...leftOutWords(material).map((words) => ({ title: "Rows left out", words })),
  ].map(({ title, words }) => ({ title, text: sentenceOf(notebook, words) }));
}

/** How far the figures of an indicator carry, for who reads the method: its interval, what sets peers apart, and what words wait for. */
export function carriedNote(voice: Voice): Note | undefined {
  const { indicator, group, signals, notebook } = voice;
  const interval = isWide(voice) ? intervalFigure(voice) : undefined;
  const reliability = group?.statistics?.reliability;
  const { many } = voice.material.campaign.recipients;
  const own: NoteParts = interval
    ? [
        `Allowing for chance, your ${indicator.kind} may be anything from `,
        [keyOf("own.interval", voice), interval],
        " (95% interval). ",
      ]
    : [];
  const peers = signals.has("unreliable")
    ? `These ${many} differ mostly by chance, so nobody is told to be better or worse. `
    : reliability === undefined || !signals.has("ranked")
      ? ""
      : `${roundHalfUp(reliability * 100)}% of the differences between these ${many} are more than chance. `;
  const usual = usualWords(voice);
  if (own.length === 0 && peers === "") return undefined;
  const rule = "We say better, worse, risen or fallen only where chance is unlikely to be the reason.";
  return { title: "How sure this is", text: sentenceOf(notebook, ...own, `${usual}${peers}${rule}`) };
}

/** How figures of peers allow for case mix, where they do: what for, by what method, and what it comes to. */
function adjustedWords({ indicator, group, subject, material }: Voice): string[] {
  if (!group?.adjusted) return [];
  const { one, many } = material.campaign.recipients;
  const { expected, overall } = group.adjusted;
  const what = list.format(Object.values(subject.design.peers["adjust-for"]));
  const value = (of: number) =>
    `${valueFigure(indicator, of).text}${indicator.kind === "share" ? "" : ` ${indicator.unit}`}`;
  return [
    `Figures of other ${many} allow for ${what}: each is multiplied by what is expected of a ${one} like yours, over what is expected of theirs (indirect standardisation). A ${one} like yours is expected to have ${value(expected)}; all together have ${value(overall)}. Your own figures are as recorded.`,
  ];
}

/** Whether there is an interval whose limits print apart: from 0.0 to 0.0 tells nobody anything. */
function isWide(voice: Voice): boolean {
  const interval = drawnInterval(voice);
  return (
    interval !== undefined &&
    new Set(Object.values(interval).map((limit) => valueFigure(voice.indicator, limit).text)).size > 1
  );
}

/** Whether the own value is within what is usual among peers, however much they differ; nothing where that is not known. */
function usualWords({ indicator, standing: { usual }, signals, material }: Voice): string {
  if (!usual) return "";
  const { lower, upper } = usual;
  const range = `${valueFigure(indicator, lower).text} to ${valueFigure(indicator, upper).text}`;
  const among = `among ${material.campaign.recipients.many} of your size (${range})`;
  if (signals.has("usual")) return `It is within what is usual ${among}. `;
  if (signals.has("unusual-high"))
    return `It is higher than is usual ${among}: check the data first, then look for a reason. `;
  if (signals.has("unusual-low"))
    return `It is lower than is usual ${among}: check the data first, then look for a reason. `;
  return "";
}

type NoteParts = Parameters<typeof sentenceOf> extends [unknown, ...infer Rest] ? Rest : never;

/** Everybody whose observations stand in the figures of a recipient besides its own; the latest first. */
export function joinedOf({ standings }: Pick<Subject, "standings">): JoinedLives[] {
  return [...new Map(standings.flatMap(({ joined = [] }) => joined).map((each) => [each.code, each])).values()].sort(
    (a, b) => b.since - a.since || (a.code < b.code ? -1 : 1),
  );
}

/** A sentence for each month in which some were joined. */
export function joinedWords(joined: readonly JoinedLives[], name: string, one: string): string[] {
  return [...Map.groupBy(joined, ({ as, since }) => `${as} ${since}`).values()].map((together) => {
    const [{ as, since, ...first }] = together as [JoinedLives];
    const month = monthName(since);
    if (as === "recoded")
      return printedName(first) === name
        ? `Before ${month} this ${one} had the code ${first.code}. Its figures from then are in this report.`
        : `Before ${month} this ${one} was ${nameOf(first)}. Its figures from then are in this report.`;
    return `Figures before ${month} include those of ${list.format(together.map(nameOf))}, which joined this ${one}.`;
  });
}

const list = new Intl.ListFormat("en-GB");

/** "Millbrook Surgery (Z10002)" */
function nameOf({ code, name }: Pick<JoinedLives, "code" | "name">): string {
  return name === code ? code : `${printedName({ code, name })} (${code})`;
}

/** A sentence for each indicator with figures that cannot be right. They are told as they are defined, however the design frames them. */
function doubtWords({
  material: { indicators },
  subject: { standings },
}: Pick<Voice, "material" | "subject">): string[] {
  return standings.flatMap(({ indicator: id, doubt }) => {
    const indicator = indicators.get(id);
    if (!indicator || !doubt) return [];
    const outcome =
      doubt.months.length > 0
        ? "We leave these months out, and read no change into them"
        : "We draw no conclusion from it";
    return [`${indicator.title}: ${doubtText(indicator, doubt)}. ${outcome}. Please check, and tell us what is right.`];
  });
}

/** A sentence for each cause, of rows of the campaign's indicators alone. */
/** Where publishers put the values among those of all that they publish. */
function percentileWords({ material, subject }: Pick<Voice, "material" | "subject">): string[] {
  return subject.standings.flatMap(({ indicator, own }) => {
    const percentile = publishedOf(own)?.percentile;
    const named = material.indicators.get(indicator);
    if (percentile === undefined || !named) return [];
    return [`${named.title}: its publisher puts the value at percentile ${roundHalfUp(percentile)} of 100.`];
  });
}

function leftOutWords({ leftOut, indicators }: Material): string[] {
  const ours = leftOut.filter(({ indicator }) => indicators.has(indicator));
  return [...Map.groupBy(ours, ({ cause, by, date }) => `${cause} ${by} ${date}`).values()].map((alike) => {
    const { cause, by, date } = alike[0]!;
    const rows = alike.reduce((sum, each) => sum + each.rows, 0);
    const counted = `${grouped(rows, 0)} ${rows === 1 ? "row" : "rows"} of all data (${causes[cause]})`;
    return `${counted} ${rows === 1 ? "is" : "are"} not in these figures. Agreed on ${dayName(date)} by: ${by}.`;
  });
}

const causes: Readonly<Record<RowCause, string>> = {
  "code-missing": "without a code",
  "month-invalid": "without a valid period",
  "month-far-off": "of a period that no other has",
  "numerator-not-a-number": "the numerator is not a number",
  "denominator-not-a-number": "the denominator is not a number",
  "not-finite": "a number is not finite",
  negative: "a number is negative",
  "denominator-missing": "without a denominator",
  "numerator-above-denominator": "the numerator is above the denominator",
  "value-not-a-number": "the value is not a number",
  "value-of-another-unit": "the value is in another unit",
  "value-outside-interval": "the value lies outside its interval",
  "size-of-none": "a value of nobody",
};
