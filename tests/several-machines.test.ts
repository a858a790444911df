import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { exits } from "../src/cli/exits.ts";

// The examples of docs/several-machines.md hold with what the command does.

const text = readFileSync("docs/several-machines.md", "utf8");
const blockOf = (language: string) => new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(text)?.[1] ?? "";

test("a pod that nobody should try again ends with an exit code that says so", () => {
  const { spec } = parse(blockOf("yaml"));
  const [rule] = spec.podFailurePolicy.rules;
  expect(rule.onExitCodes.values).toEqual([exits.failed, exits.unusable, exits.budget]);
  expect([spec.completionMode, spec.template.spec.restartPolicy]).toEqual(["Indexed", "Never"]); // as failure policies need
  const [container] = spec.template.spec.containers;
  expect(rule.onExitCodes.containerName).toBe(container.name);
  expect(container.args[0]).toContain(`--shards ${spec.completions} `);
});

test("the script of the array job is one that a shell reads", () => {
  expect(spawnSync("bash", ["-n"], { input: blockOf("bash"), encoding: "utf8" })).toMatchObject({
    status: 0,
    stderr: "",
  });
});
