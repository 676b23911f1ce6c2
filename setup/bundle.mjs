// Which browser scripts are made of which sources? Every ui/src/*.ts is the entry of one file in ui/static/build.
import { mkdir, readdir, rm } from "node:fs/promises";
import { build } from "esbuild";

const sources = "ui/src";
const target = "ui/static/build";

const names = await readdir(sources).catch(() => []);
const entries = names.filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"));

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
if (entries.length > 0) {
  await build({
    entryPoints: entries.map((name) => `${sources}/${name}`),
    outdir: target,
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    sourcemap: "linked",
    legalComments: "linked",
    loader: { ".woff2": "file", ".woff": "empty", ".ttf": "empty", ".eot": "empty", ".svg": "text" },
    assetNames: "[name]",
    logLevel: "warning",
  });
}
