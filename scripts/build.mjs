/** npm run build: compiles src/ (without the demo) into dist/. */
import { build } from './lib/build.mjs';

const problem = build();
if (problem !== undefined) {
  console.error(problem);
  process.exitCode = 1;
}
