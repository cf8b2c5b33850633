// Writes every vendored file of static/, and axe-core for the tests, from
// node_modules, and stamps the content hash of each font into app.css.
// Running it twice changes nothing.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const modules = join(root, "node_modules");
const out = (name) => join(root, name);
const text = (...path) => readFileSync(join(modules, ...path), "utf8");

// Every Lucide icon the screens use; views name them without a prefix.
const icons = `
  armchair arrow-down arrow-left-right arrow-right arrow-up ban binoculars bookmark-plus
  calendar-check calendar-clock car chart-no-axes-column check chevron-left chevron-right
  circle-alert circle-check circle-dashed circle-help clock clock-alert corner-up-left
  corner-up-right download ear equal eye file-check file-diff file-text fingerprint flag gavel
  git-merge hourglass house image inbox key-round life-buoy list list-filter list-plus lock
  log-out mail-warning map-pin megaphone message-circle-question message-square minus monitor phone
  paperclip pause pencil plus printer refresh-cw repeat-2 route scale search send settings
  shield-check smartphone split square-kanban swords target trash-2 triangle-alert undo-2
  user-plus wifi-off x zap`.trim().split(/\s+/);

const symbols = icons.map((name) => {
  const svg = text("lucide-static", "icons", `${name}.svg`);
  const drawing = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  return `<symbol id="i-${name}" viewBox="0 0 24 24">${drawing.trim().replace(/\s*\n\s*/g, "")}</symbol>`;
});
writeFileSync(out("icons.svg"),
  `<svg xmlns="http://www.w3.org/2000/svg">\n<!-- Lucide, ISC licence -->\n${symbols.join("\n")}\n</svg>\n`);

copyFileSync(join(modules, "htmx.org", "dist", "htmx.min.js"), out("htmx.min.js"));
copyFileSync(join(modules, "htmx.org", "dist", "ext", "hx-sse.min.js"), out("hx-sse.min.js"));

mkdirSync(out("fonts"), { recursive: true });
let css = readFileSync(out("app.css"), "utf8");
for (const font of ["inter-latin-opsz-normal.woff2", "inter-latin-ext-opsz-normal.woff2"]) {
  const source = join(modules, "@fontsource-variable", "inter", "files", font);
  copyFileSync(source, out(`fonts/${font}`));
  const hash = createHash("sha256").update(readFileSync(source)).digest("hex").slice(0, 12);
  css = css.replaceAll(new RegExp(`fonts/${font}(\\?v=[0-9a-f]*)?`, "g"), `fonts/${font}?v=${hash}`);
}
writeFileSync(out("app.css"), css);

// The browser tests look for barriers with axe-core.
const testdata = join(root, "..", "cmd", "alongside", "testdata");
mkdirSync(testdata, { recursive: true });
copyFileSync(join(modules, "axe-core", "axe.min.js"), join(testdata, "axe.min.js"));
copyFileSync(join(modules, "axe-core", "LICENSE"), join(testdata, "axe.LICENSE.txt"));

const licences = [
  ["htmx.min.js, hx-sse.min.js", "htmx.org"],
  ["fonts/", "@fontsource-variable/inter"],
  ["icons.svg", "lucide-static"],
  ["app.css", "tailwindcss"],
  ["app.css", "daisyui"],
].map(([files, name]) => {
  const { version } = JSON.parse(text(name, "package.json"));
  return `## ${files}: ${name} ${version}\n\n${text(name, "LICENSE").trim()}\n`;
});
writeFileSync(out("LICENSES.md"), `# Licences of the vendored files\n\n${licences.join("\n")}`);
