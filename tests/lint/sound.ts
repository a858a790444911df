import { join } from "node:path";
import { findCycle } from "../../src/input/cycles.ts";
import { studyOf } from "../../src/input/study.ts";
import type { Finding, LintSubject, LintVerdict } from "../../src/lint/lint.ts";
import { lint } from "../../src/lint/lint.ts";
import type { RenderedForRule } from "../../src/lint/rule.ts";
import { textOfHtml } from "../../src/lint/words.ts";
import { openPress, render } from "../../src/output/artefact.ts";
import { readTemplates } from "../../src/render/templates.ts";
import { planStudy } from "../../src/report/plan.ts";
import type { Report } from "../../src/report/report.ts";
import type { Section } from "../../src/report/sections.ts";
import type { Sentence, Span } from "../../src/report/sentence.ts";
import { measureStudy } from "../../src/report/subjects.ts";
import { composeTask } from "../../src/report/task.ts";
import { toldOf } from "../../src/report/told.ts";
import { freeze, loaded } from "../loaded.ts";

/** One report of the opioid campaign with all it was made from, sound in every rule: what a test breaks. */
export type Sound = {
  inputs: LintSubject["inputs"];
  cycle: NonNullable<LintSubject["cycle"]>;
  standings: NonNullable<LintSubject["standings"]>;
  report: Report;
  earlier: Report[][];
  rendered: RenderedForRule & {
    print: string;
    email: { html: string; text: string };
    pdf: NonNullable<RenderedForRule["pdf"]>;
  };
};

const root = join(import.meta.dirname, "../..");

let sound: Promise<Sound> | undefined; // the same for all suites: each breaks a copy

/** A recipient above the median whose rate has come down; what its words lack is mended here. */
export function soundReport(): Promise<Sound> {
  sound ??= makeSound();
  return sound;
}

async function makeSound(): Promise<Sound> {
  const inputs = await loaded(join(root, "content/campaigns/opioids"));
  const cycle = findCycle(inputs);
  const study = studyOf(inputs);
  const measured = measureStudy(study, planStudy(study, cycle.id));
  const task = measured.tasks.find(({ standings: [first] }) =>
    ["worse-than-median", "improving"].every((wanted) => first?.signals.some((signal) => signal === wanted)),
  );
  if (!task) throw new Error("no such recipient");
  const report = composeTask(measured, task);
  const standings = Object.fromEntries(measured.tasks.map((each) => [each.organisation.code, each.standings]));
  const sound = structuredClone({
    inputs: {
      campaign: inputs.campaign,
      indicators: inputs.indicators,
      blocks: inputs.blocks,
      actions: inputs.actions,
      techniques: inputs.techniques,
    },
    cycle,
    standings,
    report,
    earlier: [],
  });
  for (const point of sectionOf(sound.report, "why").points) point.text = withoutPercent(point.text);
  const slow = sound.inputs.actions.get("opioids-reduce-together");
  if (slow) slow.what = `Go in small steps${slow.what.slice("Small steps".length)}`;
  return freeze({ ...sound, rendered: await renderedOf(sound.report) });
}

/** The report as print and email, without a browser: the PDF's words are those of the page. */
async function renderedOf(report: Report): Promise<Sound["rendered"]> {
  await using presses = await openPress(await readTemplates(join(root, "templates")), ["email"]);
  const press = presses.of("standard");
  const { print = "", email = { html: "", text: "" } } = await render(report, ["print", "email"], press);
  const said = print.replace("</header>", `${report.issuer.priority}</header>`);
  return {
    print: said,
    email: { html: email.html, text: email.text },
    pdf: {
      pages: 3,
      text: said.split('<section class="page">').map(textOfHtml),
      tagged: true,
      title: report.mail.title,
      language: "en-GB",
    },
  };
}

function withoutPercent(sentence: Sentence): Span[] {
  return sentence.map((span) => ("text" in span ? { ...span, text: span.text.replaceAll("%", " in 100") } : span));
}

/** Everything that can be changed, all the way down. */
export type Open<T> =
  T extends ReadonlyMap<infer K, infer V>
    ? Map<K, Open<V>>
    : T extends readonly (infer U)[]
      ? Open<U>[]
      : T extends object
        ? { -readonly [K in keyof T]: Open<T[K]> }
        : T;

/** What all rules say of a sound report after a change. */
export function judge(sound: Sound, change: (sound: Open<Sound>) => void = () => {}): LintVerdict {
  const { standings: all, ...rest } = sound;
  let standings: typeof all | undefined; // of hundreds, which few changes touch: copied for those alone
  const copy = Object.defineProperty(structuredClone(rest), "standings", {
    get: () => (standings ??= structuredClone(all)),
  }) as Open<Sound>;
  change(copy);
  const { inputs, cycle, report, earlier, rendered } = copy as Sound;
  return lint({
    inputs,
    cycle,
    standings: standings ?? all,
    reports: [report],
    earlier: earlier.toReversed().map((each) => (code: string) => {
      const found = each.find((report) => report.recipient.code === code);
      return found && toldOf(found, []);
    }),
    rendered: new Map([[report.recipient.code, rendered]]),
  });
}

export function codesOf(findings: readonly Finding[]): string[] {
  return [...new Set(findings.map(({ code }) => code))];
}

/** The first section of a kind. */
export function sectionOf<K extends Section["kind"]>(
  report: Open<Report> | Report,
  kind: K,
): Open<Extract<Section, { kind: K }>> {
  const found = (report as Report).sections.find((section) => section.kind === kind);
  if (!found) throw new Error(`no section ${kind}`);
  return found as Open<Extract<Section, { kind: K }>>;
}
