import { readdirSync, readFileSync } from "node:fs";

/** What some work took: seconds of CPU of this process and of all that it started, seconds by the clock, bytes of memory at most. */
export type Spent = { node: number; browsers: number; wall: number; peak: number };

/**
 * Measures some work with every process below this one, by /proc: what a browser's own children use is lost to `time`. They are
 * looked at ten times a second, so up to a tenth of a second of each process's end is missed. Memory is the sum of what each
 * process holds (RSS): pages that several share count for each. Linux only.
 */
export async function measured<T>(work: () => Promise<T>): Promise<{ result: T; spent: Spent }> {
  const begun = {
    cpu: process.cpuUsage(),
    wall: performance.now(),
    before: new Map(belowNow().map((of) => [of.pid, of.seconds])),
  };
  const seconds = new Map<number, number>();
  let peak = 0;
  const look = () => {
    const below = belowNow();
    for (const { pid, seconds: used } of below) seconds.set(pid, used - (begun.before.get(pid) ?? 0));
    peak = Math.max(peak, process.memoryUsage.rss() + below.reduce((sum, { rss }) => sum + rss, 0));
  };
  const timer = setInterval(look, every);
  try {
    const result = await work();
    look();
    const { user, system } = process.cpuUsage(begun.cpu);
    const browsers = [...seconds.values()].reduce((sum, each) => sum + each, 0);
    return {
      result,
      spent: { node: (user + system) / 1e6, browsers, wall: (performance.now() - begun.wall) / 1000, peak },
    };
  } finally {
    clearInterval(timer);
  }
}

/** Seconds of CPU that this process and those below it have used so far. One that has ended since is not counted. */
export function cpuNow(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6 + belowNow().reduce((sum, { seconds }) => sum + seconds, 0);
}

const every = 100; // ms
const tick = 0.01; // seconds; what Linux counts in, everywhere that Node runs
const page = 4096; // bytes

type Below = { pid: number; parent: number; seconds: number; rss: number };

/** Every process that descends from this one. */
function belowNow(): Below[] {
  const all = readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? (statOf(Number(name)) ?? []) : []));
  const childrenOf = Map.groupBy(all, ({ parent }) => parent);
  const below: Below[] = [];
  const open = [process.pid];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop())
    for (const child of childrenOf.get(pid) ?? []) {
      below.push(child);
      open.push(child.pid);
    }
  return below;
}

/** The name, the second field, may hold spaces and brackets. */
function statOf(pid: number): Below | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    const [parent, user, system, pages] = [1, 11, 12, 21].map((i) => Number(fields[i]));
    return { pid, parent: parent!, seconds: (user! + system!) * tick, rss: pages! * page };
  } catch {
    return undefined; // it has ended
  }
}
