// Parses queries as Log Analytics does, with its own parser and its meaning of names, and says what is wrong with each and what it results in.
// stdin: { "table": NAME, "columns": [{ "name", "type" }, …], "queries": [KQL, …] };
// stdout: [{ "problems": ["LINE: MESSAGE", …], "columns": [{ "name", "type" }, …] }, …] in the same order.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import vm from "node:vm";

// The package is scripts for a page, one after the other, that find each other in the global scope.
const require = createRequire(import.meta.url);
for (const name of ["bridge.min.js", "Kusto.Language.Bridge.min.js"]) {
  const path = require.resolve(`@kusto/language-service-next/${name}`);
  vm.runInThisContext(readFileSync(path, "utf8"), { filename: path });
}
const { KustoCode, GlobalState, Symbols } = globalThis.Kusto.Language;

const { table, columns, queries } = JSON.parse(readFileSync(0, "utf8"));
const typeOf = (name) => Symbols.ScalarTypes.GetSymbol(name);
const symbols = columns.map((column) => new Symbols.ColumnSymbol(column.name, typeOf(column.type)));
const workspace = new Symbols.DatabaseSymbol.$ctor1("workspace", [new Symbols.TableSymbol.$ctor4(table, symbols)]);
const globals = GlobalState.Default.WithDatabase(workspace);

function check(query) {
  const code = KustoCode.ParseAndAnalyze(query, globals);
  const problems = listOf(code.GetDiagnostics()).map((found) => `${query.slice(0, found.Start).split("\n").length}: ${found.Message}`);
  const result = code.ResultType;
  return { problems, columns: listOf(result?.Columns).map((column) => ({ name: column.Name, type: column.Type.Name })) };
}

const listOf = (list) => (list ? globalThis.System.Linq.Enumerable.from(list, globalThis.System.Object).ToArray() : []);

process.stdout.write(JSON.stringify(queries.map(check)));
