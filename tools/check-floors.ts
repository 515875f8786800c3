import { belowFloors } from "./floors.ts";
import { readLockFile } from "./lock-file.ts";
import { report } from "./report.ts";

report("floors", belowFloors(readLockFile()));
