import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { nodeWorld } from "../src/node.ts";
import { recordFiles } from "../src/output/run-files.ts";
import { random as randomOf } from "./simulate.ts";

/*
 * A soak: a run is killed (kill -9, with its browser) at random moments again and again, its folder is spoilt in between, and it
 * is resumed each time. In the end it must be what a run is that nothing happened to: the same bytes, plan and seal, and nothing
 * else in its folder.
 *
 *   npm run -s soak -- --study content/campaigns/opioids --kills 50
 */

export type SoakOptions = {
  study: string;
  kills: number;
  seed: number;
  options: readonly string[]; // of render
  log?: (line: string) => void;
};

export type Soaked = {
  reports: number;
  kills: number; // that found the run going on
  faults: Readonly<Record<string, number>>; // by kind, how often something was spoilt
  differing: readonly string[]; // files that are not as without all this
  verified: boolean;
  seconds: number;
};

const main = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));
const world = nodeWorld();

/** Soaks a run of a study. Throws where a run that nothing happened to cannot be made. */
export async function soak({ study, kills, seed, options, log = () => {} }: SoakOptions): Promise<Soaked> {
  const begun = performance.now();
  const { uniform: random } = randomOf(seed);
  const root = await mkdtemp(join(tmpdir(), "soak-"));
  const args = (out: string, ...more: string[]) => [
    "render",
    study,
    "--out",
    join(root, out),
    "--json",
    ...options,
    ...more,
  ];
  try {
    const straight = await ended(start(args("straight")));
    if (straight.code !== 0) throw new Error(`a run by itself ends with ${straight.code}: ${straight.stdout}`);
    const whole = JSON.parse(straight.stdout) as { folder: string; made: number };
    const longest = performance.now() - begun; // ms, start and end of the command with it
    log(`${whole.made} reports in ${(longest / 1000).toFixed(1)} s; now killed ${kills} times`);
    const faults: Record<string, number> = {};
    let killed = 0;
    let turn = 0;
    while (killed < kills) {
      const child = start(args(`soaked-${turn}`, "--resume"));
      const out = join(root, `soaked-${turn}`);
      await Promise.race([once(child, "exit"), setTimeout(random() * longest)]);
      await kill(child);
      if (await isWhole(out)) {
        turn++; // it was quicker, or killed with nothing left to do: another run begins from nothing
        continue;
      }
      killed++;
      const what = await spoil(out, random);
      faults[what] = (faults[what] ?? 0) + 1;
      log(`kill ${killed}: ${what}`);
    }
    const last = await ended(start(args(`soaked-${turn}`, "--resume")));
    if (last.code !== 0) throw new Error(`a run that was killed ends with ${last.code}: ${last.stdout}${last.stderr}`);
    const { folder } = JSON.parse(last.stdout) as { folder: string };
    const verified = await ended(start(["verify", folder]));
    return {
      reports: whole.made,
      kills: killed,
      faults,
      differing: await differing(whole.folder, folder),
      verified: verified.code === 0,
      seconds: Math.round((performance.now() - begun) / 1000),
    };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** Whether the run in a folder is sealed: what happens to it from then on is another matter. */
async function isWhole(out: string): Promise<boolean> {
  return (await world.listFiles(out)).some((path) => basename(path) === recordFiles.seal);
}

/** Does something to a run that was killed, of what happens to folders: told by its name. */
async function spoil(out: string, random: () => number): Promise<string> {
  const all = await world.listFiles(out);
  const made = all.filter((path) => /\/(print|email|report)\/[^/]+$/.test(path) && !path.endsWith(".part"));
  const journal = all.find((path) => basename(path) === recordFiles.journal);
  const pick = made[Math.floor(random() * made.length)];
  const kinds: [string, () => Promise<unknown>][] = [
    ["nothing", async () => {}],
    ["a last line that was cut off", async () => journal && appendFile(journal, '{"code":"Z')],
    ["a file that went", async () => pick && rm(pick)],
    ["a file that was cut off", async () => pick && truncate(pick, 10)],
    ["a file of another", async () => pick && writeFile(pick, await readFile(made[0] ?? pick))],
    ["a file that nobody asked for", async () => pick && writeFile(`${pick}.part`, "half")],
  ];
  const [name, act] = kinds[Math.floor(random() * kinds.length)]!;
  await act();
  return name;
}

/** The files that differ between two runs, or are in one of them alone; logs aside, which have times. */
async function differing(one: string, other: string): Promise<string[]> {
  const [a, b] = await Promise.all([one, other].map(hashesOf));
  return [...new Set([...a!.keys(), ...b!.keys()])].filter((path) => a!.get(path) !== b!.get(path)).sort();
}

async function hashesOf(folder: string): Promise<Map<string, string>> {
  const paths = (await world.listFiles(folder)).filter((path) => basename(path) !== recordFiles.log);
  const hashes = new Map<string, string>();
  for (const path of paths) hashes.set(relative(folder, path), await world.hash(path));
  return hashes;
}

/** A command in a group of its own, so that its browser dies with it. */
function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [main, ...args], { detached: true, stdio: ["ignore", "pipe", "pipe"] });
}

async function ended(child: ChildProcess): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const [stdout, stderr] = await Promise.all([text(child.stdout!), text(child.stderr!), once(child, "close")]);
  return { code: child.exitCode, stdout, stderr };
}

async function kill(child: ChildProcess): Promise<void> {
  const exit = child.exitCode === null && child.signalCode === null ? once(child, "exit") : undefined;
  if (exit) process.kill(-child.pid!, "SIGKILL");
  await exit;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      study: { type: "string", default: "content/campaigns/opioids" },
      kills: { type: "string", default: "50" },
      seed: { type: "string", default: "1" },
      channel: { type: "string" },
    },
  });
  const { study, kills, seed, channel } = values;
  const options = ["--allow-no-sandbox", ...(channel ? ["--channel", channel] : [])];
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const soaked = await soak({ study, kills: Number(kills), seed: Number(seed), options, log });
  process.stdout.write(`${JSON.stringify(soaked, null, 2)}\n`);
  process.exitCode = soaked.differing.length === 0 && soaked.verified ? 0 : 1;
}
