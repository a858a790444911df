import type { World } from "../world.ts";

/** The stages of one report, as in the drawing of `build.ts`. */
export type LogStage = "compose" | "render" | "print" | "store";

/** One try at a report: how long each stage took, in seconds, and in which it failed. */
export type Attempt = {
  seconds: Partial<Record<LogStage, number>>;
  failedIn?: LogStage | "worker";
  try?: number;
  on?: string; // the worker, where it is of another machine or may be: "host-4711"
};

/** What a run puts down as it happens; `at` is added: the time, as "2026-10-12T07:00:00.000Z". */
export type Event =
  | { event: "begun"; run: string; reports: number; left: number }
  | ({ event: "made" | "failed"; code: string; cause?: string } & Attempt)
  | {
      event: "ended";
      state: string;
      why?: string;
      seconds: Readonly<Record<string, number>>;
      made: number;
      failed: number;
    };

/** The log of a run: a JSON line for each event. It tells of times, so no two are alike and no seal holds it. */
export type Log = { tell: (event: Event) => Promise<void> };

/** A log in the run's own folder, and in another file where one was asked for. Both are added to. */
export function openLog(world: World, paths: readonly string[]): Log {
  return {
    tell: async (event) => {
      const line = `${JSON.stringify({ at: world.now(), ...event })}\n`;
      for (const path of paths) await world.append(path, line);
    },
  };
}

/** Measures the stages of one report. */
export function openAttempt(clock: () => number) {
  const attempt: Attempt = { seconds: {} };
  return {
    attempt,
    /** Does the work of a stage; where it fails, the attempt has failed in it. */
    async in<T>(stage: LogStage, work: () => T | Promise<T>): Promise<T> {
      const begun = clock();
      attempt.failedIn = stage;
      try {
        const done = await work();
        delete attempt.failedIn;
        return done;
      } finally {
        attempt.seconds[stage] = Math.round(clock() - begun) / 1000;
      }
    },
  };
}

/**
 * The cause of a failure, the same for all reports that fail by it: without codes, numbers and paths.
 * "print/Z10003.pdf: 3 pages" and "print/Z10004.pdf: 4 pages" have one cause.
 */
export function causeOf({ failedIn }: Attempt, { code, failed }: { code: string; failed: string }): string {
  const said = failed
    .replaceAll(code, "…")
    .replace(/"[^"]*"/g, "…")
    .replace(/\d+(?:[.,]\d+)*/g, "…");
  return failedIn ? `${failedIn}: ${said}` : said;
}
