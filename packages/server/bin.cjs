#!/usr/bin/env node
require("./node-version.cjs");
void import("./dist/cli.js");
