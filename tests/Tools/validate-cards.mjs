// Validates Adaptive Cards twice: as a host of version 1.5 reads them, against the official schema, where what that host does not know
// is replaced by its fallback; and as Teams reads them, against the list of Teams' elements.
// stdin: { "schema": PATH, "elements": PATH or null to leave Teams out, "cards": [CARD, …] }; stdout: [["body/0: …", …], …] in the same order.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Ajv from "ajv";

const input = JSON.parse(readFileSync(0, "utf8"));
const schema = JSON.parse(readFileSync(input.schema, "utf8"));
const teams = input.elements ? JSON.parse(readFileSync(input.elements, "utf8")) : null;

const { id, $schema, ...rest } = schema;
const ajv = new Ajv({ allErrors: false, strict: false, validateFormats: false });
ajv.addMetaSchema(createRequire(import.meta.url)("ajv/dist/refs/json-schema-draft-06.json"));
const isValid = ajv.compile({ ...rest, anyOf: undefined, $ref: "#/definitions/AdaptiveCard" });

// As a host of 1.5 draws it. What such a host would leave out without the card's saying so is a problem.
function plain(node, problems) {
  if (Array.isArray(node)) return node.map((item) => plain(item, problems)).filter((item) => item !== undefined);
  if (node === null || typeof node !== "object") return node;
  if (typeof node.type === "string" && !(node.type in schema.definitions)) {
    if (node.fallback === undefined) problems.push(`1.5: ${node.type} has no fallback`);
    return node.fallback === "drop" ? undefined : plain(node.fallback, problems);
  }
  return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, plain(value, problems)]).filter(([, value]) => value !== undefined));
}

const ofType = new Map(Object.entries(teams?.elements ?? {}).map(([name, element]) => [element.type ?? name, element]));
const common = new Set([...(teams?.commonElementProperties ?? []), "type"]);

function check(node, expected, path, problems) {
  // An action's data is of one type or another, and has what the bot wants to hear again.
  if (expected.startsWith("IUnion<")) expected = expected.slice(7, -1).split(", ").at(-1).includes("SubmitActionData") ? "SubmitActionData" : "";
  if (Array.isArray(node)) {
    const item = /^IList<(\w+)>$/.exec(expected)?.[1] ?? expected;
    node.forEach((one, i) => check(one, item, `${path}/${i}`, problems));
  } else if (teams.enums[expected]) {
    if (!teams.enums[expected].includes(node)) problems.push(`${path}: ${expected} has no ${JSON.stringify(node)}`);
  } else if (node !== null && typeof node === "object" && !path.endsWith("/data/chatops")) checkObject(node, expected, path, problems);
}

function checkObject(node, expected, path, problems) {
  const element = ofType.get(node.type) ?? teams.elements[expected];
  if (!element) return problems.push(`${path}: Teams knows no ${node.type ?? expected}`);
  const properties = new Map(element.properties.map((property) => [property.name, property.type]));
  for (const [name, value] of Object.entries(node)) {
    if (name === "chatops" && expected === "SubmitActionData") continue;
    if (!properties.has(name) && !common.has(name)) problems.push(`${path}: ${node.type ?? expected} has no ${name}`);
    else if (typeof value === "object" || properties.has(name)) check(value, properties.get(name) ?? "", `${path}/${name}`, problems);
  }
}

function validate(card) {
  const problems = [];
  const { msteams, ...known } = plain(card, problems);
  if (!isValid(known)) problems.push(...isValid.errors.map((error) => `1.5: ${error.instancePath} ${error.message}`));
  if (teams) check(card, "AdaptiveCard", "card", problems);
  return problems;
}

process.stdout.write(JSON.stringify(input.cards.map(validate)));
