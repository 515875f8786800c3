#!/usr/bin/env node
// `exec <program> [argument]...` for the shells that do not have it: that of yarn, and that of Windows. Scripts of
// package.json begin with it, so that a signal to npm reaches the program and not a shell that keeps it.
import { start } from "./child.js";

const [program = "", ...parameters] = process.argv.slice(2);
process.exitCode = await start(program, parameters).ended;
