import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Document, isMap, isNode, isScalar, parseDocument } from "yaml";
import { nearest, suggest } from "../input/files/suggest.ts";
import { readLibrary } from "../input/library/library.ts";
import { voiceLadders } from "../input/library/voice.ts";
import { nodeWorld } from "../node.ts";
import { inputError } from "../problem.ts";
import type { World } from "../world.ts";
import { exits } from "./exits.ts";
import { namesFile, namesText, renewNames } from "./names.ts";
import { type Authored, editorFiles, modeline, schemaFile, schemaTexts } from "./schema.ts";
import {
  actionStart,
  blockStart,
  campaignStart,
  dataStart,
  firstActions,
  firstWords,
  indicatorStart,
  type TakenFlags,
  takenKeys,
  trialStart,
} from "./starts.ts";

export type CreateOptions = {
  folder?: string; // the library
  like?: string | undefined; // a campaign of the library whose issuer, peers, cycles and data the new one takes
  for?: readonly string[] | undefined; // indicators of the library that the new campaign is about
};

/** A file to begin with, and what kind it is. */
type NewStart = { path: string; kind: Authored; text: string; id?: string };

/**
 * Writes commented files to begin a campaign, a block, an action, an indicator or a trial with, in the place where `check` finds
 * them. Writes nothing where one of them is there already.
 */
export async function create(
  kind: string,
  name: string,
  { folder = "content", like, for: indicators }: CreateOptions = {},
): Promise<number> {
  const world = nodeWorld();
  if (kind !== "campaign" && (like !== undefined || indicators !== undefined))
    refuse("only-a-campaign", `--like and --for begin a campaign, not "${kind}"`, "leave them out");
  const begin = Object.hasOwn(kinds, kind) ? kinds[kind as NewKind] : refuseKind(kind);
  if (!isName(kind, name))
    refuse(
      "bad-name",
      `invalid name "${name}"`,
      "use lower-case letters, digits and single hyphens, e.g. safer-lithium",
    );
  const existing = await world.listFiles(folder);
  const starts = begin(name, { folder, existing, model: await modelOf(world, folder, { like, indicators }) });
  const there = starts.filter(({ path }) => existing.includes(path));
  if (there.length > 0)
    refuse(
      "exists",
      `"${there.map(({ path }) => path).join('", "')}" already exists`,
      "nothing was written; give another name",
    );
  await refuseTaken(world, folder, starts);
  if (kind === "campaign") await furnish(world, folder);
  for (const { path, kind, text } of starts) {
    const first = modeline(kind, { from: dirname(path), schemas: join(folder, "schemas") });
    await world.write(path, `${first}\n${text}`);
    process.stdout.write(`${path}\n`);
  }
  await renewNames(world, join(folder, "schemas"));
  return exits.clean;
}

/** A name may stand in a file of another name. */
async function refuseTaken(world: World, folder: string, starts: readonly NewStart[]): Promise<void> {
  const { blocks, actions } = await readLibrary(world, folder);
  for (const { kind, id = "" } of starts) {
    const taken = { block: blocks, action: actions }[kind as string]?.items.get(id);
    if (taken)
      refuse("exists", `${kind} "${id}" is already in ${taken.file}`, "nothing was written; give another name");
  }
}

/**
 * What a library must have before its first campaign can be checked: the techniques, the voice, the schemas for an editor, and
 * beside it the fictional data that a new campaign shows. What is there already stays as it is.
 */
async function furnish(world: World, folder: string): Promise<void> {
  const parts = [
    ...packaged.map((path) => ({ path, read: () => world.readText(fileURLToPath(new URL(path, packageRoot))) })),
    ...Object.entries(schemaTexts()).map(([kind, text]) => ({
      path: `content/schemas/${schemaFile(kind as Authored)}`,
      read: async () => text,
    })),
    { path: `content/schemas/${namesFile}`, read: () => namesText(world, join(folder, "schemas")) },
  ];
  for (const { path, read } of parts) {
    const own = join(folder, relative("content", path));
    if ((await world.readText(own)) !== undefined) continue;
    await world.write(own, (await read()) ?? "");
    process.stdout.write(`${own}\n`);
  }
  await furnishEditor(world, folder);
}

/** Settings for Visual Studio Code beside the library, which it reads where that folder is opened. */
async function furnishEditor(world: World, folder: string): Promise<void> {
  for (const [name, text] of Object.entries(editorFiles(basename(resolve(folder))))) {
    const file = join(folder, "..", ".vscode", name);
    if ((await world.readText(file)) !== undefined) continue;
    await world.write(file, text);
    process.stdout.write(`${file}\n`);
  }
}

const packageRoot = new URL("../../", import.meta.url);
const packaged = [
  "content/taxonomies/bcttv1.json",
  ...Object.keys(voiceLadders).map((ladder) => `content/voice/${ladder}.yaml`),
  "fixtures/organisations.csv",
  "fixtures/observations/opioids.csv",
];

type NewAround = { folder: string; existing: readonly string[]; model: Model };

/** What a new campaign is begun from besides its name. */
type Model = { indicators?: readonly string[]; like?: { name: string; taken: TakenFlags } };

/** The campaign that a new one is like, and the indicators it is for; refused where the library has none of these names. */
async function modelOf(
  world: World,
  folder: string,
  { like, indicators }: { like: string | undefined; indicators: readonly string[] | undefined },
): Promise<Model> {
  const shelf = (await readLibrary(world, folder)).indicators.items;
  const unknown = indicators?.find((id) => !shelf.has(id));
  if (unknown !== undefined)
    refuse(
      "unknown-indicator",
      `unknown indicator "${unknown}"`,
      suggest(unknown, [...shelf.keys()]) ?? "feedback new indicator writes one",
    );
  if (like === undefined) return indicators ? { indicators } : {};
  const text = await world.readText(join(folder, "campaigns", like, "campaign.yaml"));
  if (text === undefined) {
    const campaigns = (await world.listFiles(join(folder, "campaigns")))
      .filter((file) => basename(file) === "campaign.yaml")
      .map((file) => basename(dirname(file)));
    return refuse(
      "unknown-campaign",
      `unknown campaign "${like}"`,
      suggest(like, campaigns) ?? "name one in content/campaigns",
    );
  }
  const document = parseDocument(text);
  const taken = Object.fromEntries(takenKeys.flatMap((key) => linesOf(document, text, key)));
  const own = document.toJS() as { indicators: string[]; headline: string };
  const first = [own.headline, ...own.indicators.filter((id) => id !== own.headline)];
  return { indicators: indicators ?? first, like: { name: like, taken } };
}

/** The lines of a key of a file, as their author wrote them. */
function linesOf(document: Document, text: string, key: string): [string, string][] {
  const pair = isMap(document.contents)
    ? document.contents.items.find((item) => isScalar(item.key) && item.key.value === key)
    : undefined;
  if (!pair || !isScalar(pair.key) || !isNode(pair.value)) return [];
  return [[key, text.slice(pair.key.range?.[0], pair.value.range?.[1]).trimEnd()]];
}
type NewKind = "campaign" | "block" | "action" | "indicator" | "trial";

const kinds: Readonly<Record<NewKind, (name: string, around: NewAround) => NewStart[]>> = {
  campaign: startCampaign,
  indicator: (name, { folder }) => [
    { path: join(folder, "indicators", `${name}.yaml`), kind: "indicator", text: indicatorStart(name) },
  ],
  block: (name, around) => [startIn("block", name, around, blockStart)],
  action: (name, around) => [startIn("action", name, around, actionStart)],
  trial: startTrial,
};

/** A campaign that can be checked at once: with words, actions and, where there is none of its name, an indicator. */
function startCampaign(
  name: string,
  { folder, existing, model: { indicators = [name], like } }: NewAround,
): NewStart[] {
  const indicator = join(folder, "indicators", `${name}.yaml`);
  const data = like ? `../${like.name}/data.yaml` : "data.yaml";
  const text = campaignStart(name, { indicators, data, taken: like?.taken ?? {} });
  const own = join(folder, "campaigns", name, "data.yaml");
  return [
    { path: join(folder, "campaigns", name, "campaign.yaml"), kind: "campaign", text },
    ...(like ? [] : [{ path: own, kind: "data", text: dataStart(indicators) } as const]),
    { path: join(folder, "blocks", name, "words.yaml"), kind: "block", text: firstWords(name) },
    { path: join(folder, "actions", name, "actions.yaml"), kind: "action", text: firstActions(name, indicators) },
    ...(existing.includes(indicator) || !indicators.includes(name)
      ? []
      : [{ path: indicator, kind: "indicator", text: indicatorStart(name) } as const]),
  ];
}

/** A trial of the first campaign there is, with one factor. */
function startTrial(name: string, { folder, existing }: NewAround): NewStart[] {
  const shelf = join(folder, "campaigns");
  const campaign = existing.find((file) => dirname(dirname(file)) === shelf && basename(file) === "campaign.yaml");
  if (!campaign)
    refuse("no-campaign", `no campaign in ${folder} to try variants of`, "begin with: feedback new campaign NAME");
  const path = join(folder, "trials", name, "trial.yaml");
  return [{ path, kind: "trial", text: trialStart(name, basename(dirname(campaign))) }];
}

/** `opioids/why-sleep` → block "opioids-why-sleep" in blocks/opioids; `opioids-why-sleep` too, where there is such a folder. */
function startIn(
  kind: "block" | "action",
  name: string,
  { folder, existing }: NewAround,
  start: (id: string, topic: string) => string,
): NewStart {
  const shelf = join(folder, `${kind}s`);
  const topics = [
    ...new Set(existing.filter((file) => dirname(dirname(file)) === shelf).map((file) => basename(dirname(file)))),
  ];
  const topic = name.includes("/")
    ? (name.split("/")[0] ?? "")
    : topics.filter((each) => name.startsWith(`${each}-`)).sort((a, b) => b.length - a.length)[0];
  if (topic === undefined)
    refuse("missing-topic", `no topic in "${name}"`, `write the topic first: ${topics[0] ?? "lithium"}/${name}`);
  const own = name.slice(topic.length + 1);
  const id = `${topic}-${own}`;
  return { path: join(shelf, topic, `${own}.yaml`), kind, id, text: start(id, topic) };
}

function isName(kind: string, name: string): boolean {
  const id = "[a-z0-9]+(-[a-z0-9]+)*";
  return new RegExp(kind === "block" || kind === "action" ? `^(${id}/)?${id}$` : `^${id}$`).test(name);
}

function refuseKind(kind: string): never {
  const near = nearest(kind, Object.keys(kinds));
  return refuse(
    "unknown-kind",
    `unknown kind "${kind}"`,
    near
      ? `did you mean "${near}"?`
      : `one of ${Object.keys(kinds)
          .map((each) => `"${each}"`)
          .join(", ")}`,
  );
}

function refuse(code: string, message: string, hint: string): never {
  throw inputError([{ code, severity: "error", message, hint }]);
}
