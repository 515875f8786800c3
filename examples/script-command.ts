/** The command line that runs a script of package.json, with the package manager that started this program. */
export function scriptCommand(script: string): string {
  const isYarn = process.env["npm_config_user_agent"]?.startsWith("yarn/");
  return isYarn ? `yarn ${script}` : `npm run ${script}`;
}
