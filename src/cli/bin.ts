#!/usr/bin/env node
import { thisPackage } from "../package.ts";

/*
 * The command `feedback` as it is installed. Nothing here or in what it imports is newer than Node 16, so that a Node that is too
 * old for the rest says so instead of stumbling over its syntax.
 */
const oldest = thisPackage.engines.node.replace(">=", "");

if (isOlder(process.versions.node, oldest)) {
  process.stderr.write(
    `feedback needs Node ${oldest} or later, but this is Node ${process.versions.node} (${process.execPath})\n` +
      "  hint: install a newer Node from https://nodejs.org, and put it first on the PATH\n",
  );
  process.exitCode = 2;
} else {
  await import("./main.ts");
}

/** Whether a version comes before another: "22.9.0" before "22.18". */
function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((each) => each.split(".").map(Number));
  const place = [0, 1, 2].find((i) => (a?.[i] ?? 0) !== (b?.[i] ?? 0));
  return place !== undefined && (a?.[place] ?? 0) < (b?.[place] ?? 0);
}
