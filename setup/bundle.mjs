// Which browser scripts and icons are made of which sources? Every ui/src/*.ts becomes a file of its own in ui/static/build.
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
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

const chosen = (await readFile(`${sources}/icons.txt`, "utf8").catch(() => "")).split(/\s+/).filter(Boolean);
const symbols = await Promise.all(
  chosen.map(async (name) => {
    const drawing = await readFile(`node_modules/@tabler/icons/icons/outline/${name}.svg`, "utf8");
    const inside = drawing.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").replace(/<path stroke="none"[^>]*\/>/, "");
    return `<symbol id="${name}" viewBox="0 0 24 24">${inside.replace(/\s*\n\s*/g, "")}</symbol>`;
  }),
);
await writeFile(`${target}/icons.svg`, `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
