import { run } from "../src/cli/program.ts";

export type Outcome = { code: number; stdout: string; stderr: string };

type Where = { cwd?: string; env?: Readonly<Record<string, string>> };

/**
 * A command as a shell would run it, but in this process, whose modules are there already: what it writes, and how it ends. What
 * only a process of its own can show (signals, a terminal, an old Node) is tested with one.
 */
export async function command(
  args: readonly string[],
  { cwd = process.cwd(), env = {} }: Where = {},
): Promise<Outcome> {
  const home = process.cwd();
  const before = Object.keys(env).map((key) => [key, process.env[key]] as const);
  const [out, err] = [heard(process.stdout), heard(process.stderr)];
  process.chdir(cwd);
  Object.assign(process.env, env);
  try {
    const code = await run(args);
    return { code, stdout: out.text(), stderr: err.text() };
  } finally {
    process.chdir(home);
    for (const [key, value] of before) {
      if (value === undefined) delete process.env[key];
      else process.env[key] = value;
    }
    out.end();
    err.end();
  }
}

/** Mutates the stream: what is written is kept, not shown, until the end. */
function heard(stream: NodeJS.WriteStream): { text: () => string; end: () => void } {
  const { write } = stream;
  const heard: string[] = [];
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
    heard.push(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString());
    const done = rest.find((each) => typeof each === "function");
    if (done) queueMicrotask(done as () => void);
    return true;
  };
  return {
    text: () => heard.join(""),
    end: () => {
      stream.write = write;
    },
  };
}
