import type { Report } from "../report/report.ts";
import type { Section } from "../report/sections.ts";
import type { Figure, Sentence } from "../report/sentence.ts";
import { toWords } from "../report/sentence.ts";
import type { RenderedSubject, Seen } from "./rule.ts";
import type { ReportSubject } from "./subject.ts";
import { isChartTitle, isHeadline, saidIn, squeezed, textOfHtml } from "./words.ts";

/** Whether every printed number of a chart is the one that is drawn. */
export function agreesWithCharts({ report, campaign }: ReportSubject): Seen[] {
  return report.sections.flatMap((section): Seen[] => {
    if (section.kind !== "comparison" && section.kind !== "trend") return [];
    const { chart } = section;
    if (!chart) return [];
    const labels = "labels" in chart ? chart.labels : chart.ends;
    const wrong = labels.flatMap(({ head, at, role }): Seen[] => {
      const figure = figureIn(head, report);
      if (!figure || figure.value === null || agree(figure, at, chart)) return [];
      return [
        disagreement(`the label of ${role} says ${figure.text}, drawn at ${at}`, section.kind, campaign.campaign),
      ];
    });
    return section.kind === "comparison" ? [...wrong, ...marksAgree(section, report, campaign.campaign)] : wrong;
  });
}

type AgreedComparison = Extract<Section, { kind: "comparison" }>;

/** "above at least 26 of the other 50": as many are drawn below as are said to be, those withheld on either side; of "up to 3" no more. */
function marksAgree({ chart, message }: AgreedComparison, report: Report, campaign: string): Seen[] {
  const own = chart?.own.value;
  if (!chart || own === undefined) return [];
  const seen: Seen[] = [];
  const label = chart.labels.find(({ role }) => role === "own");
  if (label && label.at !== own)
    seen.push(disagreement(`own mark at ${own}, own label at ${label.at}`, "comparison", campaign));
  const drawn = {
    fewer: chart.peers.filter((peer) => peer < own).length,
    more: chart.peers.filter((peer) => peer > own).length,
  };
  for (const span of message) {
    const way = "figure" in span ? /rank\.(fewer|more|better|worse)\^?$/.exec(span.figure)?.[1] : undefined;
    const figure = way && "figure" in span ? report.figures[span.figure] : undefined;
    const said = figure && placeIn(figure.text);
    if (!said) continue;
    const hidden = said.others - chart.peers.length;
    const isOfBest = way === "better" || way === "worse";
    if (isOfBest && !chart.best) continue; // nothing drawn says which side is the better one
    const least =
      way === "fewer" || (isOfBest && (way === "better") === (chart.best?.from === 0)) ? drawn.fewer : drawn.more;
    if (said.most < least || said.least > least + hidden)
      seen.push(disagreement(`"${figure.text}", and ${least} are drawn there`, "comparison", campaign));
  }
  return seen;
}

/** How many of how many others are said to lie on one side; undefined where the words say no number. */
function placeIn(text: string): { least: number; most: number; others: number } | undefined {
  const [, range, count, others] =
    /(at least |up to )?([\d,]+|none of|all) (?:of )?the other ([\d,]+)/.exec(text.toLowerCase()) ?? []; // it may begin a sentence
  if (!count || !others) return undefined;
  const all = Number(others.replaceAll(",", ""));
  const number = count === "all" ? all : count === "none of" ? 0 : Number(count.replaceAll(",", ""));
  return { least: range === "up to " ? 0 : number, most: range === "at least " ? all : number, others: all };
}

function disagreement(example: string, kind: string, campaign: string): Seen {
  return {
    what: `words and chart of ${kind} disagree`,
    example,
    hint: "this is a fault of the engine, or the report was changed by hand: please report it",
    at: { kind: "campaign", id: campaign, path: ["sections"] },
  };
}

function figureIn(sentence: Sentence, { figures }: Report): Figure | undefined {
  return sentence.flatMap((span) => ("figure" in span ? (figures[span.figure] ?? []) : []))[0];
}

/** A printed number stands for the value drawn: within half of its last decimal. */
function agree({ text }: Figure, at: number, { percent }: { percent: boolean }): boolean {
  const printed = /-?[\d,]+(?:\.(\d+))?/.exec(text);
  if (!printed) return true;
  const half = 0.5 * 10 ** -(printed[1]?.length ?? 0);
  return Math.abs(Number(printed[0].replaceAll(",", "")) - at * (percent ? 100 : 1)) <= half + 1e-9;
}

/** The headline and the message say the same figures in every channel. */
export function agreesAcross({ report, rendered }: RenderedSubject): Seen[] {
  const channels = {
    print: rendered.print === undefined ? undefined : textOfHtml(rendered.print),
    pdf: rendered.pdf?.text.join(" "),
    email: rendered.email === undefined ? undefined : textOfHtml(rendered.email.html),
    "plain text": rendered.email?.text,
    html: rendered.html === undefined ? undefined : textOfHtml(rendered.html),
  };
  const wanted = saidIn(report).filter((said) => isHeadline(said) || isChartTitle(said));
  return Object.entries(channels).flatMap(([channel, text]): Seen[] =>
    text === undefined
      ? []
      : wanted
          .filter(
            (said) =>
              said.text !== "" &&
              !squeezed(text).includes(
                squeezed(said.sentences.map((sentence) => toWords(sentence, report.figures)).join(" ")),
              ),
          )
          .map(({ section, slot, text: words, at }) => ({
            what: `${section.name}.${slot} is not said in ${channel} as in the report`,
            example: `"${words}"`,
            hint: "the template must print it whole",
            ...(at ? { at } : {}),
          })),
  );
}
