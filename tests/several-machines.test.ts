import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { exits } from "../src/cli/exits.ts";
import { command } from "./command.ts";

// The examples of docs/several-machines.md, and the recipe of the image, hold with what the commands do.

const text = readFileSync("docs/several-machines.md", "utf8");
const blocksOf = (language: string) =>
  [...text.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, "g"))].map(([, block = ""]) => block);

type Container = {
  name: string;
  args: string[];
  securityContext: object;
  env?: { name: string; valueFrom?: object }[];
};
const [shards = "", queued = ""] = blocksOf("yaml");
const [workers, run] = parseAllDocuments(queued).map((document) => document.toJS());
const containers: Container[] = [parse(shards), workers, run].map(({ spec }) => spec.template.spec.containers[0]);

test("a pod that nobody should try again ends with an exit code that says so", () => {
  for (const { spec } of [parse(shards), run]) {
    const [rule] = spec.podFailurePolicy.rules;
    expect(rule.onExitCodes.values).toEqual([exits.failed, exits.unusable, exits.budget]);
    expect(spec.template.spec.restartPolicy).toBe("Never"); // as failure policies need
    expect(rule.onExitCodes.containerName).toBe(spec.template.spec.containers[0].name);
  }
  const { spec } = parse(shards);
  expect(spec.completionMode).toBe("Indexed");
  const { args } = spec.template.spec.containers[0];
  expect(args[args.indexOf("--shards") + 1]).toBe(String(spec.completions));
});

test("pods have options that there are, no rights, a sandbox, and passwords from secrets alone", async () => {
  for (const { args, env = [], securityContext } of containers) {
    const [name = "", ...options] = args;
    const help = (await command([name, "--help"])).stdout;
    expect(options.filter((option) => option.startsWith("--") && !help.includes(`${option} `))).toEqual([]);
    expect(args).not.toContain("--allow-no-sandbox");
    expect(args.join(" ")).not.toMatch(/:\/\/[^/]*@/);
    expect(env.filter(({ valueFrom }) => !valueFrom)).toEqual([]);
    expect(securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 10001 });
  }
});

test("what mounts there are is what is mounted", () => {
  for (const { spec } of [parse(shards), workers, run]) {
    const { volumes, containers } = spec.template.spec;
    const names = (list: { name: string }[]) => list.map(({ name }) => name).sort();
    expect(names(containers[0].volumeMounts)).toEqual(names(volumes));
  }
  expect(workers.spec.template.metadata.labels).toEqual(workers.spec.selector.matchLabels);
});

test("the script of the array job is one that a shell reads", () => {
  expect(spawnSync("bash", ["-n"], { input: blocksOf("bash")[0], encoding: "utf8" })).toMatchObject({
    status: 0,
    stderr: "",
  });
});

describe("the image", () => {
  const lines = readFileSync("Dockerfile", "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  const of = (instruction: string) =>
    lines.filter((line) => line.startsWith(`${instruction} `)).map((line) => line.slice(instruction.length + 1));
  const { devDependencies } = JSON.parse(readFileSync("package.json", "utf8"));

  test("has the pinned Node, installs by the lockfile, and copies what is there and nothing else", () => {
    expect(of("FROM")).toEqual([`node:${devDependencies.node}-bookworm-slim`]);
    expect(of("RUN")[0]).toMatch(/^npm ci --omit=dev /);
    const copied = of("COPY").flatMap((line) => line.split(" ").slice(0, -1));
    expect(copied.filter((path) => !existsSync(path))).toEqual([]);
    const allowed = readFileSync(".dockerignore", "utf8").split("\n").filter(Boolean);
    expect(allowed).toEqual(["*", ...copied.map((path) => `!${path}`)]);
  });

  test("runs as a user without rights, with the sandbox, and knows no secret", () => {
    const [user = ""] = of("USER");
    expect(of("RUN").join("\n")).toContain(`useradd --uid ${user} `);
    expect(lines.findIndex((line) => line.startsWith("USER"))).toBeLessThan(
      lines.findIndex((line) => line.startsWith("ENTRYPOINT")),
    );
    expect(of("ENV").concat(of("ARG"))).toEqual([]);
    expect(lines.join("\n")).not.toContain("sandbox");
  });
});
