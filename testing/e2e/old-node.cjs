// Makes a process believe that it runs on Node.js 18.
Object.defineProperty(process.versions, "node", { value: "18.20.8" });
