import {
  type Artefact,
  type BrowserOptions,
  build,
  compose,
  type Entry,
  explain,
  isInputError,
  loadStudy,
  make,
  measureStudy,
  nodeWorld,
  openPress,
  type Problem,
  packagedTemplates,
  planStudy,
  print,
  type Report,
  readManifest,
  render,
  type Study,
  store,
  type Task,
  toText,
} from "feedback-reports";

// What a user of the library does, on the content that comes with it: type-checked and run from the packed package.

const world = nodeWorld();
const path = "node_modules/feedback-reports/content/campaigns/prescribing-places";
const study: Study = await loadStudy(world, path);
const planned = planStudy(study);
const jobs = planned.jobs.filter(({ organisation }) => organisation.code === "ZS002");
const { materials, tasks } = measureStudy(study, { ...planned, jobs });

for (const task of tasks) await say(task);
await run();
await refuse();

/** One report by its stages, and by `make`, which takes them all. */
async function say(task: Task): Promise<void> {
  const material = materials[task.material];
  if (!material) throw new Error("no material");
  const browser: BrowserOptions = { allowNoSandbox: true };
  await using presses = await openPress(await packagedTemplates(), ["email"], browser);
  const press = presses.of(task.design.template);
  const report: Report = compose(material, task);
  const artefacts: Artefact[] = await print(report, await render(report, ["email"], press), press);
  const entries: Entry[] = await store(world, { folder: "by-stages" }, report, artefacts);
  const email = { ...task, channels: ["email"] as const };
  const made = await make(email, { materials, folder: "by-make", guard: {}, presses, world });
  const { techniques, indicators } = study.topics.get(task.topic)!;
  const { peers, comparators } = task.design;
  const why = explain(report, { techniques, indicators, peers: peers["why-these"], shown: comparators });
  const [same, isTold] = [hashes(entries) === hashes(made.entries), why.includes("WHY IT SAYS WHAT IT SAYS")];
  console.log(`${report.recipient.name}: one way or the other ${same}, explained ${isTold}`);
}

function hashes(entries: readonly Entry[]): string {
  return entries.map((entry) => ("path" in entry ? entry.sha256 : JSON.stringify(entry))).join(" ");
}

/** A whole run, in this thread; on a worker is how the command makes it. */
async function run(): Promise<void> {
  const { folder, made, failed } = await build(world, {
    study: path,
    only: ["ZS002"],
    channels: ["email"],
    workers: 0,
  });
  const manifest = await readManifest(world, folder);
  const artefacts = manifest.filter((entry) => "path" in entry);
  console.log(`made ${made}, failed ${failed.length}, artefacts ${artefacts.length}`);
}

/** Input that cannot be used is told as problems. */
async function refuse(): Promise<void> {
  const problems: readonly Problem[] = await loadStudy(world, "nowhere").then(
    () => [],
    (error: unknown) => (isInputError(error) ? error.problems : []),
  );
  console.log(problems.map((problem) => toText(problem)).join("\n"));
}
