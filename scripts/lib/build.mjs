import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const root = dirname(dirname(import.meta.dirname));
const dist = join(root, 'dist');
export const entry = join(dist, 'index.js');

/** Folders below src/ that the production build leaves out, so that a change there needs no new build. */
const leftOut = new Set([join(root, 'src', 'demo'), join(root, 'src', 'tab')]);

function newestIn(folder) {
  if (!existsSync(folder)) return 0;
  let newest = 0;
  for (const item of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, item.name);
    if (item.isDirectory()) {
      if (!leftOut.has(path)) newest = Math.max(newest, newestIn(path));
    } else {
      newest = Math.max(newest, statSync(path).mtimeMs);
    }
  }
  return newest;
}

/** 'missing' or 'old' when dist/ has to be built first, undefined when it can be started as it is. */
export function reasonToBuild() {
  if (!existsSync(entry)) return 'missing';
  return newestIn(join(root, 'src')) > statSync(entry).mtimeMs ? 'old' : undefined;
}

function compiler() {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
  } catch {
    return undefined;
  }
}

/**
 * Compiles src/ into a new folder and puts it in the place of dist/ only when everything succeeded: a build that is
 * interrupted never leaves half a program behind. Returns a sentence when it failed, undefined when it succeeded.
 */
export function build() {
  const tsc = compiler();
  if (tsc === undefined) {
    return (
      'The TypeScript compiler is not installed here, so dist/ cannot be built. ' +
      'Run "npm ci" (with the development packages) and "npm run build", or copy a dist/ that was built elsewhere.'
    );
  }
  const fresh = join(root, `dist.new-${process.pid}`);
  rmSync(fresh, { recursive: true, force: true });
  const result = spawnSync(
    process.execPath,
    [tsc, '-p', join(root, 'tsconfig.build.json'), '--outDir', fresh],
    // What the compiler says goes to stderr, so that stdout stays the log of the program.
    { cwd: root, stdio: ['ignore', 2, 2] },
  );
  if (result.status !== 0 || !existsSync(join(fresh, 'index.js'))) {
    rmSync(fresh, { recursive: true, force: true });
    return result.status === 0
      ? 'The build made no dist/index.js: is src/index.ts there?'
      : 'The build failed: see the lines above. The previous dist/, if any, is untouched.';
  }
  const packed = 'steunpunt.zip';
  if (existsSync(join(dist, packed))) renameSync(join(dist, packed), join(fresh, packed));
  rmSync(dist, { recursive: true, force: true });
  renameSync(fresh, dist);
  return undefined;
}
