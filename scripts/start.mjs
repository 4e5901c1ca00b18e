/**
 * npm start: the production start. Builds first when dist/ is missing or older than src/, then loads the program in this
 * same process, so that SIGTERM and SIGINT reach it directly.
 */
import { pathToFileURL } from 'node:url';
import { build, entry, reasonToBuild } from './lib/build.mjs';

const reason = reasonToBuild();
let problem;
if (reason !== undefined) {
  console.error(reason === 'missing' ? 'Building dist/ first.' : 'src/ is newer than dist/: building again.');
  problem = build();
}
if (problem === undefined) {
  await import(pathToFileURL(entry).href);
} else {
  console.error(problem);
  process.exitCode = 1;
}
