/** The text of `admin --help`. */
export const adminHelp = `Usage: simple-webrtc-signaling-server admin <command> [--flag value]...

Asks a running server, and tells it what to do.

  rooms                     the rooms that somebody is in
  peers <room>              who is in a room
  kick <room> <peerId>      end the stay of one peer
  kick-identity <subject>   end every stay of an identity
  close <room>              end the stay of everybody in a room
  notice <text>             tell everybody something, or with --room <name> one room

  --url <address>           the server; http://localhost:PORT/BASE_PATH if absent
  --room <name>             of notice: whom to tell
  --json                    the server's own answer; of lists, one with all pages
  --config <path>           file of settings, NAME=value a line; weaker than the environment

Who asks is shown by ADMIN_TOKEN, in the environment or in the file of --config: the server's, or
what an identity with the permission \`admin\` connects with. What begins with a dash comes after --.

Exit code: 0 done; 1 the server refused, or did not answer; 2 the command cannot be understood.
`;
