import { keepCompiled } from "./compiled.ts";

await keepCompiled();
const { run } = await import("./program.ts"); // only now, so that it is kept too
process.exitCode = await run(process.argv.slice(2));
