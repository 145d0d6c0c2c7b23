// Builds everything that browsers load into dist/lapor/: style sheets, scripts, icons. Run by set-up: npm ci && npm run
// build
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { PurgeCSS } from "purgecss";
import * as sass from "sass";
import { BUNDLES, HELD } from "./bundles.mjs";
import { faintPairs } from "./contrast.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, "dist", "lapor");
const lapor = path.join(here, "..", "lapor");
const TARGET = ["chrome70", "firefox78", "safari14.1"]; // the phones of eight years ago
const resolve = createRequire(import.meta.url).resolve;

/**
 * @param {string} name
 * @param {string} content
 */
function write(name, content) {
  writeFileSync(path.join(out, name), content);
  console.log(`${name.padEnd(14)} ${String(content.length).padStart(7)} bytes, ${gzipSync(content).length} compressed`);
}

/** tokens.css with its dark block also under the reader's own preference, unless data-theme says otherwise. */
function tokens() {
  const css = readFileSync(path.join(here, "tokens.css"), "utf8");
  const faint = faintPairs(css);
  if (faint.length) throw new Error(`Colours too faint:\n${faint.join("\n")}`);
  const dark = css.match(/\[data-theme="dark"\] (\{[^}]+\})/)?.[1];
  return `${css}\n@media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) ${dark} }\n`;
}

/**
 * The templates and template tags of these apps: class names stand in them.
 * @param {string[]} apps
 */
function templates(apps) {
  const files = apps.flatMap((app) =>
    readdirSync(path.join(lapor, app), { recursive: true, encoding: "utf8" }).map((name) =>
      path.join(lapor, app, name),
    ),
  );
  return files.filter((file) => /\.(html|py)$/.test(file));
}

/**
 * A style sheet with what stands in the templates of these apps and in the scripts of its pages.
 * @param {import("./bundles.mjs").Sheet} name
 * @param {string[]} apps
 * @param {Map<string, string[]>} sources our own sources of each bundle
 */
async function styles(name, apps, sources) {
  const compiled = sass.compile(path.join(here, "styles", `${name}.scss`), {
    loadPaths: [path.join(here, "node_modules")],
    quietDeps: true,
    silenceDeprecations: ["import"],
  });
  const scripts = [...sources].flatMap(([bundle, files]) => (BUNDLES[bundle].sheets.includes(name) ? files : []));
  const [purged] = await new PurgeCSS().purge({
    content: [...templates(apps), ...new Set(scripts)],
    css: [{ raw: tokens() + compiled.css }],
    safelist: { greedy: [/^tone-/, /^is-/, /data-theme/, /aria-/] },
    defaultExtractor: (text) => text.match(/[\w-]+/g) || [],
  });
  const { code } = await esbuild.transform(purged.css, { loader: "css", minify: true, target: TARGET });
  write(`${name}.css`, code);
}

/**
 * Gives our own sources that the bundle is made of.
 * @param {string} name
 */
async function script(name) {
  const { outputFiles, metafile } = await esbuild.build({
    entryPoints: [path.join(here, "scripts", `${name}.js`)],
    absWorkingDir: here,
    bundle: true,
    metafile: true,
    minify: true,
    format: "esm",
    target: TARGET,
    write: false,
    legalComments: "none",
    define: { "process.env.NODE_ENV": '"production"' }, // Workbox without its talk for developers
  });
  write(`${name}.js`, outputFiles[0].text);
  return Object.keys(metafile.inputs)
    .filter((file) => file.startsWith("scripts/"))
    .map((file) => path.join(here, file));
}

async function mapStyles() {
  const { code } = await esbuild.transform(
    readFileSync(resolve("leaflet/dist/leaflet.css"), "utf8").replace(/^[^{}]*\{[^{}]*url\([^{}]*\}/gm, "") +
      sass.compile(path.join(here, "styles", "map.scss")).css,
    { loader: "css", minify: true, target: TARGET },
  );
  write("map.css", code);
}

const DRAWN =
  'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';

/** Each platform's folder names its own icon. */
function channelIcons() {
  const channels = path.join(lapor, "channels");
  const own = readdirSync(channels).filter((name) => existsSync(path.join(channels, name, "icon")));
  return Object.fromEntries(
    own.map((name) => [`channel-${name}`, readFileSync(path.join(channels, name, "icon"), "utf8").trim()]),
  );
}

function icons() {
  const chosen = { ...JSON.parse(readFileSync(path.join(here, "icons.json"), "utf8")), ...channelIcons() };
  const symbols = Object.entries(chosen).map(([name, source]) => {
    const svg = readFileSync(path.join(here, "node_modules/@tabler/icons/icons/outline", `${source}.svg`), "utf8");
    const shapes = svg.slice(svg.indexOf(">") + 1, svg.lastIndexOf("</svg>"));
    const kept = shapes.replace(/<path stroke="none"[^>]*\/>/g, "").replace(/\s*\n\s*/g, "");
    return { name, symbol: `<symbol id="${name}" ${DRAWN}>${kept}</symbol>` };
  });
  // Pictures of categories are a file of their own: the form's first visit does without them.
  for (const [file, isOfCategory] of /** @type {[string, boolean][]} */ ([
    ["icons.svg", false],
    ["pictures.svg", true],
  ])) {
    const held = symbols.filter(({ name }) => name.startsWith("category-") === isOfCategory);
    write(file, `<svg xmlns="http://www.w3.org/2000/svg">${held.map(({ symbol }) => symbol).join("")}</svg>`);
  }
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
/** @type {Map<string, string[]>} */
const sources = new Map();
for (const name of Object.keys(BUNDLES)) sources.set(name, await script(name));
await styles("public", ["ui", "web"], sources);
await styles("console", ["ui", "console", "desk", "ops"], sources);
await mapStyles();
icons();
write("mark.svg", readFileSync(path.join(here, "mark.svg"), "utf8"));
for (const name of ["app-phone.png", "app-desk.png"]) {
  copyFileSync(path.join(here, "screenshots", name), path.join(out, name));
}
const held = Object.entries(BUNDLES).flatMap(([name, { isHeld }]) => (isHeld ? [`${name}.js`] : []));
write("parts.json", JSON.stringify({ held: [...held, ...HELD] }));
