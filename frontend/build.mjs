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
import { faintPairs } from "./contrast.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, "dist", "lapor");
const lapor = path.join(here, "..", "lapor");
const TARGET = ["chrome70", "firefox78", "safari14.1"]; // the phones of eight years ago
const resolve = createRequire(import.meta.url).resolve;

function write(name, content) {
  writeFileSync(path.join(out, name), content);
  console.log(`${name.padEnd(14)} ${String(content.length).padStart(7)} bytes, ${gzipSync(content).length} compressed`);
}

/** tokens.css with its dark block also under the reader's own preference, unless data-theme says otherwise. */
function tokens() {
  const css = readFileSync(path.join(here, "tokens.css"), "utf8");
  const faint = faintPairs(css);
  if (faint.length) throw new Error(`Colours too faint:\n${faint.join("\n")}`);
  const [, dark] = css.match(/\[data-theme="dark"\] (\{[^}]+\})/);
  return `${css}\n@media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) ${dark} }\n`;
}

/** Everything a class name can stand in, for the purge: templates, template tags and scripts of the given parts. */
function sources(apps, scripts) {
  const files = [];
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const full = path.join(folder, entry.name);
      if (entry.isDirectory()) walk(full);
      else if (/\.(html|py)$/.test(entry.name)) files.push(full);
    }
  };
  for (const app of apps) walk(path.join(lapor, app));
  return [...files, ...scripts.map((name) => path.join(here, "scripts", name))];
}

async function styles(name, apps, scripts) {
  const compiled = sass.compile(path.join(here, "styles", `${name}.scss`), {
    loadPaths: [path.join(here, "node_modules")],
    quietDeps: true,
    silenceDeprecations: ["import"],
  });
  const [purged] = await new PurgeCSS().purge({
    content: sources(apps, scripts),
    css: [{ raw: tokens() + compiled.css }],
    safelist: { greedy: [/^tone-/, /^is-/, /data-theme/, /aria-/] },
    defaultExtractor: (text) => text.match(/[\w-]+/g) || [],
  });
  const { code } = await esbuild.transform(purged.css, { loader: "css", minify: true, target: TARGET });
  write(`${name}.css`, code);
}

async function script(name) {
  const result = await esbuild.build({
    entryPoints: [path.join(here, "scripts", `${name}.js`)],
    bundle: true,
    minify: true,
    format: "esm",
    target: TARGET,
    write: false,
    legalComments: "none",
    define: { "process.env.NODE_ENV": '"production"' }, // Workbox without its talk for developers
  });
  write(`${name}.js`, result.outputFiles[0].text);
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
  const channels = path.join(here, "..", "lapor", "channels");
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
    return `<symbol id="${name}" ${DRAWN}>${kept}</symbol>`;
  });
  write("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const FILING = [
  "guess",
  "photo_place",
  "photos",
  "place",
  "preview",
  "sending",
  "similar",
  "steps",
  "voice",
  "words",
].map((name) => `filing/${name}.js`);
const DESK_PARTS = ["beside", "look_up", "offline/counter", "offline/list", "page", "paper", "player", "read_back"];
const DESK = DESK_PARTS.map((name) => `desk/${name}.js`);
const PUBLIC = ["public.js", "follow.js", "file.js", "my_reports.js", "map.js", "map_page.js", "icon.js", ...FILING];
await styles("public", ["ui", "web"], PUBLIC);
await styles(
  "console",
  ["ui", "console", "desk", "ops"],
  ["console.js", "mask.js", "desk.js", "map.js", "public.js", ...DESK],
);
await mapStyles();
icons();
write("mark.svg", readFileSync(path.join(here, "mark.svg"), "utf8"));
for (const name of ["app-phone.png", "app-desk.png"])
  copyFileSync(path.join(here, "screenshots", name), path.join(out, name));
const BUNDLES = [
  "public",
  "file",
  "my_reports",
  "receipt",
  "sw",
  "map",
  "map_page",
  "map_tiles",
  "follow",
  "console",
  "desk",
  "desk_worker",
  "passkeys",
];
for (const name of BUNDLES) await script(name);
