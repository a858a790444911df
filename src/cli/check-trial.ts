import type { Cycle } from "../input/campaign/campaign.ts";
import { findCycle } from "../input/cycles.ts";
import type { Inputs } from "../input/load.ts";
import type { Study, Trial } from "../input/study.ts";
import type { TrialWaiver } from "../input/trial/trial.ts";
import { coverageText, findCoverage } from "../lint/coverage.ts";
import { lint, type Waived } from "../lint/lint.ts";
import { type PlaceOfSpot, readPlaces } from "../lint/places.ts";
import { toSubject } from "../lint/prepare.ts";
import { rules } from "../lint/rules.ts";
import { citationText } from "../lint/sources.ts";
import { unmadeCode } from "../lint/unmade.ts";
import { findWords } from "../lint/wording.ts";
import type { measure } from "../measure/measure.ts";
import { measureOnce } from "../measure/measure-once.ts";
import { nodeWorld } from "../node.ts";
import { type Problem, wrong } from "../problem.ts";
import { packagedTemplates, type Templates } from "../render/templates.ts";
import { designOfCell } from "../report/plan.ts";
import type { Precision } from "../report/precision.ts";
import type { Report } from "../report/report.ts";
import { isMade } from "../report/subjects.ts";
import { chooseCells, type NamedCell } from "../trial/compare/compare.ts";
import { concurrentProblems, concurrentTrials, twiceProblems } from "../trial/contamination/alongside.ts";
import { integrityOfCycles } from "../trial/integrity/every-cycle.ts";
import { findUndrawn } from "../trial/integrity/integrity.ts";
import { comparePages, type PrintedCell } from "../trial/pages/compare-pages.ts";
import { printedOf } from "../trial/pages/printed.ts";
import type { CellRenderer, RenderedCell } from "../trial/pages/render-cells.ts";
import { type BrowserFlags, browserOf } from "./browser.ts";

/** What is found of a trial: by its integrity rules, and by the rules of evidence in every arm. */
export type CheckedTrial = {
  problems: readonly Problem[];
  waived: readonly Waived[];
  precision: Precisions;
  coverage?: string;
};

/**
 * Holds a trial to the rules of integrity in every cycle, and the reports of each arm to the rules of evidence with the trial's
 * waivers; with `rendered`, also pages of the same recipients in every arm, which are compared.
 */
export async function checkTrial(
  study: Study,
  trial: Trial,
  options: { coverage?: boolean; rendered?: boolean } & BrowserFlags,
): Promise<CheckedTrial> {
  const [first] = study.topics.values();
  if (!first) throw new Error("a trial without a campaign");
  const cycle = findCycle(first);
  const places = await readPlaces(nodeWorld(), study.files);
  const cells = chooseCells(trial, cycle);
  const templates = await packagedTemplates();
  const figures = measureOnce(); // cells that differ in words alone have the same
  const looking = { cycle, places, templates, figures };
  const pages = options.rendered ? await importPages() : undefined;
  await using presses = await pages?.openPress(templates, ["print"], browserOf(options));
  const renderCell = presses && pages?.openCells(study, trial, cells, { cycle, templates, presses, measure: figures });
  const looked: LookedCell[] = [];
  for (const cell of cells) looked.push(await lookAt(study, trial, { ...looking, cell, renderCell }));
  const isMade = !looked.some(({ findings }) => findings.some(({ code }) => code === unmadeCode)); // else there is no counting them
  const { findings } = integrityOfCycles(study, trial, { cycle, templates, measure: figures });
  return {
    problems: [
      ...study.warnings,
      ...findings,
      ...findUndrawn(trial, { cycles: first.campaign.cycles, due: cycle }),
      ...(await findConcurrent(study, trial)),
      ...comparePages(trial, looked),
      ...wordsOf(trial),
      ...inArms(looked),
      ...idleWaivers(trial, looked),
    ],
    waived: once(looked.flatMap(({ waived }) => waived)),
    precision: Object.assign({}, ...looked.map(({ precision }) => precision)),
    ...(options.coverage && isMade ? { coverage: coverageOf(study, cycle) } : {}),
  };
}

/** Who is in other trials too, of those that the trial's file names. */
async function findConcurrent(study: Study, trial: Trial): Promise<Problem[]> {
  const { found, problems } = await concurrentTrials(nodeWorld(), study, trial);
  return [...problems, ...concurrentProblems(trial, found), ...twiceProblems(trial, found)];
}

/** What the rules of words find in the trial's own: its title, and what it says of factors and levels. */
function wordsOf({ file, placeOf }: Trial): Problem[] {
  const { trial, arms, lint: _, ...said } = file;
  return findWords(said).flatMap(({ rule: id, what, say, path }) => {
    const rule = rules.find((each) => each.id === id);
    if (!rule) return [];
    const source = rule.rests.map(citationText).join("; ");
    return [{ code: id, severity: rule.severity, message: what, hint: say, source, place: placeOf(path) }];
  });
}

function coverageOf({ topics }: Study, cycle: Cycle): string {
  const texts = [...topics].map(([topic, inputs]) => {
    const text = coverageText(findCoverage(inputs, findCycle(inputs, cycle.id)));
    return topics.size > 1 ? `${topic}\n${text}` : text;
  });
  return texts.join("\n\n");
}

/** What was found of a cell, and what its pages look like, where some were printed. */
/** What draws and prints: loaded by those alone who look at pages. */
async function importPages() {
  const [{ openPress }, { openCells }] = await Promise.all([
    import("../output/artefact.ts"),
    import("../trial/pages/render-cells.ts"),
  ]);
  return { openPress, openCells };
}

type LookedCell = PrintedCell & {
  sends: boolean;
  findings: readonly Problem[];
  waived: readonly Waived[];
  precision: Precisions;
};

/** By topic and indicator. */
type Precisions = Readonly<Record<string, Readonly<Record<string, Precision>>>>;

type TrialLook = {
  cell: NamedCell;
  cycle: Cycle;
  places: PlaceOfSpot;
  templates: Templates;
  figures: typeof measure;
  renderCell: CellRenderer | undefined;
};

/** The rules of evidence on the reports of one cell, as if everybody were in it. */
async function lookAt(study: Study, trial: Trial, looking: TrialLook): Promise<LookedCell> {
  const { cell, cycle, places, templates, figures, renderCell } = looking;
  const { name, levels } = cell;
  const { topic, design } = designOfCell(study, trial, cell);
  const inputs = study.topics.get(topic);
  if (!inputs || !design.cycles.some(({ id }) => id === cycle.id))
    return { name, levels, sends: false, pages: new Map(), findings: [], waived: [], precision: {} };
  const own: Inputs = { ...inputs, campaign: { ...inputs.campaign, ...design } };
  const waivers = trial.file.lint.waive.filter((waiver) => isFor(waiver, cell));
  const subject = toSubject(own, findCycle(own, cycle.id), { templates, measure: figures, history: study.history });
  const all = renderCell && [...(subject.reports ?? [])];
  const reports = all?.filter(isMade) ?? [];
  const made = await renderCell?.(cell, reports);
  const seen = all && made ? { ...subject, reports: all, rendered: made.rendered, unmade: made.unmade } : subject;
  const { findings, waived } = lint(seen, { places, waivers });
  const isOfTrial = ({ code, message }: Problem) =>
    code === "X05" && trial.file.lint.waive.some(({ rule }) => message.includes(` ${rule} `));
  return {
    name,
    levels,
    sends: true,
    pages: pagesOf(reports, made),
    findings: findings.filter((each) => !isOfTrial(each)),
    waived,
    precision: { [topic]: subject.precision ?? {} },
  };
}

function pagesOf(reports: readonly Report[], made: RenderedCell | undefined): PrintedCell["pages"] {
  return new Map(
    reports.flatMap((report) => {
      const { code } = report.recipient;
      const rendered = made?.rendered.get(code);
      const printed = rendered && printedOf(rendered, report);
      return printed ? [[code, printed] as const] : [];
    }),
  );
}

/** A waiver holds in the arms it names, where a factor has the level it names, or everywhere. */
function isFor({ arms, factor }: TrialWaiver, { arm, levels }: NamedCell): boolean {
  if (arms && (arm === undefined || !arms.includes(arm))) return false;
  return Object.entries(factor ?? {}).every(([name, level]) => levels[name] === level);
}

/**
 * What is found in all arms is said once; what in some alone may be a difference that nobody meant. A waiver of the campaign is
 * idle only where no arm needs it. Arms that send nothing in the cycle have no reports to differ.
 */
function inArms(all: readonly LookedCell[]): Problem[] {
  const looked = all.filter(({ sends }) => sends);
  const groups = new Map<string, { problem: Problem; names: string[] }>();
  for (const { name, findings } of looked) {
    for (const problem of findings) {
      const key = JSON.stringify([problem.code, bare(problem.message), problem.place?.file, problem.place?.line]);
      const group = groups.get(key) ?? { problem, names: [] };
      if (!group.names.includes(name)) group.names.push(name);
      groups.set(key, group);
    }
  }
  const found = [...groups.values()].filter(
    ({ problem, names }) => problem.code !== "X05" || names.length === looked.length,
  );
  return found.map(({ problem, names }) => {
    if (names.length === looked.length || problem.severity === "info") return problem;
    const others = looked.map(({ name }) => name).filter((name) => !names.includes(name));
    const where = others.length < names.length ? `in all arms but ${others.join(", ")}` : `only in ${names.join(", ")}`;
    return { ...problem, message: `${problem.message}; ${where}: a potential unintended arm difference` };
  });
}

/** Without the count of reports, which differs between arms. */
function bare(message: string): string {
  return message.replace(/ in \d+ of \d+ (made )?reports?, e\.g\. .*$/, "");
}

/** A waiver of the trial that no arm needs. */
function idleWaivers(trial: Trial, looked: readonly LookedCell[]): Problem[] {
  const used = new Set(looked.flatMap(({ waived }) => waived.map(({ waiver }) => waiver)));
  return trial.file.lint.waive.flatMap((waiver, i) =>
    used.has(waiver)
      ? []
      : [
          {
            ...wrong(
              "X05",
              `a waiver of ${waiver.rule} that no arm needs`,
              trial.placeOf(["lint", "waive", i]),
              "take it out",
            ),
            severity: "warning" as const,
          },
        ],
  );
}

function once(waived: readonly Waived[]): Waived[] {
  return [
    ...new Map(waived.map((each) => [JSON.stringify([each.finding.code, bare(each.finding.message)]), each])).values(),
  ];
}
