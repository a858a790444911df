import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPost, type ServerOptions } from "../../src/send/smtp.ts";

/*
 * A server that wants an encrypted connection and a password, as those of a health service do. Its certificate is made here, by
 * openssl; where that is missing, these tests are skipped.
 */
const isThere = (() => {
  try {
    return execFileSync("openssl", ["version"]).length > 0;
  } catch {
    return false;
  }
})();

describe.skipIf(!isThere)("an encrypted server with a password", () => {
  const got: { secure: boolean; user: unknown }[] = [];
  let server: SMTPServer;
  let folder: string;
  let ca: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "smtp-"));
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const made = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost";
    const named = ["-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", cert];
    execFileSync("openssl", [...made.split(" "), ...named], { stdio: "ignore" });
    ca = readFileSync(cert, "utf8");
    server = new SMTPServer({
      key: readFileSync(key),
      cert: ca,
      closeTimeout: 100,
      onAuth: ({ username, password }, _, done) =>
        password === "right" ? done(null, { user: username }) : done(new Error(`not with ${password}`)),
      onData: (stream, session, done) => {
        got.push({ secure: session.secure, user: session.user });
        stream.resume().on("end", () => done());
      },
    });
    server.on("error", () => {}); // connections that the client gave up
    await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  });
  afterAll(async () => {
    await new Promise<void>((resolve) => server.close(resolve));
    await rm(folder, { recursive: true, force: true });
  });

  async function tried(options: ServerOptions) {
    const { port } = server.server.address() as { port: number };
    await using post = openPost({ host: "localhost", port, tls: "starttls", user: "series", timeout: 5 }, options);
    return post.hand({ from: "a@b.example", to: "c@d.example" }, Buffer.from("Subject: x\r\n\r\nx\r\n"));
  }

  test("takes an email over the encrypted connection from who signs in", async () => {
    expect(await tried({ password: "right", ca })).toMatchObject({ state: "handed-over" });
    expect(got).toEqual([{ secure: true, user: "series" }]);
  });

  test("is told no password where its certificate is nobody's, and gets nothing", async () => {
    expect(await tried({ password: "right" })).toMatchObject({ state: "queued", isDown: true });
    expect(got).toHaveLength(1);
  });

  test("that refuses the password gets nothing, and what it answers is kept without the password", async () => {
    const { state, reply, isBarred } = await tried({ password: "hunter2", ca });
    expect([state, isBarred]).toEqual(["queued", true]);
    expect(reply).toContain("not with …");
    expect(got).toHaveLength(1);
  });
});
