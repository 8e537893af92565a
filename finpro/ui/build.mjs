// Builds the style sheet, the script and the typeface into finpro/ui/build/finpro (git-ignored).
// `npm run build` once; `npm run build -- --watch` rebuilds when a source changes.
import { copyFileSync, mkdirSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const modules = join(root, "node_modules");
const sources = join(here, "static_src");
const out = join(here, "build", "finpro");
const LIMIT = 70 * 1024;

function styles() {
  const compiled = sass.compile(join(sources, "scss", "app.scss"), {
    style: "compressed",
    sourceMap: false,
    importers: [{ findFileUrl: (url) => (url.startsWith("govuk/") ? new URL(url.replace(/^govuk\//, "govuk-frontend/dist/govuk/"), pathToFileURL(modules + "/")) : null) }],
    quietDeps: true,
  });
  const small = esbuild.transformSync(compiled.css, { loader: "css", minify: true, target: ["chrome109", "firefox115", "safari16"] });
  if (small.code.includes("data:")) throw new Error("app.css holds a data: address, which the content policy refuses");
  writeFileSync(join(out, "app.css"), small.code);
}

function scripts() {
  esbuild.buildSync({
    // app.js is on every page; human-check.js comes with the macro that needs it.
    entryPoints: ["app", "human-check"].map((name) => join(sources, "ts", `${name}.ts`)),
    outdir: out,
    bundle: true,
    minify: true,
    format: "esm",
    target: ["chrome109", "firefox115", "safari16"],
    legalComments: "none",
    nodePaths: [modules],
  });
}

function files() {
  const font = join(modules, "@fontsource-variable", "public-sans", "files", "public-sans-latin-wght-normal.woff2");
  copyFileSync(font, join(out, "fonts", "public-sans.woff2"));
  copyFileSync(join(modules, "@fontsource-variable", "public-sans", "LICENSE"), join(out, "fonts", "LICENSE.txt"));
  copyFileSync(join(sources, "img", "icon.svg"), join(out, "icon.svg"));
}

function build() {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(join(out, "fonts"), { recursive: true });
  styles();
  scripts();
  files();
  const names = ["app.css", "app.js", "human-check.js"];
  const sizes = names.map((name) => gzipSync(readFileSync(join(out, name)), { level: 9 }).length);
  const total = sizes[0] + sizes[1];
  console.log(`${names.map((name, index) => `${name} ${(sizes[index] / 1024).toFixed(1)} KB`).join(", ")} compressed`);
  if (total > LIMIT) throw new Error(`style sheet and script are ${total} bytes compressed; the limit is ${LIMIT}`);
}

build();
if (process.argv.includes("--watch")) {
  let timer;
  watch(sources, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      try {
        build();
      } catch (error) {
        console.error(error.message);
      }
    }, 100);
  });
}
