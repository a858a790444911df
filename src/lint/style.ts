import { remembered } from "../remembered.ts";
import { countedInAll, readingOf, readingOfSentences } from "./reading.ts";
import type { Seen, Spot } from "./rule.ts";
import type { ReportSubject } from "./subject.ts";
import { saidIn } from "./words.ts";

/** Sentences of authors only: the engine's labels are no prose. */
export function readsEasily({ report }: ReportSubject): Seen[] {
  const prose = saidIn(report).filter(
    ({ text, section }) => /[.!?]["”’]?$/.test(text.trim()) && section.kind !== "method",
  );
  const long = prose.flatMap(({ text, at }): Seen[] => {
    const reading = readingOf(text);
    return reading && reading.longestWords > 35
      ? [
          {
            what: "a sentence of more than 35 words",
            example: `${reading.longestWords} words`,
            hint: "split it in two",
            ...(at ? { at } : {}),
          },
        ]
      : [];
  });
  const reading = readingOfSentences(countedInAll(prose.map(({ text }) => text)));
  if (!reading) return long;
  return [
    ...long,
    ...(reading.meanWords > 20
      ? [
          {
            what: "sentences of more than 20 words on average",
            example: reading.meanWords.toFixed(1),
            hint: "write shorter sentences",
          },
        ]
      : []),
    ...(reading.grade > 12
      ? [
          {
            what: "a reading grade above 12",
            example: reading.grade.toFixed(1),
            hint: "write shorter sentences and plainer words",
          },
        ]
      : []),
  ];
}

export function followsStyle({ report, campaign, indicators }: ReportSubject): Seen[] {
  const path = (id: string): Spot => ({ kind: "campaign", id, path: ["sections"] });
  const titles = report.sections.flatMap((section) =>
    "title" in section && typeof section.title === "string" ? [section.title] : [],
  );
  const links = report.sections.flatMap((section) => ("link" in section && section.link ? [section.link.words] : []));
  const nouns = [...indicators.values()]
    .flatMap(({ numerator }) => (!numerator || numerator.one === numerator.many ? [] : [numerator.many]))
    .concat(campaign.recipients.many, "months", "patients");
  const singular = oneOf([...new Set(nouns)].map(escapePattern).join("|"));
  return [
    ...titles.flatMap((title): Seen[] => [
      ...(title.length > 65
        ? [{ what: `a heading of ${title.length} characters`, hint: "65 at most", at: path(campaign.campaign) }]
        : []),
      ...(isTitleCase(title)
        ? [
            {
              what: `a heading in Title Case: ${title}`,
              hint: "capitals for the first word and names only",
              at: path(campaign.campaign),
            },
          ]
        : []),
    ]),
    ...links
      .filter((words) => /\b(click|here|this link|read more|more)\b/i.test(words))
      .map((words) => ({
        what: `a link that does not say where it leads: ${words}`,
        hint: "say where it leads",
        at: path(campaign.campaign),
      })),
    ...saidIn(report).flatMap(({ text, at }): Seen[] => {
      const where = at ? { at } : {};
      const number = /(?<![\p{L}\d.,/-])(?!(?:19|20)\d\d\b)\d{4,}(?![\p{L}\d/-])/u.exec(text)?.[0];
      const shouted = /\b[A-Z]{4,}\b(?: [A-Z]{2,}\b)+/.exec(text)?.[0];
      const one = singular.exec(text)?.[0];
      return [
        ...(number ? [{ what: "thousands without a comma", example: number, hint: "write 1,000", ...where }] : []),
        ...(shouted ? [{ what: `capitals for emphasis: ${shouted}`, hint: "use **strong**", ...where }] : []),
        ...(one ? [{ what: `"${one}"`, hint: "write a block for one, or rephrase the sentence", ...where }] : []),
      ];
    }),
  ];
}

/** "1 patients", of some nouns. */
const oneOf: (nouns: string) => RegExp = remembered(
  (nouns) => new RegExp(`(?<![\\d.,])\\b1 (${nouns})\\b`, "i"),
  (nouns) => nouns,
);

/** Most of the longer words after the first begin with a capital. */
function isTitleCase(title: string): boolean {
  const words = (title.match(/[\p{L}’'-]+/gu) ?? []).slice(1).filter((word) => word.length > 3);
  return words.length >= 2 && words.filter((word) => /^\p{Lu}\p{Ll}/u.test(word)).length > words.length / 2;
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
