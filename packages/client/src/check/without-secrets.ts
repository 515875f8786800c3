/** Removes the user name, the password, the query and the fragment of each URL in a text. */
export function withoutSecrets(text: string): string {
  return text.replace(/(\w:\/\/)(?:[^\s/]*@)?([^\s?#]*)\S*/g, "$1$2");
}
