import { dirname, join, resolve } from "node:path";
import { readImportCampaign } from "../import/campaign.ts";
import { type DataLook, lookAtData } from "../import/look-at-data.ts";
import type { LookAtData } from "../preview/data-page.ts";
import type { Problem } from "../problem.ts";
import type { World } from "../world.ts";
import { count, leftSection, noteSections, plain, understoodSections } from "./understood.ts";

/** The data.yaml that is meant where a study has no campaign or trial: the file itself, or that in the folder. */
export async function dataAlone(world: World, path: string): Promise<string | undefined> {
  if (/(^|[/\\])(campaign|trial)\.ya?ml$/.test(path)) return undefined;
  if (/\.ya?ml$/.test(path)) return (await world.readText(path)) === undefined ? undefined : path;
  for (const study of ["campaign.yaml", "trial.yaml"])
    if ((await world.readText(join(path, study))) !== undefined) return undefined;
  const data = join(path, "data.yaml");
  return (await world.readText(data)) === undefined ? undefined : data;
}

/** What is understood of a data.yaml by itself. */
export function lookAlone(world: World, file: string): LookAtData {
  return async () => toPage(`Data of ${file}`, await lookAtData(world, file));
}

/** What is understood of the data of a campaign; undefined where the study is a trial, whose campaigns have them. */
export async function lookOfCampaign(
  world: World,
  study: string,
  data: string | undefined,
): Promise<LookAtData | undefined> {
  const own = await readImportCampaign(world, study, []).catch(() => undefined);
  if (!own) return undefined;
  return async () => {
    const problems: Problem[] = [];
    const campaign = (await readImportCampaign(world, study, problems)) ?? own;
    const file = data ?? resolve(dirname(campaign.file), campaign.campaign.data);
    return toPage(`Data of ${campaign.campaign.title}`, await lookAtData(world, file, campaign.indicators));
  };
}

function toPage(title: string, { file, files, read, understood, left, notes, problems }: DataLook) {
  const sections = [
    ...(understood ? understoodSections(understood, { title: "Understood", unmatched: [] }) : []),
    leftSection(left),
    ...noteSections(notes),
    { title: "Files of observations", rows: files.map(({ label, rows }) => plain(`${label}: ${count(rows, "row")}`)) },
  ];
  return { title, file, sections, problems, read };
}
