/// <reference lib="dom" preserve="true" />

export { type CheckNetworkOptions, checkNetwork, type NetworkReport } from "./check-network.ts";
export type { CheckCause } from "./own-causes.ts";
export type { RelayQuality } from "./relay-check.ts";
export {
  type CheckName,
  type CheckResult,
  checkLabels,
  type FailedCheck,
  type PassedCheck,
  type SkippedCheck,
} from "./result.ts";
