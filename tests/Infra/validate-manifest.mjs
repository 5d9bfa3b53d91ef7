// Validates a Teams app manifest against Microsoft's schema.
// stdin: { "schema": PATH, "manifest": {…} }; stdout: ["/version must be string", …]
import { readFileSync } from "node:fs";
import Ajv from "ajv";

const { schema, manifest } = JSON.parse(readFileSync(0, "utf8"));
const rules = JSON.parse(readFileSync(schema, "utf8"));
// It says that it is draft 4, but uses words of later drafts; ajv reads those.
delete rules.$schema;
const isValid = new Ajv({ allErrors: true, strict: false, validateFormats: false }).compile(rules);
const errors = isValid(manifest) ? [] : isValid.errors.map((error) => `${error.instancePath || "/"} ${error.message}`);
process.stdout.write(JSON.stringify(errors));
