import "./check/network-check.ts";
