/**
 * npm run manifest [-- FILE]: builds the Teams app package (dist/steunpunt.zip unless FILE is given) from manifest/.
 *
 *   BOT_ID     application id of the bot in Entra ID, a GUID
 *   BOT_HOST   public host name of the bot, for example steunpunt.gemeente.example
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { zipSync } from 'fflate';

const root = dirname(import.meta.dirname);
const read = (...path) => readFileSync(join(root, ...path));
const readJson = (...path) => JSON.parse(read(...path).toString('utf8'));

const id = process.env.BOT_ID?.trim().toLowerCase() ?? '';
const host = process.env.BOT_HOST?.trim().toLowerCase() ?? '';
const problems = [];
if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) {
  problems.push('BOT_ID must be the application id of the bot, for example 00000000-0000-0000-0000-000000000000.');
}
if (!/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(host)) {
  problems.push('BOT_HOST must be a host name without https:// or a path, for example steunpunt.gemeente.example.');
}
if (problems.length > 0) {
  for (const problem of problems) console.error(problem);
  process.exit(1);
}

/** Sets one value by its path as localization files write it, for example "bots[0].commandLists[0].commands[1].title". */
function set(target, path, value) {
  const steps = path.match(/[^.[\]]+/g).map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  const last = steps.pop();
  let place = target;
  steps.forEach((step, index) => {
    place[step] ??= typeof (steps[index + 1] ?? last) === 'number' ? [] : {};
    place = place[step];
  });
  place[last] = value;
}

// The manifest itself speaks Dutch, from nl.json; other languages travel beside it.
const values = { BOT_ID: id, BOT_HOST: host, VERSION: readJson('package.json').version };
const filled = read('manifest', 'manifest.template.json')
  .toString('utf8')
  .replace(/\$\{\{(\w+)\}\}/g, (_, name) => {
    if (!(name in values)) throw new Error(`manifest.template.json asks for \${{${name}}}, which nothing fills in.`);
    return values[name];
  });
const manifest = JSON.parse(filled);
for (const [path, text] of Object.entries(readJson('manifest', 'nl.json'))) {
  if (path !== '$schema') set(manifest, path, text);
}

const files = { 'manifest.json': Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`) };
for (const name of Object.values(manifest.icons)) files[name] = read('manifest', name);
for (const { file } of manifest.localizationInfo.additionalLanguages) files[file] = read('manifest', file);

// A fixed date: the same input gives the same package.
const zip = zipSync(files, { mtime: new Date(2000, 0, 1), level: 9 });
const target = resolve(process.argv[2] ?? join(root, 'dist', 'steunpunt.zip'));
mkdirSync(dirname(target), { recursive: true });
writeFileSync(target, zip);
console.log(`${target}: version ${manifest.version} for ${host}. Upload it in the Teams admin center.`);
