// Checks blocks and views against the types that Slack publishes, with the TypeScript compiler.
// stdin: { "blocks": [[BLOCK, …], …], "views": [VIEW, …] }; stdout: [["/0: Type …", …], …], first of the lists of blocks, then of the views.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

// Not in @slack/types 3.2.0, the newest: Slack added them later.
const notInTypes = new Set(["data_visualization"]);

const input = JSON.parse(readFileSync(0, "utf8"));
const lines = ['import type { HomeView, KnownBlock, ModalView } from "@slack/types";'];
const owners = [null];
let count = 0;

// Fresh literals, one a line: only so is a property found that a type does not have.
function add(owner, pointer, type, value) {
  lines.push(`export const c${count++}: ${type} = ${JSON.stringify(value)};`);
  owners.push({ owner, pointer });
}

function addBlocks(owner, blocks) {
  blocks.forEach((block, i) => notInTypes.has(block.type) || add(owner, `/${i}`, "KnownBlock", block));
}

input.blocks.forEach((blocks, i) => addBlocks(i, blocks));
input.views.forEach((view, i) => {
  const owner = input.blocks.length + i;
  // As a view declares them, blocks are anything with a type.
  add(owner, "", view.type === "modal" ? "ModalView" : "HomeView", { ...view, blocks: [] });
  addBlocks(owner, view.blocks);
});

const file = join(process.cwd(), "drawn.ts");
const options = { strict: true, noEmit: true, types: [], module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };
const host = ts.createCompilerHost(options);
const [fileExists, readFile] = [host.fileExists, host.readFile];
host.fileExists = (path) => path === file || fileExists(path);
host.readFile = (path) => (path === file ? lines.join("\n") : readFile(path));

const problems = Array.from({ length: input.blocks.length + input.views.length }, () => []);
const program = ts.createProgram([file], options, host);
for (const found of ts.getPreEmitDiagnostics(program)) {
  const text = ts.flattenDiagnosticMessageText(found.messageText, " ");
  const owner = found.file?.fileName === file ? owners[found.file.getLineAndCharacterOfPosition(found.start).line] : null;
  if (!owner) throw new Error(text);
  problems[owner.owner].push(`${owner.pointer}: ${text}`);
}
process.stdout.write(JSON.stringify(problems));
