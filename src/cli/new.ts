import { basename, dirname, join } from "node:path";
import { nearest } from "../input/suggest.ts";
import { nodeWorld } from "../node.ts";
import { inputError } from "../problem.ts";
import { exits } from "./exits.ts";
import { type Authored, modeline } from "./schema.ts";
import {
  actionStart,
  blockStart,
  campaignStart,
  dataStart,
  firstActions,
  firstWords,
  indicatorStart,
} from "./starts.ts";

/** A file to begin with, and what kind it is. */
type Start = { path: string; kind: Authored; text: string };

/**
 * Writes commented files to begin a campaign, a block, an action or an indicator with, in the place where `check` finds
 * them. Writes nothing where one of them is there already.
 */
export async function create(
  kind: string,
  name: string,
  { folder = "content" }: { folder?: string } = {},
): Promise<number> {
  const world = nodeWorld();
  const begin = Object.hasOwn(kinds, kind) ? kinds[kind as Kind] : refuseKind(kind);
  if (!isName(kind, name))
    refuse("bad-name", `invalid name "${name}"`, "small letters, digits and single hyphens, e.g. safer-lithium");
  const existing = await world.listFiles(folder);
  const starts = begin(name, { folder, existing });
  const there = starts.filter(({ path }) => existing.includes(path));
  if (there.length > 0)
    refuse(
      "exists",
      `"${there.map(({ path }) => path).join('", "')}" is there already`,
      "nothing was written; give another name",
    );
  for (const { path, kind, text } of starts) {
    const first = modeline(kind, { from: dirname(path), schemas: join(folder, "schemas") });
    await world.write(path, `${first}\n${text}`);
    process.stdout.write(`${path}\n`);
  }
  return exits.clean;
}

type Around = { folder: string; existing: readonly string[] };
type Kind = "campaign" | "block" | "action" | "indicator";

const kinds: Readonly<Record<Kind, (name: string, around: Around) => Start[]>> = {
  campaign: startCampaign,
  indicator: (name, { folder }) => [
    { path: join(folder, "indicators", `${name}.yaml`), kind: "indicator", text: indicatorStart(name) },
  ],
  block: (name, around) => [startIn("block", name, around, blockStart)],
  action: (name, around) => [startIn("action", name, around, actionStart)],
};

/** A campaign that can be checked at once: with words, actions and, where there is none of its name, an indicator. */
function startCampaign(name: string, { folder, existing }: Around): Start[] {
  const indicator = join(folder, "indicators", `${name}.yaml`);
  return [
    { path: join(folder, "campaigns", name, "campaign.yaml"), kind: "campaign", text: campaignStart(name) },
    { path: join(folder, "campaigns", name, "data.yaml"), kind: "data", text: dataStart(name) },
    { path: join(folder, "blocks", name, "words.yaml"), kind: "block", text: firstWords(name) },
    { path: join(folder, "actions", name, "actions.yaml"), kind: "action", text: firstActions(name) },
    ...(existing.includes(indicator)
      ? []
      : [{ path: indicator, kind: "indicator", text: indicatorStart(name) } as const]),
  ];
}

/** `opioids/why-sleep` → block "opioids-why-sleep" in blocks/opioids; `opioids-why-sleep` too, where there is such a folder. */
function startIn(
  kind: "block" | "action",
  name: string,
  { folder, existing }: Around,
  start: (id: string, topic: string) => string,
): Start {
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
  return { path: join(shelf, topic, `${own}.yaml`), kind, text: start(`${topic}-${own}`, topic) };
}

function isName(kind: string, name: string): boolean {
  const id = "[a-z0-9]+(-[a-z0-9]+)*";
  return new RegExp(kind === "block" || kind === "action" ? `^(${id}/)?${id}$` : `^${id}$`).test(name);
}

function refuseKind(kind: string): never {
  if (kind === "trial")
    refuse(
      "unknown-kind",
      "trials cannot be begun this way yet",
      `one of ${Object.keys(kinds)
        .map((each) => `"${each}"`)
        .join(", ")}`,
    );
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
