import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

// A checkout of nothing: the real setup.mjs, an npm that writes down what it was asked, a browser of three bytes.

const version = process.versions.node;
const lockfile = {
  packages: {
    "": { name: "checkout" },
    "node_modules/a": { version: "1.0.0", integrity: "sha512-a" },
    "node_modules/of-another-system": { version: "1.0.0", optional: true },
  },
};

let checkout: string;
beforeEach(async () => {
  checkout = await mkdtemp(join(tmpdir(), "setup-test-"));
  await mkdir(join(checkout, "src", "output"), { recursive: true });
  await cp(fileURLToPath(new URL("../src/setup.mjs", import.meta.url)), join(checkout, "src", "setup.mjs"));
  await put(
    "src/output/unpack.ts",
    `import { writeFileSync } from "node:fs"; writeFileSync("unpacked", "yes" as string);`,
  );
  await put("package.json", JSON.stringify({ type: "module", devDependencies: { node: version } }));
  await put("package-lock.json", JSON.stringify(lockfile));
  await put("npm-cli.cjs", npm());
});
afterEach(() => rm(checkout, { recursive: true, force: true }));

describe.skipIf(process.platform === "win32")("set-up", () => {
  test("installs packages, checks the pinned Node and unpacks the browser", async () => {
    const { status, stdout, stderr } = setUp();
    expect(stderr).toMatch(/^set-up: installing the packages.*\n$/);
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
    expect(await asked()).toEqual([expect.stringMatching(/^ci --include=dev/)]);
    if (process.platform === "linux") expect(await readFile(join(checkout, "unpacked"), "utf8")).toBe("yes");
  });

  test("does nothing and says nothing the second time", async () => {
    setUp();
    const { status, stderr } = setUp();
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(await asked()).toHaveLength(1);
  });

  test.each([
    ["another version", { "node_modules/a": { version: "1.0.1", integrity: "sha512-b" } }],
    ["one package more", { ...lockfile.packages, "node_modules/b": { version: "1.0.0" } }],
    ["one package less", { "": {} }],
  ])("installs again when package-lock.json has %s", async (_, packages) => {
    setUp();
    await put("package-lock.json", JSON.stringify({ packages }));
    setUp();
    expect(await asked()).toHaveLength(2);
  });

  test("runs the pinned Node's install script where npm was told not to", async () => {
    await put("npm-cli.cjs", npm({ leavesOutNode: true }));
    expect(setUp().status).toBe(0);
    expect(await asked()).toEqual([expect.stringMatching(/^ci /), expect.stringMatching(/^rebuild node /)]);
  });

  test("says which step failed, the last lines, and what to do", async () => {
    await put("npm-cli.cjs", `console.error("npm error code ENOTFOUND"); process.exit(1);`);
    const { status, stderr } = setUp();
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /failed at installing packages:\n {2}npm error code ENOTFOUND\nset-up: what to do: check that/,
    );
  });

  test("fails when the pinned Node does not run", async () => {
    await put("package.json", JSON.stringify({ devDependencies: { node: "99.0.0" } }));
    const { status, stderr } = setUp();
    expect(status).toBe(2);
    expect(stderr).toContain("failed at installing the pinned Node");
    expect(stderr).toContain(`says "${version}"`);
  });

  test.skipIf(process.platform !== "linux")("fails when the browser cannot be unpacked", async () => {
    await put("src/output/unpack.ts", `throw new Error("no space left on device");`);
    const { status, stderr } = setUp();
    expect(status).toBe(2);
    expect(stderr).toMatch(/failed at unpacking the browser:.*no space left on device.*what to do: .*XDG_CACHE_HOME/s);
  });
});

function setUp() {
  const env = {
    PATH: process.env.PATH,
    npm_execpath: join(checkout, "npm-cli.cjs"),
    npm_node_execpath: process.execPath,
  };
  return spawnSync(process.execPath, ["src/setup.mjs"], { cwd: checkout, env, encoding: "utf8" });
}

/** What npm was asked, one call an entry. */
async function asked(): Promise<string[]> {
  return (await readFile(join(checkout, "asked"), "utf8")).trim().split("\n");
}

/** An npm that "installs" this Node and leaves the record that npm leaves. */
function npm({ leavesOutNode = false } = {}): string {
  return `
    const { appendFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync, rmSync } = require("node:fs");
    const [command] = process.argv.slice(2);
    appendFileSync("asked", process.argv.slice(2).join(" ") + "\\n");
    if (command === "ci") {
      rmSync("node_modules", { recursive: true, force: true });
      mkdirSync("node_modules/node/bin", { recursive: true });
      const { "": _, "node_modules/of-another-system": __, ...packages } = JSON.parse(readFileSync("package-lock.json")).packages;
      writeFileSync("node_modules/.package-lock.json", JSON.stringify({ packages }));
    }
    if (command === "rebuild" || !${leavesOutNode}) {
      rmSync("node_modules/node/bin/node", { force: true });
      symlinkSync(process.execPath, "node_modules/node/bin/node");
    }`;
}

async function put(path: string, text: string): Promise<void> {
  await writeFile(join(checkout, path), text);
}
