/** The text of `admin --help`. */
export const adminHelp = `Usage: simple-webrtc-signaling-server admin <command> [--flag value]...

Administers a running server.

  rooms                     list the rooms that have peers
  peers <room>              list the peers of a room
  kick <room> <peerId>      remove one peer from its room and disconnect it
  kick-identity <subject>   disconnect all sockets of an identity
  close <room>              remove all peers from a room and disconnect them
  notice <text>             send a notice to all peers, or with --room to the peers of one room

  --url <url>               URL of the server; http://localhost:PORT/BASE_PATH if absent
  --room <name>             for notice: the room that receives it
  --json                    print the response of the server as JSON; lists are complete
  --config <path>           file of settings, one NAME=value per line; the environment overrides it

The command authenticates with ADMIN_TOKEN, from the environment or the file of --config: the
ADMIN_TOKEN of the server, or the token of an identity with the permission \`admin\`.
An argument that begins with a dash must follow --.

Exit code: 0 success; 1 the server refused the request or did not respond; 2 usage error.
`;
