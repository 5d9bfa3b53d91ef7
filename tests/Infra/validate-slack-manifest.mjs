// Reads the manifest of a Slack app, which is YAML, and validates it against Slack's schema.
// stdin: { "schema": FOLDER, "manifest": TEXT }; stdout: { "manifest": {…}, "errors": ["/features must be object", …] }
// Without a folder it is only read.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { parse } from "yaml";

const { schema, manifest } = JSON.parse(readFileSync(0, "utf8"));
const read = parse(manifest, { strict: true, uniqueKeys: true });
process.stdout.write(JSON.stringify({ manifest: read, errors: schema ? errors(schema, read) : [] }));

function errors(folder, value) {
  const load = (name) => JSON.parse(readFileSync(join(folder, name), "utf8"));
  const all = load("manifest.schema.json");
  // Which version it is says the one of its parts that fits; it names them by where they are on the web.
  const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
  for (const address of JSON.stringify(all).match(/https:[^"]+manifest\.schema\.\d\.\d\.\d\.json/g) ?? [])
    if (!ajv.getSchema(address)) ajv.addSchema(load(address.split("/").pop()), address);
  const isValid = ajv.compile(all);
  return isValid(value) ? [] : isValid.errors.map((error) => `${error.instancePath || "/"} ${error.message}`);
}
