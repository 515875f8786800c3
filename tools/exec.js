#!/usr/bin/env node
// `exec <program> [argument]...` for shells without it: the shells of yarn and Windows. Scripts of package.json
// start with it, so that a signal to npm reaches the program and not an intermediate shell.
import { start } from "./child.js";

const [program = "", ...parameters] = process.argv.slice(2);
process.exitCode = await start(program, parameters).ended;
