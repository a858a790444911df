import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isIn, isMailbox } from "../../src/input/files/mailbox.ts";
import { readSettings } from "../../src/input/send/settings.ts";
import { suppressedBy } from "../../src/input/send/suppressions.ts";
import { nodeWorld } from "../../src/node.ts";
import type { Problem } from "../../src/problem.ts";
import { command } from "../command.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "settings-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const least = "host: smtp.example.org\nfrom: a@b.example\nenvelope: c@b.example\ndomains: [nhs.example]\n";

/** What the user is told of a send.yaml, and of the list beside it. */
async function told(yaml: string, suppress?: string): Promise<string> {
  const file = join(folder, "send.yaml");
  await writeFile(file, yaml);
  if (suppress !== undefined) await writeFile(join(folder, "suppress.csv"), suppress);
  const { stderr, code } = await command(["send", "no-run", "--settings", file]);
  expect(code).toBe(2);
  return stderr.replaceAll(`${folder}/`, "");
}

describe("send.yaml", () => {
  test("has nothing left of an example where emails are to leave for another machine", async () => {
    const file = join(folder, "send.yaml");
    await writeFile(file, least);
    const refused = (await readSettings(nodeWorld(), file, { isLive: true }).catch(
      ({ problems }) => problems,
    )) as Problem[];
    expect(refused.map(({ code, message, place }) => `${place?.line} ${code} ${message}`)).toEqual([
      '1 placeholder "smtp.example.org" is an address for examples, which leads nowhere',
      '2 placeholder "a@b.example" is an address for examples, which leads nowhere',
      '3 placeholder "c@b.example" is an address for examples, which leads nowhere',
      '4 placeholder "nhs.example" is an address for examples, which leads nowhere',
    ]);
    await writeFile(file, least.replace("smtp.example.org", "localhost"));
    expect((await readSettings(nodeWorld(), file, { isLive: true })).host).toBe("localhost");
  });

  test("has the limits of Exchange Online unless it says otherwise", async () => {
    await writeFile(join(folder, "send.yaml"), least);
    const settings = await readSettings(nodeWorld(), join(folder, "send.yaml"));
    expect(settings).toMatchObject({
      port: 587,
      tls: "starttls",
      rate: { minute: 30, day: 10_000 },
      "stop-at": 5,
      suppressions: [],
    });
    expect(settings).toMatchObject({ retry: { minutes: 15, times: 3 } });
  });

  test("that comes with the package can be read, with its list", async () => {
    const settings = await readSettings(nodeWorld(), "content/mailing/send.yaml");
    expect(settings.suppressions.map(({ reason }) => reason)).toEqual([
      "asked us on 2 November to stop",
      "mailbox is closed",
    ]);
  });

  test("holds no password, and one that stands there is not shown", async () => {
    const text = await told(`${least}password: hunter2\n`);
    expect(text).toContain('send.yaml:5:1  error  unknown key "password"');
    expect(text).not.toContain("hunter2");
  });

  test.each([
    ["tls: none\n", 'tls is "none", and the server is on another machine'],
    ["domains: ['*.example']\n", "must be a domain in small letters such as nhs.example, or *.nhs.example"],
    ["window: { zone: Europe/Nowhere }\n", "must be a time zone such as Europe/London"],
    ["window: { from: '18:00', to: '08:00' }\n", "must end after it begins"],
    ["test: [me]\n", "must be an email address"],
  ])("refuses %s", async (more, message) => {
    const key = more.split(":")[0]!;
    const kept = least
      .split("\n")
      .filter((line) => !line.startsWith(key))
      .join("\n");
    expect(await told(kept + more)).toContain(message);
  });

  test("refuses a password in the clear", async () => {
    const local = least.replace("smtp.example.org", "127.0.0.1");
    expect(await told(`${local}tls: none\nuser: me\n`)).toContain("a password would be sent in the clear");
  });

  test("that is not there is asked for", async () => {
    const { stderr } = await command(["send", "no-run", "--settings", join(folder, "none.yaml")]);
    expect(stderr).toContain("none.yaml");
  });
});

test("a list of suppressions that cannot be read stops the mailing, by line", async () => {
  const list = "address,code,reason\nlead@z.example,,asked to stop\n,Z10003,\n,,why\nlead,,asked\n";
  const text = await told(`${least}suppress: suppress.csv\n`, list);
  expect(text.split("\n").filter((line) => line.startsWith("suppress.csv"))).toEqual([
    "suppress.csv:3:1  error  no reason",
    "suppress.csv:4:1  error  neither an address nor a code",
    'suppress.csv:5:1  error  invalid address "lead"',
  ]);
  expect(await told(`${least}suppress: suppress.csv\n`, "adress,code,reason\n")).toContain('unknown column "adress"');
  expect(await told(`${least}suppress: suppress.csv\n`, 'address,code,reason\n"lead')).toContain(
    "a quote is opened but not closed",
  );
});

test("a suppression is of an address, of a recipient, or of a recipient at one address", () => {
  const list = [
    { address: "a@b.example", reason: "one" },
    { code: "Z10001", reason: "two" },
    { code: "Z10002", address: "c@b.example", reason: "three" },
  ];
  expect(suppressedBy(list, { code: "Z10009", address: "A@b.example" })).toBe("one");
  expect(suppressedBy(list, { code: "Z10001", address: "d@b.example" })).toBe("two");
  expect(suppressedBy(list, { code: "Z10002", address: "c@b.example" })).toBe("three");
  expect(suppressedBy(list, { code: "Z10002", address: "d@b.example" })).toBeUndefined();
});

test("a mailbox is one plain address, and a domain ends at a point", () => {
  for (const sound of ["a@b.example", "o'neill+x@nhs.example"]) expect(isMailbox(sound)).toBe(true);
  for (const wrong of [
    "a",
    "a@b",
    "a@b.example, c@d.example",
    "a b@c.example",
    ".a@b.example",
    `${"a".repeat(65)}@b.example`,
    "ä@b.example",
  ])
    expect(isMailbox(wrong)).toBe(false);
  expect(isIn("a@X.nhs.example", ["*.nhs.example"])).toBe(true);
  expect(isIn("a@evilnhs.example", ["*.nhs.example", "nhs.example"])).toBe(false);
});
