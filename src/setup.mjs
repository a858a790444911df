// Makes a checkout ready to run: its packages, the Node it pins, the browser it pins. Plain JavaScript without
// dependencies, for it runs on whatever Node is there (20 or later): "node src/setup.mjs && npm run -s next". The next
// npm script then finds the pinned Node first on its PATH. A second call finds all in place and says nothing.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const pinnedNode = join(root, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");

setUp();

function setUp() {
  if (!packagesAreInPlace()) installPackages();
  if (runningVersion() !== wantedVersion()) installNode();
  if (process.platform === "linux") unpackBrowser();
}

/** Whether npm's own record of what it installed agrees with package-lock.json. */
function packagesAreInPlace() {
  const installed = packagesOf(join("node_modules", ".package-lock.json"));
  if (!installed) return false;
  const { "": _project, ...wanted } = packagesOf("package-lock.json") ?? {};
  return (
    Object.keys(installed).every((path) => path in wanted) &&
    Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
      const found = installed[path];
      return found ? found.version === version && found.integrity === integrity : optional; // e.g., another system's
    })
  );
}

function packagesOf(lockfile) {
  try {
    return JSON.parse(readFileSync(join(root, lockfile), "utf8")).packages;
  } catch {
    return undefined;
  }
}

function installPackages() {
  say("installing the packages that package-lock.json names (npm ci); this takes a minute or two");
  npm(["ci", "--include=dev", "--include=optional", "--prefer-offline", "--no-audit", "--no-fund"], {
    step: "installing packages",
    advice: "check that npm ping succeeds and that package-lock.json is as committed, then run the same command again",
  });
}

/** Npm's "node" package brings its program with an install script, which some settings of npm keep from running. */
function installNode() {
  say(`installing Node ${wantedVersion()} into node_modules`);
  const step = "installing the pinned Node";
  const advice = `install Node ${wantedVersion()} yourself and put it first on the PATH, or ask for help with the lines above`;
  npm(["rebuild", "node", "--ignore-scripts=false", "--foreground-scripts"], { step, advice });
  const version = runningVersion();
  if (version !== wantedVersion()) fail({ step, advice, output: `${pinnedNode} says "${version}"` });
}

function wantedVersion() {
  return JSON.parse(readFileSync(join(root, "package.json"), "utf8")).devDependencies.node;
}

function runningVersion() {
  const { stdout, stderr, error } = spawnSync(pinnedNode, ["--version"], { encoding: "utf8" });
  return error ? error.message : (stdout || stderr).trim().replace(/^v/, "");
}

function unpackBrowser() {
  run(pinnedNode, [join("src", "output", "unpack.ts")], {
    step: "unpacking the browser",
    advice: "see the reason above; it needs 220 MB in ~/.cache, or in the folder that XDG_CACHE_HOME names",
  });
}

/** Runs the npm that runs this script, with the Node that runs it. */
function npm(args, onFailure) {
  const { npm_execpath: cli, npm_node_execpath: node = process.execPath } = process.env;
  const all = [...args, "--engine-strict=false", "--loglevel=warn"]; // "npm run -s" would silence its errors too
  if (cli && /^npm-cli\.[cm]?js$/.test(basename(cli)) && existsSync(node)) run(node, [cli, ...all], onFailure);
  else run("npm", all, onFailure, { shell: process.platform === "win32" });
}

function run(program, args, onFailure, options = {}) {
  const { status, error, stdout, stderr } = spawnSync(program, args, {
    ...options,
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) fail({ ...onFailure, output: `${stdout ?? ""}\n${stderr ?? ""}\n${error?.message ?? ""}` });
}

function fail({ step, output, advice }) {
  say(`failed at ${step}:`);
  for (const line of tellingLines(output)) process.stderr.write(`  ${line}\n`);
  say(`what to do: ${advice}`);
  process.exit(2);
}

/** The last lines; but npm says what is wrong first and explains its options after. */
function tellingLines(output) {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const start = lines.findIndex((line) => /^npm (error|ERR!) code /.test(line));
  return start < 0 ? lines.slice(-20) : lines.slice(start, start + 20);
}

/** To stderr: stdout belongs to the command that follows. */
function say(line) {
  process.stderr.write(`set-up: ${line}\n`);
}
