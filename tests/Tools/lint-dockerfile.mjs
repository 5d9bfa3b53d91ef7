// Says what is wrong with a Dockerfile, whatever the linter can find at all.
// stdin: the Dockerfile; stdout: ["LINE: MESSAGE", …].
import { readFileSync } from "node:fs";
import utils from "dockerfile-utils";

const { validate, ValidationSeverity } = utils;
const optional = [
  "deprecatedMaintainer",
  "directiveCasing",
  "emptyContinuationLine",
  "instructionCasing",
  "instructionCmdMultiple",
  "instructionEntrypointMultiple",
  "instructionHealthcheckMultiple",
  "instructionJSONInSingleQuotes",
  "instructionWorkdirRelative",
];
const settings = Object.fromEntries(optional.map((rule) => [rule, ValidationSeverity.ERROR]));
const problems = validate(readFileSync(0, "utf8"), settings);
process.stdout.write(JSON.stringify(problems.map((problem) => `${problem.range.start.line + 1}: ${problem.message}`)));
